import type { Inline } from '../analysis/index.js';

/**
 * - `yes`, `no`: what was asked works, or does not
 * - `unknown`: the snapshot does not tell
 * - `told`: nothing works or fails here
 * - `unclear`: the question was not understood, or names what is not there
 */
export type Mark = 'yes' | 'no' | 'unknown' | 'told' | 'unclear';

/** The snapshot that was asked. */
export interface AskedSnapshot {
  readonly cluster: string;
  readonly number: number;
  /** RFC 3339. */
  readonly takenAt: string;
}

/** What a line of chat is answered with, before it is cut to a budget and written for a platform. Texts may quote strangers: every platform's writing takes them for data. */
export interface ChatAnswer {
  readonly mark: Mark;
  /** One sentence. */
  readonly verdict: string;
  /** The reasons, the weightiest first; at most three are shown. */
  readonly why: readonly string[];
  /** What there is of many: findings, changes, commands; as many are shown as fit. */
  readonly items: readonly (readonly Inline[])[];
  /** What one item is called where some had to be left out, and how many the answer had in all. */
  readonly listed: { readonly noun: string; readonly plural?: string; readonly total: number };
  /** Lines that keep their form: rules of a node. */
  readonly block: readonly string[];
  /** What to do; empty where there is nothing. */
  readonly fix: readonly Inline[];
  /** Objects that decided, each `Kind namespace/name`. */
  readonly evidence: readonly string[];
  /** What was not known, and what was taken instead. */
  readonly notes: readonly string[];
  readonly snapshot: AskedSnapshot | null;
  /** The path of the analysis that was told, pinned to its snapshot; null where none was asked. */
  readonly link: string | null;
  /** The path of a picture of it as PNG, pinned to its snapshot; null where there is none. */
  readonly picture: string | null;
  /** What to type, for a question that was not understood; null elsewhere. */
  readonly example: string | null;
  /** The line that asks the same of the same snapshot. */
  readonly repeat: string | null;
}

const blank: ChatAnswer = {
  mark: 'told',
  verdict: '',
  why: [],
  items: [],
  listed: { noun: 'item', total: 0 },
  block: [],
  fix: [],
  evidence: [],
  notes: [],
  snapshot: null,
  link: null,
  picture: null,
  example: null,
  repeat: null,
};

/** An answer of which only this is worth saying. */
export function chatAnswer(said: Partial<ChatAnswer> & Pick<ChatAnswer, 'mark' | 'verdict'>): ChatAnswer {
  return { ...blank, ...said };
}
