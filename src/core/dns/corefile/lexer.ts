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
    const { text } = this;
    let word = '';
    let line = this.#line;
    let comment = false;
    while (this.#at < text.length) {
      const c = text.charCodeAt(this.#at);
      if (isSpace(c)) {
        this.#at++;
        if (c === carriageReturn) continue;
        if (c === lineFeed) {
          this.#line++;
          comment = false;
        }
        if (word === '') continue;
        return { file: this.file, line, text: word };
      }
      if (c === hash) comment = true;
      if (comment) {
        this.#at++;
        continue;
      }
      if (word === '') {
        line = this.#line;
        if (c === quotationMark) return this.#quoted(line);
      }
      const start = this.#at;
      while (this.#at < text.length && isOfWord(text.charCodeAt(this.#at))) this.#at++;
      // A carriage return within a word, or a comment behind it, leaves more to come.
      word = word === '' ? text.slice(start, this.#at) : word + text.slice(start, this.#at);
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

const [lineFeed, carriageReturn, quotationMark, hash] = [0x0a, 0x0d, 0x22, 0x23];

function isOfWord(c: number): boolean {
  return c !== hash && !isSpace(c);
}

/** Source: Go 1.26 unicode.IsSpace. */
function isSpace(c: number): boolean {
  if (c > 0x20 && c < 0x85) return false;
  if (c < 0x85) return c === 0x20 || (c >= 0x09 && c <= carriageReturn);
  return c === 0x85 || c === 0xa0 || c === 0x1680 || (c >= 0x2000 && c <= 0x200a) || c === 0x2028 || c === 0x2029 || c === 0x202f || c === 0x205f || c === 0x3000;
}
