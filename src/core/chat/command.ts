import type { ChatAnswer } from './answer.js';
import type { Conversation, Setting } from './conversation.js';
import type { Grammar, Reading } from './grammar.js';

/** Something that can be asked in one line. */
export interface Command {
  /** What the line begins with: one word, or two. */
  readonly name: string;
  /** Other words for it. */
  readonly aliases: readonly string[];
  /** How it is written, places in capitals. */
  readonly usage: string;
  /** What it tells; goes on after `NAME: `. */
  readonly tells: string;
  /** Lines that work on the cluster `demo`, the plain one first. Each runs in a test. */
  readonly examples: readonly [string, ...string[]];
  readonly grammar: Grammar;
  answer(reading: Reading, setting: Setting): Conversation<ChatAnswer>;
}
