import type { Line } from '../lines.js';

/** A word, a mark (`{`, `}`, `;`, `,`), a text in quotation marks, or the end of a line of nft's language. */
export interface NftToken {
  readonly kind: 'word' | 'mark' | 'quoted' | 'end';
  /** '' for the end of a line. */
  readonly text: string;
  readonly line: Line;
  /** From 1. */
  readonly column: number;
}

const token = /[ \t]*(?:(#.*)|"([^"]*)"|([{};,])|([^ \t"{};,#]+)|("))/y;

/** The tokens of a line and its end. What follows `#` is a comment. Source: nftables `src/scanner.l`. */
export function tokensOf(line: Line): NftToken[] {
  const tokens: NftToken[] = [];
  token.lastIndex = 0;
  for (let match = token.exec(line.text); match !== null; match = token.exec(line.text)) {
    const [whole, comment, quoted, mark, word, stray] = match;
    if (comment !== undefined) break;
    const text = quoted ?? mark ?? word ?? stray ?? '';
    const kind = quoted !== undefined ? 'quoted' : mark !== undefined ? 'mark' : 'word';
    const width = kind === 'quoted' ? text.length + 2 : text.length;
    tokens.push({ kind, text, line, column: match.index + whole.length - width + 1 });
  }
  return [...tokens, { kind: 'end', text: '', line, column: line.text.length + 1 }];
}

/** Tokens as words again. */
export function wordsOfTokens(tokens: readonly NftToken[]): string {
  const words = tokens.filter(({ kind }) => kind !== 'end').map(({ kind, text }) => (kind === 'quoted' ? `"${text}"` : text));
  return words.join(' ').replaceAll(/ ([,;])/g, '$1');
}

/** Walks tokens; the ends of lines are nothing to it. */
export class TokenReader {
  #next = 0;
  readonly #tokens: readonly NftToken[];

  constructor(tokens: readonly NftToken[]) {
    this.#tokens = tokens.filter(({ kind }) => kind !== 'end');
  }

  get isDone(): boolean {
    return this.#next >= this.#tokens.length;
  }

  /** The text of the token `ahead` of the next; '' past the last, and for a text in quotation marks, which is no word of the language. */
  peek(ahead = 0): string {
    const token = this.#tokens[this.#next + ahead];
    return token === undefined || token.kind === 'quoted' ? '' : token.text;
  }

  take(): NftToken | undefined {
    return this.#tokens[this.#next++];
  }

  takeIf(...texts: readonly string[]): boolean {
    if (texts.some((text, i) => this.peek(i) !== text)) return false;
    this.#next += texts.length;
    return true;
  }

  /** The tokens up to the end. */
  rest(): readonly NftToken[] {
    return this.#tokens.slice(this.#next);
  }
}
