import { stepThrough, type Steps } from '../analysis/index.js';
import type { KubeObject } from './kinds/catalogue.js';
import { comparePlaces, placeIn } from './place.js';

/** Of the items, the share up to which those that differ are grouped for themselves. */
const mostDiffering = 0.1;

/** Adds the item under each of its keys. */
type Add<T extends KubeObject> = (groups: Groups<T>, item: T) => void;

/** @param items sorted by namespace, then name */
export function* groupBy<T extends KubeObject>(items: readonly T[], add: Add<T>): Steps<Groups<T>> {
  const groups = new Groups(items);
  yield* stepThrough(items, (item) => add(groups, item));
  return groups;
}

/**
 * What {@link groupBy} makes, of the groups that the same `add` made of other items, most of which are the same ones: the new groups hold what differs, and look up the rest
 * there. Undefined where that is too much.
 */
export function regroup<T extends KubeObject>({ whole }: Groups<T>, items: readonly T[], add: Add<T>): Groups<T> | undefined {
  const { gone, come } = differing(whole.items, items);
  if (gone.length + come.length > items.length * mostDiffering) return undefined;
  const [left, joined] = [gone, come].map((some) => {
    const groups = new Groups(some);
    for (const item of some) add(groups, item);
    return groups;
  }) as [Groups<T>, Groups<T>];
  const made = new Groups(items, whole);
  for (const key of new Set([...left.keys, ...joined.keys])) {
    const leaving = new Set(left.get(key));
    const stay = whole.get(key).filter((item) => !leaving.has(item));
    made.set(key, [...stay, ...joined.get(key)].sort((a, b) => comparePlaces(placeIn(a), placeIn(b))));
  }
  return made;
}

/** What only the one and what only the other of two sorted lists holds. */
function differing<T extends KubeObject>(before: readonly T[], after: readonly T[]): { readonly gone: readonly T[]; readonly come: readonly T[] } {
  const [gone, come]: [T[], T[]] = [[], []];
  for (let [i, j] = [0, 0]; i < before.length || j < after.length; ) {
    const [was, is] = [before[i], after[j]];
    if (was === is) [i, j] = [i + 1, j + 1];
    else if (is === undefined || (was !== undefined && comparePlaces(placeIn(was), placeIn(is)) <= 0)) gone.push(before[i++] as T);
    else come.push(after[j++] as T);
  }
  return { gone, come };
}

/** Items by keys. */
export class Groups<T extends KubeObject> {
  /** One that is alone stands for itself: where most are, their lists would take more room than all else. */
  readonly #groups = new Map<string, T | T[]>();

  /** @param base groups of other items, which hold what is under no key here */
  constructor(
    readonly items: readonly T[],
    private readonly base?: Groups<T>,
  ) {}

  /** Itself, or the groups that it is made of. */
  get whole(): Groups<T> {
    return this.base ?? this;
  }

  add(key: string, item: T): void {
    const group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, item);
    else if (Array.isArray(group)) group.push(item);
    else this.#groups.set(key, [group, item]);
  }

  set(key: string, items: T[]): void {
    this.#groups.set(key, items);
  }

  get(key: string): readonly T[] {
    const group = this.#groups.get(key);
    if (group === undefined) return this.base?.get(key) ?? [];
    return Array.isArray(group) ? group : [group];
  }

  /** Of groups without a base. */
  get keys(): Iterable<string> {
    return this.#groups.keys();
  }
}
