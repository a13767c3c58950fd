/** A question that is not understood, told so that the next try works. */
export class Unclear extends Error {
  override readonly name = 'Unclear';

  /**
   * @param detail one sentence: what was found, and what would have been right
   * @param mend what would make the question one that works: a word of it in place of another, words behind it, or another line altogether
   */
  constructor(
    readonly detail: string,
    readonly mend: Mend = {},
  ) {
    super(detail);
  }
}

export interface Mend {
  readonly replace?: { readonly wrong: string; readonly right: string };
  readonly append?: string;
  readonly example?: string;
}
