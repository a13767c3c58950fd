import type { Token } from './token.js';

/**
 * The words of a Corefile, in their order.
 *
 *     forward . "a b" # not read
 *     ^^^^^^^ ^ ^^^^^
 *
 * Blanks separate words. A word that begins with a quotation mark runs to the next one that no backslash stands before, and may hold line breaks. `#` hides the
 * rest of its line, or within a word the rest of that word. Linear in the length of the text.
 *
 * Source: coredns/caddy v1.1.4 (15135a999495), caddyfile/lexer.go
 */
export function lex(text: string, file = ''): Token[] {
  const tokens: Token[] = [];
  const reader = new Reader(text.startsWith('\uFEFF') ? text.slice(1) : text, file);
  for (let token = reader.next(); token !== undefined; token = reader.next()) tokens.push(token);
  return tokens;
}

class Reader {
  #at = 0;
  #line = 1;

  constructor(
    private readonly text: string,
    private readonly file: string,
  ) {}

  next(): Token | undefined {
    let word = '';
    let line = this.#line;
    let comment = false;
    for (; this.#at < this.text.length; this.#at++) {
      const c = this.text[this.#at] ?? '';
      if (isSpace(c)) {
        if (c === '\r') continue;
        if (c === '\n') {
          this.#line++;
          comment = false;
        }
        if (word === '') continue;
        this.#at++;
        return { file: this.file, line, text: word };
      }
      if (c === '#') comment = true;
      if (comment) continue;
      if (word === '') {
        line = this.#line;
        if (c === '"') return this.#quoted(line);
      }
      word += c;
    }
    return word === '' ? undefined : { file: this.file, line, text: word };
  }

  /** From the opening quotation mark on. What is not closed ends with the text, and is no word if it is empty. */
  #quoted(line: number): Token | undefined {
    let word = '';
    let escaped = false;
    for (this.#at++; this.#at < this.text.length; this.#at++) {
      const c = this.text[this.#at] ?? '';
      if (!escaped && c === '\\') {
        escaped = true;
        continue;
      }
      if (!escaped && c === '"') {
        this.#at++;
        return { file: this.file, line, text: word };
      }
      if (c === '\n') this.#line++;
      word += escaped && c !== '"' ? `\\${c}` : c;
      escaped = false;
    }
    return word === '' ? undefined : { file: this.file, line, text: word };
  }
}

/** Source: Go 1.26 unicode.IsSpace. */
function isSpace(c: string): boolean {
  if (c > ' ' && c < '\u0085') return false;
  return /[\t\n\v\f\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/.test(c);
}
