import type { Steps } from '../analysis/index.js';
import type { EncodedObject } from './draft.js';
import type { KindName } from './kinds/catalogue.js';

/** What names one object among those of a cluster. */
export interface ObjectName {
  readonly kind: KindName;
  /** '' for a cluster-scoped object. */
  readonly namespace: string;
  readonly name: string;
}

/** How the objects of a draft differ from those of a stored snapshot. */
export interface DraftDifference {
  /** Objects of the draft by kind, in the order of the draft, without the kinds of which there are none. */
  readonly counts: Readonly<Record<string, number>>;
  /** In the order of the draft, as `changed`. */
  readonly added: readonly EncodedObject[];
  readonly changed: readonly EncodedObject[];
  readonly removed: readonly ObjectName[];
}

/** The digests of a stored snapshot's objects, by what names them. */
export class DigestTable {
  readonly #digests = new Map<string, string>();

  /** Takes rows of four texts each: kind, namespace, name and digest, one after the other. */
  add(rows: readonly string[]): void {
    for (let i = 0; i + 3 < rows.length; i += 4) this.#digests.set(`${rows[i]}\0${rows[i + 1]}\0${rows[i + 2]}`, rows[i + 3] as string);
  }

  /** Compares step by step, and is used up by it: what is left in the end is in no draft. `objects` are sorted as those of a draft. */
  *differenceSteps(objects: readonly EncodedObject[]): Steps<DraftDifference> {
    const counts: Record<string, number> = {};
    const [added, changed]: [EncodedObject[], EncodedObject[]] = [[], []];
    for (const object of objects) {
      yield;
      const { kind, namespace, name, digest } = object;
      counts[kind] = (counts[kind] ?? 0) + 1;
      const key = `${kind}\0${namespace}\0${name}`;
      const known = this.#digests.get(key);
      if (known === undefined) added.push(object);
      else {
        if (known !== digest) changed.push(object);
        this.#digests.delete(key);
      }
    }
    return { counts, added, changed, removed: [...this.#digests.keys()].map(nameOf) };
  }
}

/** Of a key. Neither kind nor namespace nor name of a stored object holds a NUL character. */
function nameOf(key: string): ObjectName {
  const [kind, namespace, name] = key.split('\0') as [KindName, string, string];
  return { kind, namespace, name };
}
