import type { Section } from '../analysis/index.js';

/** Something in a readout that could not be used, or is not used as its writer may think. */
export interface ReadoutProblem {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units: where in the line it stands. */
  readonly column: number;
  /** One sentence: what was found, and what comes of it. */
  readonly detail: string;
  /** The line as it was given, without its line end: its first 1,000 characters, and of a configuration no secret. */
  readonly text: string;
}

/** A text that a person copied off a node, read. JSON-safe. */
export interface Reading<Id extends string, T> {
  readonly format: Id;
  readonly parsed: T;
  /** By line, then column. A line that could not be read stands here, and nowhere in `parsed`. */
  readonly problems: readonly ReadoutProblem[];
}

/** One kind of readout. A member of `formats/catalogue.ts`. */
export interface ReadoutFormat<R extends Reading<string, unknown>> {
  /** Kebab-case, published, never reused for another format. */
  readonly id: R['format'];
  readonly title: string;
  /** What prints it, as typed on the node. */
  readonly command: string;
  /**
   * Reads what it can and lists the rest as problems.
   *
   * @throws InputError `invalid-request`, with line and column, for a text of which no line is of this format
   */
  parse(text: string): R;
  /** One sentence that says what a person wants to know of it first. */
  summarize(parsed: R['parsed']): string;
  /** What it holds, laid out for reading. */
  sections(parsed: R['parsed']): readonly Section[];
}
