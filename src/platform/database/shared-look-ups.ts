interface LookUp<T> {
  readonly found: Promise<T>;
  readonly begin: () => void;
}

/**
 * Look-ups that those who ask at the same time share. Nobody is given what a look-up found that had begun before he asked, for it may have read before
 * something that he knows of was written: whoever comes while one is under way waits for the next, and shares that.
 */
export class SharedLookUps<T> {
  private readonly underWay = new Set<string>();
  /** Those that have not begun: whoever comes may still join them. */
  private readonly next = new Map<string, LookUp<T>>();

  /** What `lookUp` finds. Those who give the same `key` must mean the same by it. */
  get(key: string, lookUp: () => Promise<T>): Promise<T> {
    let next = this.next.get(key);
    if (next === undefined) {
      next = this.announce(key, lookUp);
      this.next.set(key, next);
      if (!this.underWay.has(key)) afterATurn(next.begin);
    }
    return next.found;
  }

  private announce(key: string, lookUp: () => Promise<T>): LookUp<T> {
    let begin = (): void => undefined;
    const found = new Promise<T>((resolve) => {
      begin = () => {
        this.next.delete(key);
        this.underWay.add(key);
        const begun = lookUp();
        resolve(begun);
        const end = () => {
          this.underWay.delete(key);
          const next = this.next.get(key);
          if (next !== undefined) afterATurn(next.begin);
        };
        begun.then(end, end);
      };
    });
    return { found, begin };
  }
}

/** Once the event loop has gone round: those who were answered together ask again together, and to ask a server costs more than to wait for them. */
function afterATurn(act: () => void): void {
  setImmediate(() => setImmediate(act));
}
