import { clip } from '../analysis/index.js';
import { InputError } from '../errors.js';
import type { ReadoutProblem } from './format.js';

/** One line of a readout. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its line end; a carriage return before the line feed belongs to the line end. */
  readonly text: string;
}

/** The lines of a text in their order. A line end at the end of the text begins no further line. */
export function linesOf(text: string): readonly Line[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, i) => ({ number: i + 1, text: line }));
}

/** A word and the column, from 1, at which it begins. */
export interface Word {
  readonly text: string;
  readonly column: number;
}

/** The words of a line, parted by spaces and tabs. */
export function wordsOf(line: string): readonly Word[] {
  return [...line.matchAll(/[^ \t]+/g)].map((match) => ({ text: match[0], column: match.index + 1 }));
}

/** The line with the mark of a quotation or a note before it (`# `, `> `) blanked, so that columns stay. */
export function unquoted({ number, text }: Line): Line {
  return { number, text: text.replace(/^\s*[#>](?=\s)/, (mark) => ' '.repeat(mark.length)) };
}

/** Characters of a line that a problem shows: one line can have many. */
const longestText = 1000;

/** Collects the problems of one readout, each once. */
export class Problems {
  readonly #found: ReadoutProblem[] = [];
  readonly #told = new Set<string>();
  readonly #shown: (text: string) => string;

  /** @param shown what of a line may be shown: configurations hold secrets */
  constructor(shown: (text: string) => string = (text) => text) {
    this.#shown = shown;
  }

  add(line: Line, column: number, detail: string): void {
    const key = `${line.number}:${column} ${detail}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#found.push({ line: line.number, column, detail, text: clip(this.#shown(line.text.slice(0, 2 * longestText)), longestText) });
  }

  /** Tells of lines that are of something else (prompts, what other commands printed), once for all that follow one another. */
  addForeign(lines: readonly Line[], command: string): void {
    let run: Line[] = [];
    const tell = () => {
      const [first] = run;
      if (first === undefined) return;
      const which = run.length === 1 ? 'this is' : run.length === 2 ? 'this line and the one after it are' : `this line and the ${run.length - 1} after it are`;
      this.add(first, 1, `${which} nothing that “${command}” prints; passed over`);
      run = [];
    };
    for (const line of lines) {
      if (line.number !== (run.at(-1)?.number ?? line.number - 1) + 1) tell();
      run.push(line);
    }
    tell();
  }

  /** By line, then column. */
  get all(): readonly ReadoutProblem[] {
    return [...this.#found].sort((a, b) => a.line - b.line || a.column - b.column);
  }

  /** Refuses a text that has lines and none that could be read: it is of another format, and the first problem says where that shows. */
  refuse(expected: string): never {
    const first = this.all[0];
    const where = first === undefined ? 'it has no line to read' : `line ${first.line}, column ${first.column}: ${first.detail}`;
    throw new InputError('invalid-request', `this is not ${expected}; ${where}`, [{ pointer: '/text', detail: where }]);
  }
}
