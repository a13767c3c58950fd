/** Patterns nested deeper are not sampled. */
const deepest = 20;

/**
 * A text that a pattern of nginx takes, as far as it is made of letters, classes, groups and alternatives: the first of each. Undefined where it holds
 * something else. It need not be right: both sides are asked the same.
 */
export function sampleOf(pattern: string): string | undefined {
  const reader = new Reader(pattern.replace(/^\^/, '').replace(/\$$/, ''));
  const text = reader.alternatives(0);
  return reader.isAtEnd && text !== undefined && /^[!-~]*$/.test(text) ? text : undefined;
}

class Reader {
  #at = 0;

  constructor(readonly pattern: string) {}

  get isAtEnd(): boolean {
    return this.#at >= this.pattern.length;
  }

  /** The first; the others are read over. */
  alternatives(depth: number): string | undefined {
    if (depth > deepest) return undefined;
    const first = this.#sequence(depth);
    while (this.pattern[this.#at] === '|') {
      this.#at++;
      this.#sequence(depth);
    }
    return first;
  }

  #sequence(depth: number): string | undefined {
    let text: string | undefined = '';
    while (!this.isAtEnd && this.pattern[this.#at] !== '|' && this.pattern[this.#at] !== ')') {
      const atom = this.#atom(depth);
      const times = this.#times();
      text = text === undefined || atom === undefined ? undefined : text + atom.repeat(times);
    }
    return text;
  }

  #atom(depth: number): string | undefined {
    const character = this.pattern[this.#at++] ?? '';
    if (character === '(') return this.#group(depth);
    if (character === '[') return this.#class();
    if (character === '.') return 'x';
    if (character === '$' || character === '^') return '';
    if (character !== '\\') return character;
    const escaped = this.pattern[this.#at++] ?? '';
    return { d: '7', w: 'a', s: undefined, b: '', z: '' }[escaped] ?? (/[A-Za-z0-9]/.test(escaped) ? undefined : escaped);
  }

  #group(depth: number): string | undefined {
    const [kind = ''] = /^\?(?::|<[A-Za-z]\w*>|P<[A-Za-z]\w*>|[^:<P])/.exec(this.pattern.slice(this.#at, this.#at + 60)) ?? [];
    this.#at += kind.length;
    const text = this.alternatives(depth + 1);
    this.#at++;
    return kind === '' || kind.endsWith(':') || kind.endsWith('>') ? text : undefined;
  }

  #class(): string | undefined {
    const end = this.pattern.indexOf(']', this.#at + 1);
    if (end === -1) return undefined;
    const inside = this.pattern.slice(this.#at, end);
    this.#at = end + 1;
    if (inside.startsWith('^')) return ['x', '7', '-'].find((each) => !inside.includes(each));
    return inside.startsWith('\\') ? ({ d: '7', w: 'a' }[inside[1] ?? ''] ?? inside[1]) : inside[0];
  }

  /** How often the atom before is written: as seldom as the pattern allows, and once where it need not be there. */
  #times(): number {
    const rest = this.pattern.slice(this.#at, this.#at + 20);
    const [whole = '', least] = /^(?:[*+?]|\{(\d{1,3})(?:,\d*)?\})\??/.exec(rest) ?? [];
    this.#at += whole.length;
    return Math.min(Number(least ?? '1'), 100);
  }
}
