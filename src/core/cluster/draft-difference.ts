import type { Steps } from '../analysis/index.js';
import type { EncodedObject } from './draft.js';
import type { KindName } from './kinds/catalogue.js';
import { sortBy } from './shape.js';

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

/** Objects of a draft, by {@link keyOf}. */
export type KeyedObjects = ReadonlyMap<string, { readonly encoded: EncodedObject }>;

/** What names an object among those of its kind. Neither namespace nor name of a stored object holds a NUL character. */
export function keyOf({ namespace, name }: Omit<ObjectName, 'kind'>): string {
  return `${namespace}\0${name}`;
}

/** The digests of a stored snapshot's objects, by what names them. */
export class DigestTable {
  readonly #kinds = new Map<string, Map<string, string>>();

  /** Takes rows of four texts each: kind, namespace, name and digest, one after the other. */
  add(rows: readonly string[]): void {
    for (let i = 0; i + 3 < rows.length; i += 4) this.#of(rows[i] as string).set(`${rows[i + 1]}\0${rows[i + 2]}`, rows[i + 3] as string);
  }

  /** Compares step by step, and is used up by it: what is left in the end is in no draft. `objects` are sorted as those of a draft. */
  *differenceSteps(objects: readonly EncodedObject[]): Steps<DraftDifference> {
    const counts: Record<string, number> = {};
    const [added, changed]: [EncodedObject[], EncodedObject[]] = [[], []];
    for (const object of objects) {
      yield;
      const { kind, digest } = object;
      counts[kind] = (counts[kind] ?? 0) + 1;
      const stored = this.#of(kind);
      const key = keyOf(object);
      const known = stored.get(key);
      if (known === undefined) added.push(object);
      else {
        if (known !== digest) changed.push(object);
        stored.delete(key);
      }
    }
    return { counts, added, changed, removed: this.#names() };
  }

  /** The same of objects in any order, at once: to put few in order is cheaper than to put all. `kinds` are in the order of the catalogue. It is used up too. */
  difference(kinds: ReadonlyMap<KindName, KeyedObjects>): DraftDifference {
    const counts: Record<string, number> = {};
    const [added, changed]: [EncodedObject[], EncodedObject[]] = [[], []];
    for (const [kind, objects] of kinds) {
      if (objects.size > 0) counts[kind] = objects.size;
      const stored = this.#of(kind);
      const [ofKind, otherwise]: [EncodedObject[], EncodedObject[]] = [[], []];
      for (const [key, { encoded }] of objects) {
        const known = stored.get(key);
        if (known === undefined) ofKind.push(encoded);
        else if (known !== encoded.digest) otherwise.push(encoded);
      }
      for (const each of sortBy(ofKind, keyOf)) added.push(each);
      for (const each of sortBy(otherwise, keyOf)) changed.push(each);
      if (objects.size - ofKind.length === stored.size) this.#kinds.delete(kind);
      else for (const key of objects.keys()) stored.delete(key);
    }
    return { counts, added, changed, removed: this.#names() };
  }

  #of(kind: string): Map<string, string> {
    const known = this.#kinds.get(kind);
    if (known !== undefined) return known;
    const none = new Map<string, string>();
    this.#kinds.set(kind, none);
    return none;
  }

  #names(): ObjectName[] {
    return [...this.#kinds].flatMap(([kind, digests]) => [...digests.keys()].map((key) => nameOf(kind as KindName, key)));
  }
}

function nameOf(kind: KindName, key: string): ObjectName {
  const [namespace, name] = key.split('\0') as [string, string];
  return { kind, namespace, name };
}
