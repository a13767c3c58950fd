import type { SnapshotWarning } from './draft.js';

const limit = 200;

/** Takes down warnings; the same thing said of many objects stands once, with their number. */
export class WarningLedger {
  readonly #groups = new Map<string, { readonly first: SnapshotWarning; count: number }>();
  #beyond = 0;

  add(warning: SnapshotWarning): void {
    const { detail, field = '', object } = warning;
    const key = JSON.stringify([object?.kind, field.replace(/\[\d+\]/g, '[]'), detail, object === undefined ? warning.file : undefined]);
    const group = this.#groups.get(key);
    if (group !== undefined) group.count++;
    else if (this.#groups.size < limit) this.#groups.set(key, { first: warning, count: 1 });
    else this.#beyond++;
  }

  /** In the order in which they were first said; at most 200, and then how many more. */
  get all(): readonly SnapshotWarning[] {
    const told = [...this.#groups.values()].map(({ first, count }) =>
      count === 1 ? first : { ...first, detail: `${first.detail} (and ${count - 1} more like it)` },
    );
    return this.#beyond === 0 ? told : [...told, { detail: `and ${this.#beyond} more warnings` }];
  }
}
