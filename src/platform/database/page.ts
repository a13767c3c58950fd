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
