/** Where and why a text is not JSON, in the words of Go's encoding/json. */
export interface JsonFault {
  readonly message: string;
  /** From 0, in UTF-16 code units; the length of the text where it ends too soon. */
  readonly offset: number;
}

/** What Go's decoder descends at most. */
const maxDepth = 10_000;

/**
 * Looks for the first place at which `text` is not JSON: no comments, no comma before a closing bracket, no byte order mark, nothing after the value.
 *
 * @returns undefined for JSON, which JSON.parse then takes
 * Source: Go 1.26 encoding/json scanner.go
 */
export function findJsonFault(text: string): JsonFault | undefined {
  return new Scanner(text).scan();
}

/** `{"a" ⟨:⟩ 1}`: what may stand next. */
type Expected = 'value' | 'first value or ]' | 'key' | 'first key or }' | ':' | ', or }' | ', or ]' | 'nothing';

class Scanner {
  #at = 0;
  readonly #open: ('{' | '[')[] = [];

  constructor(private readonly text: string) {}

  scan(): JsonFault | undefined {
    let expected: Expected = 'value';
    for (;;) {
      while (/[ \t\r\n]/.test(this.text[this.#at] ?? '')) this.#at++;
      const c = this.text[this.#at];
      if (c === undefined) return expected === 'nothing' ? undefined : this.#ended();
      const next = this.#step(expected, c);
      if (typeof next === 'object') return next;
      expected = next;
    }
  }

  #step(expected: Expected, c: string): Expected | JsonFault {
    switch (expected) {
      case 'value':
        return this.#value(c);
      case 'first value or ]':
        return c === ']' ? this.#close() : this.#value(c);
      case 'key':
      case 'first key or }':
        if (c === '}' && expected === 'first key or }') return this.#close();
        return c === '"' ? (this.#string() ?? ':') : this.#invalid('looking for beginning of object key string');
      case ':':
        return c === ':' ? this.#take('value') : this.#invalid('after object key');
      case ', or }':
        return c === ',' ? this.#take('key') : c === '}' ? this.#close() : this.#invalid('after object key:value pair');
      case ', or ]':
        return c === ',' ? this.#take('value') : c === ']' ? this.#close() : this.#invalid('after array element');
      case 'nothing':
        return this.#invalid('after top-level value');
    }
  }

  #value(c: string): Expected | JsonFault {
    if (c === '{' || c === '[') {
      if (this.#open.push(c) > maxDepth) return { message: 'exceeded max depth', offset: this.#at };
      return this.#take(c === '{' ? 'first key or }' : 'first value or ]');
    }
    if (c === '"') return this.#string() ?? this.#after();
    const literal = { t: 'true', f: 'false', n: 'null' }[c];
    if (literal !== undefined) return this.#literal(literal) ?? this.#after();
    return /[-\d]/.test(c) ? (this.#number() ?? this.#after()) : this.#invalid('looking for beginning of value');
  }

  #string(): JsonFault | undefined {
    for (this.#at++; ; this.#at++) {
      const c = this.text[this.#at];
      if (c === undefined) return this.#ended();
      if (c === '"') {
        this.#at++;
        return undefined;
      }
      if (c < ' ') return this.#invalid('in string literal');
      const fault = c === '\\' ? this.#escape() : undefined;
      if (fault !== undefined) return fault;
    }
  }

  #escape(): JsonFault | undefined {
    const c = this.text[++this.#at];
    if (c === undefined) return this.#ended();
    if (c !== 'u') return '"\\/bfnrt'.includes(c) ? undefined : this.#invalid('in string escape code');
    for (let i = 0; i < 4; i++) {
      const digit = this.text[++this.#at];
      if (digit === undefined) return this.#ended();
      if (!/[\da-f]/i.test(digit)) return this.#invalid('in \\u hexadecimal character escape');
    }
    return undefined;
  }

  #literal(word: string): JsonFault | undefined {
    for (const letter of word) {
      const c = this.text[this.#at];
      if (c === undefined) return this.#ended();
      if (c !== letter) return this.#invalid(`in literal ${word} (expecting ${quoted(letter)})`);
      this.#at++;
    }
    return undefined;
  }

  #number(): JsonFault | undefined {
    if (this.text[this.#at] === '-') this.#at++;
    if (this.text[this.#at] === '0') this.#at++;
    else {
      const fault = this.#digits('in numeric literal');
      if (fault !== undefined) return fault;
    }
    if (this.text[this.#at] === '.') {
      this.#at++;
      const fault = this.#digits('after decimal point in numeric literal');
      if (fault !== undefined) return fault;
    }
    if (!/[eE]/.test(this.text[this.#at] ?? '')) return undefined;
    this.#at++;
    if (/[-+]/.test(this.text[this.#at] ?? '')) this.#at++;
    return this.#digits('in exponent of numeric literal');
  }

  #digits(where: string): JsonFault | undefined {
    const c = this.text[this.#at];
    if (c === undefined) return this.#ended();
    if (!/\d/.test(c)) return this.#invalid(where);
    while (/\d/.test(this.text[this.#at] ?? '')) this.#at++;
    return undefined;
  }

  #take(next: Expected): Expected {
    this.#at++;
    return next;
  }

  #close(): Expected {
    this.#open.pop();
    this.#at++;
    return this.#after();
  }

  #after(): Expected {
    const open = this.#open.at(-1);
    return open === undefined ? 'nothing' : open === '{' ? ', or }' : ', or ]';
  }

  #invalid(where: string): JsonFault {
    return { message: `invalid character ${quoted(firstByte(this.text, this.#at))} ${where}`, offset: this.#at };
  }

  #ended(): JsonFault {
    return { message: 'unexpected end of JSON input', offset: this.text.length };
  }
}

/** Go reads bytes: of a character beyond ASCII it tells the first byte of its UTF-8 form, taken for a character. */
function firstByte(text: string, at: number): string {
  const point = text.codePointAt(at) ?? 0;
  if (point < 0x80) return String.fromCharCode(point);
  if (point < 0x800) return String.fromCharCode(0xc0 | (point >> 6));
  return String.fromCharCode(point < 0x10000 ? 0xe0 | (point >> 12) : 0xf0 | (point >> 18));
}

const escapes: Readonly<Record<string, string>> = { "'": "'\\''", '\\': "'\\\\'", '\u0007': "'\\a'", '\b': "'\\b'", '\f': "'\\f'", '\n': "'\\n'", '\r': "'\\r'", '\t': "'\\t'", '\v': "'\\v'", '"': "'\"'" };

function quoted(c: string): string {
  return escapes[c] ?? (c < ' ' || c === '\u007f' ? `'\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}'` : `'${c}'`);
}

/** A string as Go's `%q` and strconv.Quote write it. */
export function goQuote(text: string): string {
  return JSON.stringify(text).replace(/\\u00([0-9a-f]{2})/g, (_, hex: string) => ({ '07': '\\a', '0b': '\\v' })[hex] ?? `\\x${hex}`);
}
