import { enumerate } from '../../analysis/index.js';
import type { Conversation, Setting } from '../conversation.js';
import { Unclear } from '../unclear.js';
import { nameIn, namesOf, notThere, objectsNamed, tell, type Named } from './objects.js';
import type { Place } from './place.js';

/** A pod, and what was taken for granted on the way to it; null where nothing was. */
export interface FoundPod extends Named {
  readonly note: string | null;
}

/**
 * The pod that `written` means: its name, with its namespace or in that of the channel or alone in the snapshot; or what the names of several pods begin
 * with, as those of a Deployment do: then the first of them, which is told.
 *
 * @throws Unclear where there is none, or several of that name
 */
export function* findPod(place: Place, written: string, setting: Setting, namespace: string | null): Conversation<FoundPod> {
  const given = nameIn(written, 'Pod');
  const wanted = { name: given.name, namespace: given.namespace ?? namespace ?? setting.defaults.namespace };
  const found = (yield* objectsNamed(place, 'Pod', wanted.name, wanted.namespace)).map(({ metadata }): Named => ({ namespace: metadata.namespace ?? '', name: metadata.name }));
  const [first] = found;
  if (first !== undefined) return { ...oneOf(found, first, 'pod', written), note: null };
  const begun = yield* podsBegunBy(place, wanted);
  const [taken] = begun;
  if (taken === undefined) throw yield* notThere(place, 'Pod', wanted, written);
  const same = begun.filter((pod) => pod.namespace === taken.namespace);
  if (same.length < begun.length) throw severalNamespaces('pods that begin so', written, begun);
  const note = begun.length === 1 ? `“${written}” is taken for pod ${tell(taken)}.` : `“${written}” is taken for pod ${tell(taken)}, the first of ${begun.length} that begin so.`;
  return { ...taken, note };
}

/** What a name without a namespace means. @throws Unclear where several namespaces have it */
export function oneOf(found: readonly Named[], first: Named, noun: string, written: string): Named {
  if (found.length > 1) throw severalNamespaces(`${noun}s of this name`, written, found);
  return first;
}

function severalNamespaces(what: string, written: string, found: readonly Named[]): Unclear {
  const [first] = found;
  return new Unclear(`There are ${what} in several namespaces: ${enumerate(found.map(tell), 4)}.`, first === undefined ? {} : { replace: { wrong: written, right: tell(first) } });
}

function* podsBegunBy(place: Place, { namespace, name }: { readonly namespace: string | null; readonly name: string }): Conversation<Named[]> {
  if (name === '') return [];
  return (yield* namesOf(place, 'Pod', namespace)).filter((pod) => pod.name.startsWith(`${name}-`));
}
