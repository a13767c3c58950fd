/** What the core asks of whoever runs a tool: to read one of the service's own paths, or to begin a capture and tell how it ended. */
export type Ask = { readonly kind: 'read'; readonly path: string } | { readonly kind: 'capture'; readonly path: string; readonly body: object };

/** What was heard: the response of the path; of a capture that of its end. */
export interface Heard {
  readonly status: number;
  /** The JSON of the response. */
  readonly body: unknown;
  /** The path that gives the same answer for ever, where the path asked is not that one; else null. */
  readonly location: string | null;
}

/** Asks what it needs, one after another, and returns what it made of it. */
export type Asking<T> = Generator<Ask, T, Heard>;
