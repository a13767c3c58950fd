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

/** Collects the problems of one readout. */
export class Problems {
  readonly #found: ReadoutProblem[] = [];

  add(line: Line, column: number, detail: string): void {
    this.#found.push({ line: line.number, column, detail, text: line.text });
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
