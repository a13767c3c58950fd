interface LookUp<T> {
  readonly found: Promise<T>;
  /** The one that begins when this one has ended, for those who came meanwhile. */
  next?: Promise<T>;
}

/**
 * Look-ups that those who ask at the same time share. Nobody is given what a look-up found that had begun before he asked, for it may have read before
 * something that he knows of was written: whoever comes while one is under way waits for the next, and shares that.
 */
export class SharedLookUps<T> {
  private readonly underWay = new Map<string, LookUp<T>>();

  /** What `lookUp` finds. Those who give the same `key` must mean the same by it. */
  get(key: string, lookUp: () => Promise<T>): Promise<T> {
    const current = this.underWay.get(key);
    if (current === undefined) return this.begin(key, lookUp);
    const begin = () => this.begin(key, lookUp);
    current.next ??= current.found.then(begin, begin);
    return current.next;
  }

  private begin(key: string, lookUp: () => Promise<T>): Promise<T> {
    const begun: LookUp<T> = { found: lookUp() };
    this.underWay.set(key, begun);
    const end = () => {
      if (begun.next === undefined) this.underWay.delete(key);
    };
    begun.found.then(end, end);
    return begun.found;
  }
}
