/**
 * The table of error codes: what a caller may be told, and what it can do about it.
 * Each code has an HTTP status in `platform/http/error-status.ts` and a line in `docs/errors.md`.
 */
export const errorTable = {
  'invalid-request': { title: 'The request cannot be understood', remedy: 'Correct the fields that `errors` points at.' },
  'invalid-body': { title: 'The body cannot be parsed', remedy: 'Send a body of the content type that the request names.' },
  'unsupported-media-type': { title: 'The content type is not taken here', remedy: 'Use one of the content types that the detail lists.' },
  'not-acceptable': { title: 'No such rendering', remedy: 'Ask for one of the renderings that the detail lists.' },
  'unauthenticated': { title: 'A token is needed', remedy: 'Send `Authorization: Bearer <token>`.' },
  'forbidden': { title: 'The role of this token does not allow it', remedy: 'Use a token of the role that the detail names.' },
  'not-found': { title: 'There is no such thing', remedy: 'Check each name; where others are near, the detail tells them.' },
  'method-not-allowed': { title: 'This path does not take this method', remedy: 'Use one of the methods in `Allow`.' },
  'conflict': { title: 'It contradicts what is stored', remedy: 'Read the present state, then decide again.' },
  'idempotency-mismatch': { title: 'This Idempotency-Key was used for another request', remedy: 'Use a new key for a new request.' },
  'idempotency-in-progress': { title: 'The first request with this Idempotency-Key is still at work', remedy: 'Wait as Retry-After says, then repeat.' },
  'too-large': { title: 'It is larger than allowed', remedy: 'Send less, or raise the limit that the detail names.' },
  'unreadable-upload': { title: 'Nothing in the upload can be read', remedy: 'Send what the detail lists as readable.' },
  'unsafe-upload': { title: 'The upload breaks a safety bound', remedy: 'See the bound that the detail names.' },
  'picture-too-large': { title: 'The picture would be larger than is drawn', remedy: 'Ask what the detail says instead: a smaller scale, a narrower question, or the SVG.' },
  'invalid-cursor': { title: 'The cursor is not one of ours', remedy: 'Start again without `cursor`.' },
  'cluster-unreachable': { title: 'The cluster cannot be read', remedy: 'See what the detail says of its API server; then capture again.' },
  'capture-timeout': { title: 'The capture took too long', remedy: 'Capture again, or raise the deadline that the detail names.' },
  'unavailable': { title: 'The service cannot answer just now', remedy: 'Repeat after Retry-After.' },
  'internal': { title: 'A defect of the service', remedy: 'Report it with the request id.' },
} as const satisfies Record<string, { title: string; remedy: string }>;

/** A key of {@link errorTable}. Codes are published and never reused for another meaning. */
export type ErrorCode = keyof typeof errorTable;

/** One fault in a caller's input. `pointer` is an RFC 6901 JSON pointer into the body, or `?name` for a query parameter, `:name` for a path parameter. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

/**
 * Input that cannot be taken, told so that the caller can mend it.
 *
 * @param code what went wrong, by {@link errorTable}
 * @param detail one sentence: what was found, and what would have been right
 * @param faults where, if it can be pointed at
 */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(
    readonly code: ErrorCode,
    detail: string,
    readonly faults: readonly Fault[] = [],
  ) {
    super(detail);
  }
}

/** Ends a walk over a closed union: a member that was forgotten does not compile. */
export function assertNever(value: never): never {
  throw new Error(`unforeseen value: ${JSON.stringify(value)}`);
}

/** A promise that the core makes to itself. Broken, it is a defect of ours and ends as a 500. */
export function invariant(condition: boolean, promise: string): asserts condition {
  if (!condition) throw new Error(`broken promise: ${promise}`);
}
