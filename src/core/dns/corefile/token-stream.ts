import { isOnLineOf, isOnNewLine } from './dispenser.js';
import { CorefileError, type Token } from './token.js';

/**
 * The tokens of a Corefile under a cursor, into which others can be put while they are read. What lies ahead is kept as a stack of pieces, so that an import
 * costs what it puts in, whatever comes after it.
 *
 *     read read [current] ahead ahead
 */
export class TokenStream {
  readonly #read: Token[] = [];
  /** The piece that is being read, and where in it the next token stands. */
  #piece: readonly Token[];
  #at = 0;
  /** Pieces of which more is to be read after that; the last first. */
  readonly #after: { readonly piece: readonly Token[]; readonly at: number }[] = [];
  /** The cursor stands after the last token: something was to be put in there, and was empty. */
  #pastEnd = false;

  constructor(
    readonly filename: string,
    tokens: readonly Token[],
  ) {
    this.#piece = tokens;
  }

  /** Goes to the next token; false where there is none. */
  next(): boolean {
    const token = this.#peek();
    if (token === undefined) return false;
    this.#at++;
    this.#pastEnd = false;
    this.#read.push(token);
    return true;
  }

  back(): void {
    if (this.#pastEnd) {
      this.#pastEnd = false;
      return;
    }
    const token = this.#read.pop();
    if (token === undefined) return;
    if (this.#piece[this.#at - 1] === token) this.#at--;
    else this.#push([token]);
  }

  /** Goes to the next token if it is on the same line. */
  nextArg(): boolean {
    const here = this.current();
    const there = this.#peek();
    return here !== undefined && there !== undefined && isOnLineOf(here, there) && this.next();
  }

  current(): Token | undefined {
    return this.#pastEnd ? undefined : this.#read[this.#read.length - 1];
  }

  val(): string {
    return this.current()?.text ?? '';
  }

  beginsLine(): boolean {
    const { length } = this.#read;
    if (this.#pastEnd) return length < 1;
    const before = this.#read[length - 2];
    const here = this.#read[length - 1];
    return before === undefined || here === undefined || isOnNewLine(before, here);
  }

  /** Puts `tokens` in place of the two that end here, and stands on the first of them: on what follows, if there are none. */
  replaceTwo(tokens: readonly Token[]): void {
    this.#read.pop();
    this.#read.pop();
    this.#push(tokens);
    this.#pastEnd = !this.next();
  }

  err(message: string): CorefileError {
    return this.#fault(`Error during parsing: ${message}`);
  }

  argErr(): CorefileError {
    return this.val() === '{' ? this.err("Unexpected token '{', expecting argument") : this.err(`Wrong argument count or unexpected line ending after '${this.val()}'`);
  }

  syntaxErr(expected: string): CorefileError {
    return this.#fault(`Syntax error: Unexpected token '${this.val()}', expecting '${expected}'`);
  }

  file(): string {
    const { file = '' } = this.current() ?? {};
    return file === '' ? this.filename : file;
  }

  line(): number {
    return this.current()?.line ?? 0;
  }

  #fault(message: string): CorefileError {
    return new CorefileError(`${this.file()}:${this.line()} - ${message}`, this.line(), this.current()?.file ?? '');
  }

  #push(tokens: readonly Token[]): void {
    if (this.#at < this.#piece.length) this.#after.push({ piece: this.#piece, at: this.#at });
    this.#piece = tokens;
    this.#at = 0;
  }

  #peek(): Token | undefined {
    while (this.#at >= this.#piece.length) {
      const next = this.#after.pop();
      if (next === undefined) return undefined;
      this.#piece = next.piece;
      this.#at = next.at;
    }
    return this.#piece[this.#at];
  }
}
