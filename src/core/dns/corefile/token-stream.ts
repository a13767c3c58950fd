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
  readonly #ahead: { readonly tokens: readonly Token[]; next: number }[] = [];
  /** The cursor stands after the last token: something was to be put in there, and was empty. */
  #pastEnd = false;

  constructor(
    readonly filename: string,
    tokens: readonly Token[],
  ) {
    this.#push(tokens);
  }

  /** Goes to the next token; false where there is none. */
  next(): boolean {
    const token = this.#take();
    if (token === undefined) return false;
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
    if (token !== undefined) this.#push([token]);
  }

  /** Goes to the next token if it is on the same line. */
  nextArg(): boolean {
    const here = this.current();
    const there = this.#peek();
    return here !== undefined && there !== undefined && isOnLineOf(here, there) && this.next();
  }

  current(): Token | undefined {
    return this.#pastEnd ? undefined : this.#read.at(-1);
  }

  val(): string {
    return this.current()?.text ?? '';
  }

  beginsLine(): boolean {
    if (this.#read.length + (this.#pastEnd ? 1 : 0) < 2) return true;
    const before = this.#read.at(-2);
    const here = this.#read.at(-1);
    return !this.#pastEnd && before !== undefined && here !== undefined && isOnNewLine(before, here);
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
    if (tokens.length > 0) this.#ahead.push({ tokens, next: 0 });
  }

  #peek(): Token | undefined {
    const top = this.#ahead.at(-1);
    return top?.tokens[top.next];
  }

  #take(): Token | undefined {
    const top = this.#ahead.at(-1);
    if (top === undefined) return undefined;
    const token = top.tokens[top.next++];
    if (top.next >= top.tokens.length) this.#ahead.pop();
    return token;
  }
}
