/** What is wrong with one argument of a call. */
export interface ArgumentFault {
  readonly argument: string;
  /** What was found, and what would have been right; goes on after the name of the argument. */
  readonly detail: string;
}

/** A call that cannot be answered, told so that the next one can. */
export class Misasked extends Error {
  override readonly name = 'Misasked';

  /** @param detail one sentence: what was found, and what would have been right */
  constructor(
    readonly detail: string,
    readonly faults: readonly ArgumentFault[],
    readonly refusal: Refusal = { code: 'invalid-request', remedy: 'Correct the arguments.' },
  ) {
    super(detail);
  }
}

/** How the service refused it: a code of its error table, and what a caller can do about that. */
export interface Refusal {
  readonly code: string;
  readonly remedy: string;
}
