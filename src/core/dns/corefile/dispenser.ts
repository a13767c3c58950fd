import { CorefileError, type Token } from './token.js';

/**
 * Hands out the tokens of one directive to its set-up. A set-up that walks them as CoreDNS's does finds the same faults at the same places.
 *
 * Source: coredns/caddy v1.1, caddyfile/dispenser.go; the methods have its names.
 */
export class Dispenser {
  #cursor = -1;
  #nesting = 0;

  /** @param filename what stands before the line in errors about tokens of the Corefile itself */
  constructor(
    readonly filename: string,
    readonly tokens: readonly Token[],
  ) {}

  /** Goes to the next token. False, and nothing moves, where there is none. */
  next(): boolean {
    if (this.#cursor >= this.tokens.length - 1) return false;
    this.#cursor++;
    return true;
  }

  /** Goes to the next token if it stands on the same line. */
  nextArg(): boolean {
    if (this.#cursor < 0) {
      this.#cursor++;
      return true;
    }
    if (this.#cursor >= this.tokens.length - 1 || !onSameLine(this.tokens, this.#cursor)) return false;
    this.#cursor++;
    return true;
  }

  /** Goes to the next token if it stands on another line. */
  nextLine(): boolean {
    if (this.#cursor < 0) {
      this.#cursor++;
      return true;
    }
    const here = this.tokens[this.#cursor];
    const there = this.tokens[this.#cursor + 1];
    if (here === undefined || there === undefined || !isOnNewLine(here, there)) return false;
    this.#cursor++;
    return true;
  }

  /** Opens the block that begins on this line, or goes on in it; false at its end, or where none begins. Blocks within blocks are not understood. */
  nextBlock(): boolean {
    if (this.#nesting > 0) {
      if (!this.next()) return false;
      if (this.val() !== '}') return true;
      this.#nesting--;
      return false;
    }
    if (!this.nextArg()) return false;
    if (this.val() !== '{') {
      this.#cursor--;
      return false;
    }
    if (!this.next() || this.val() === '}') return false;
    this.#nesting++;
    return true;
  }

  /** The text of the present token; '' before the first. */
  val(): string {
    return this.tokens[this.#cursor]?.text ?? '';
  }

  line(): number {
    return this.tokens[this.#cursor]?.line ?? 0;
  }

  file(): string {
    const { file = '' } = this.tokens[this.#cursor] ?? {};
    return file === '' ? this.filename : file;
  }

  /** As many arguments of this line as asked for; undefined if there are fewer. Those that there are have been gone over. */
  args(count: number): string[] | undefined {
    const found: string[] = [];
    while (found.length < count) {
      if (!this.nextArg()) return undefined;
      found.push(this.val());
    }
    return found;
  }

  /** What is left of this line, up to an opening brace. */
  remainingArgs(): string[] {
    const found: string[] = [];
    while (this.nextArg()) {
      const text = this.val();
      if (text === '{') {
        this.#cursor--;
        break;
      }
      found.push(text);
    }
    return found;
  }

  /** An argument is missing, or one too many is there. */
  argErr(): CorefileError {
    return this.val() === '{' ? this.err("Unexpected token '{', expecting argument") : this.err(`Wrong argument count or unexpected line ending after '${this.val()}'`);
  }

  syntaxErr(expected: string): CorefileError {
    return new CorefileError(`${this.file()}:${this.line()} - Syntax error: Unexpected token '${this.val()}', expecting '${expected}'`, this.line(), this.#errorFile());
  }

  eofErr(): CorefileError {
    return this.err('Unexpected EOF');
  }

  /** What CoreDNS's `Errf` makes of a message. */
  err(message: string): CorefileError {
    return new CorefileError(`${this.file()}:${this.line()} - Error during parsing: ${message}`, this.line(), this.#errorFile());
  }

  /** An error that CoreDNS gives without a line. We say where it was found all the same. */
  plainErr(message: string): CorefileError {
    return new CorefileError(message, this.line() === 0 ? this.tokens[0]?.line : this.line(), this.#errorFile());
  }

  #errorFile(): string {
    return this.tokens[this.#cursor]?.file ?? '';
  }
}

/** Whether the token after `index` stands on the line on which that at `index` ends. */
export function onSameLine(tokens: readonly Token[], index: number): boolean {
  const here = tokens[index];
  const there = tokens[index + 1];
  return here !== undefined && there !== undefined && isOnLineOf(here, there);
}

/** Whether a token stands on the line on which the one before it ends. */
export function isOnLineOf(before: Token, here: Token): boolean {
  return before.lastLine === here.line && before.file === here.file;
}

/** Whether a token begins a line: the one before it ended on an earlier one, or in another file. */
export function isOnNewLine(before: Token, here: Token): boolean {
  return before.lastLine < here.line || before.file !== here.file;
}
