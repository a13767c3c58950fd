import { InputError } from '../errors.js';
import { formatAddress, parseAddress } from '../ip/index.js';
import type { Word } from './lines.js';

/** Why one line cannot be read, and where. */
export class Unreadable extends Error {
  constructor(
    readonly column: number,
    detail: string,
  ) {
    super(detail);
  }
}

/** Walks the words of one line. Throws {@link Unreadable} where they do not fit. */
export class Reader {
  #next = 0;

  constructor(readonly words: readonly Word[]) {}

  take(): Word | undefined {
    return this.words[this.#next++];
  }

  takeIf(text: string): boolean {
    if (this.words[this.#next]?.text !== text) return false;
    this.#next += 1;
    return true;
  }

  /** The words, parted by one space, up to the first that is not wanted. */
  takeWhile(isWanted: (text: string) => boolean): string {
    const rest = this.words.slice(this.#next);
    const end = rest.findIndex(({ text }) => !isWanted(text));
    const taken = end === -1 ? rest : rest.slice(0, end);
    this.#next += taken.length;
    return taken.map(({ text }) => text).join(' ');
  }

  /** The value that must follow `word`. */
  valueOf(word: Word): Word {
    const value = this.take();
    if (value === undefined) throw new Unreadable(word.column, `nothing follows “${word.text}”`);
    return value;
  }

  numberOf(word: Word): number {
    const value = this.valueOf(word);
    if (!/^\d{1,10}$/.test(value.text)) throw new Unreadable(value.column, `“${value.text}” after “${word.text}” is not a number`);
    return Number(value.text);
  }

  addressOf(word: Word): string {
    const value = this.valueOf(word);
    return readAt(value, () => formatAddress(parseAddress(value.text)));
  }
}

/** What `read` gives; the InputError that it throws is told of `word`. */
export function readAt<T>(word: Word, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof InputError ? new Unreadable(word.column, error.message) : error;
  }
}
