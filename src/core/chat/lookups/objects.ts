import { enumerate, nearest } from '../../analysis/index.js';
import { pathOf, tryToRead, type Conversation } from '../conversation.js';
import { Unclear } from '../unclear.js';
import type { Place } from './place.js';

export type LookedUpKind = 'Pod' | 'Service' | 'Node';

/** An object by name. */
export interface Named {
  readonly namespace: string;
  readonly name: string;
}

export interface FoundObject {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: { readonly ports?: readonly { readonly name?: string; readonly port: number; readonly protocol?: string }[] };
}

/** `shop/web`, `web.shop`, `web.shop.svc…` (of a Service), `web`. */
export function nameIn(text: string, kind: LookedUpKind): { readonly namespace: string | null; readonly name: string } {
  const slash = text.indexOf('/');
  if (slash >= 0) return { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
  const [name = '', namespace, svc] = text.replace(/\.$/, '').split('.');
  if (kind === 'Service' && namespace !== undefined && (svc === undefined || svc === 'svc')) return { namespace, name };
  return { namespace: null, name: text };
}

/** The objects of a kind and name; of several namespaces where none is given. Those of a namespace that is not there are none. */
export function* objectsNamed(place: Place, kind: LookedUpKind, name: string, namespace: string | null): Conversation<readonly FoundObject[]> {
  if (name === '' || name.length > 253 || (namespace !== null && (namespace === '' || namespace.length > 253))) return [];
  const page = yield* tryToRead<{ items: readonly FoundObject[] }>(
    pathOf(`${place.path}/objects`, [['kind', kind], ['namespace', namespace ?? undefined], ['name', name], ['limit', 50]]),
  );
  return page?.items ?? [];
}

/** The names of the objects of a kind, the first thousand of them. */
export function* namesOf(place: Place, kind: LookedUpKind | 'Namespace', namespace: string | null): Conversation<Named[]> {
  const page = yield* tryToRead<{ items: readonly FoundObject[] }>(pathOf(`${place.path}/objects`, [['kind', kind], ['namespace', namespace ?? undefined], ['limit', 1000]]));
  return (page?.items ?? []).map(({ metadata }) => ({ namespace: metadata.namespace ?? '', name: metadata.name }));
}

/** Why there is no such object, with the nearest that there is: in its namespace, or in the nearest namespace. */
export function* notThere(place: Place, kind: LookedUpKind, wanted: { readonly namespace: string | null; readonly name: string }, written: string): Conversation<Unclear> {
  const { namespace, name } = wanted;
  const known = yield* namesOf(place, kind, namespace);
  if (known.length === 0 && namespace !== null) {
    const namespaces = (yield* namesOf(place, 'Namespace', null)).map((each) => each.name);
    if (namespaces.length > 0 && !namespaces.includes(namespace)) return yield* noNamespace(place, kind, { namespace, name }, namespaces, written);
  }
  const near = nearest(name, new Set(known.map((each) => each.name)));
  const right = known.filter((each) => near.includes(each.name)).sort((a, b) => near.indexOf(a.name) - near.indexOf(b.name)).map(tell);
  const where = namespace === null ? 'in the snapshot' : `in namespace ${namespace}`;
  const [first = known[0] === undefined ? undefined : tell(known[0])] = right;
  const hint = right.length > 0 ? `near: ${enumerate(right, 3)}` : known.length === 0 ? `there is none` : `there are ${known.length}, as ${first ?? ''}`;
  return new Unclear(`There is no ${kind} “${name}” ${where}; ${hint}.`, first === undefined ? {} : { replace: { wrong: written, right: first } });
}

function* noNamespace(place: Place, kind: LookedUpKind, { namespace, name }: Named, namespaces: readonly string[], written: string): Conversation<Unclear> {
  const [near] = nearest(namespace, namespaces, 1);
  if (near === undefined) return new Unclear(`There is no namespace “${namespace}”; there are ${enumerate(namespaces, 8)}.`);
  const names = (yield* namesOf(place, kind, near)).map((each) => each.name);
  const [right = names[0]] = names.includes(name) ? [name] : nearest(name, names, 1);
  return new Unclear(`There is no namespace “${namespace}”; near: ${near}.`, right === undefined ? {} : { replace: { wrong: written, right: `${near}/${right}` } });
}

/** `shop/web`; `worker-1` of what has no namespace. */
export function tell({ namespace, name }: Named): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}
