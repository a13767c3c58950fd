/** A part of a list. `next` is the position after the last item, to be passed as `after`; null at the end. */
export interface Page<T> {
  readonly items: T[];
  readonly next: string | null;
}

export interface PageRequest {
  /** At least 1. */
  readonly limit: number;
  /** The `next` of the page before; absent for the first page. */
  readonly after?: string;
}

/** The page out of `rows`, of which one more than `limit` was asked for, to learn whether there are more. */
export function pageOf<T>(rows: readonly T[], limit: number, position: (last: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? position(last) : null };
}
