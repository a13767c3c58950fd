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

/** What names an object among those of its kind. Neither namespace nor name of a stored object holds a NUL character. */
export function keyOf({ namespace, name }: Omit<ObjectName, 'kind'>): string {
  return `${namespace}\0${name}`;
}

interface Stored {
  readonly digest: string;
  /** Whether the draft has an object of this name. */
  isMet: boolean;
}

/**
 * The objects of a stored snapshot by their digests, for one draft whose objects it meets one by one: whoever shows them as they are read has little left to compare
 * once they are all there.
 */
export class DigestTable {
  readonly #stored = new Map<KindName, Map<string, Stored>>();
  /** What the draft has otherwise, or has alone. */
  readonly #differing = new Map<KindName, Map<string, EncodedObject>>();

  /** Takes rows of four texts each: kind, namespace, name and digest, one after the other. */
  add(rows: readonly string[]): void {
    const text = (at: number) => rows[at] as string;
    for (let i = 0; i + 3 < rows.length; i += 4) {
      mapIn(this.#stored, text(i) as KindName).set(keyOf({ namespace: text(i + 1), name: text(i + 2) }), { digest: text(i + 3), isMet: false });
    }
  }

  /** An object of the draft; of two of one name the later counts. @param key what {@link keyOf} makes of it */
  meet(key: string, object: EncodedObject): void {
    const stored = mapIn(this.#stored, object.kind).get(key);
    if (stored !== undefined) stored.isMet = true;
    const differing = mapIn(this.#differing, object.kind);
    if (stored === undefined || stored.digest !== object.digest) differing.set(key, object);
    else if (differing.size > 0) differing.delete(key);
  }

  /** The draft takes back what it had of a kind. */
  forget(kind: KindName): void {
    this.#differing.delete(kind);
    for (const stored of mapIn(this.#stored, kind).values()) stored.isMet = false;
  }

  /** How the draft differs whose objects it has met. `counts` are those of the draft by kind, in the order of the catalogue. */
  difference(counts: ReadonlyMap<KindName, number>): DraftDifference {
    const [added, changed, removed]: [EncodedObject[], EncodedObject[], ObjectName[]] = [[], [], []];
    for (const kind of counts.keys()) {
      const stored = mapIn(this.#stored, kind);
      // To put few in order is cheaper than to put all.
      for (const [key, object] of sortBy([...mapIn(this.#differing, kind)], ([key]) => key)) (stored.has(key) ? changed : added).push(object);
    }
    for (const [kind, stored] of this.#stored) for (const [key, { isMet }] of stored) if (!isMet) removed.push(nameOf(kind, key));
    return { counts: Object.fromEntries([...counts].filter(([, count]) => count > 0)), added, changed, removed };
  }

  /** The same of a draft that is there already, step by step. */
  *differenceSteps(objects: readonly EncodedObject[]): Steps<DraftDifference> {
    const counts = new Map<KindName, number>();
    for (const object of objects) {
      yield;
      counts.set(object.kind, (counts.get(object.kind) ?? 0) + 1);
      this.meet(keyOf(object), object);
    }
    return this.difference(counts);
  }
}

function mapIn<V>(maps: Map<KindName, Map<string, V>>, kind: KindName): Map<string, V> {
  let map = maps.get(kind);
  if (map === undefined) {
    map = new Map();
    maps.set(kind, map);
  }
  return map;
}

function nameOf(kind: KindName, key: string): ObjectName {
  const [namespace, name] = key.split('\0') as [string, string];
  return { kind, namespace, name };
}
