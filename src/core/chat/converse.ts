import { enumerate, nearest } from '../analysis/index.js';
import { chatAnswer, type ChatAnswer } from './answer.js';
import type { Command } from './command.js';
import { commands } from './commands/catalogue.js';
import { Refused, type Conversation, type Setting } from './conversation.js';
import { readWords, type Reading } from './grammar.js';
import { Unclear, type Mend } from './unclear.js';
import { lineOf, wordsOf, type Word } from './words.js';

/**
 * Answers a line of chat. Whatever is typed is answered: what is not understood with what would have been, and an example that works.
 * What it asks of the service it yields, a path at a time.
 */
export function* converse(line: string, setting: Setting): Conversation {
  let words: readonly Word[] = [];
  try {
    words = wordsOf(line);
    const { command, rest } = commandIn(words);
    const reading = readWords(rest, command.grammar, command.usage);
    const answer = yield* command.answer(reading, setting);
    return { ...answer, repeat: answer.repeat ?? repeatOf(command, reading, answer) };
  } catch (error) {
    if (error instanceof Unclear) return unclear(error, words, setting);
    if (error instanceof Refused) return refused(error, words, setting);
    throw error;
  }
}

interface Begun {
  readonly command: Command;
  readonly rest: readonly Word[];
}

/** No words at all ask for help. A name of two words goes before one of one. */
function commandIn(words: readonly Word[]): Begun {
  const [first, second] = words.map(({ text }) => text.toLowerCase());
  if (first === undefined) return { command: named('help') as Command, rest: [] };
  const byTwo = second === undefined ? undefined : named(`${first} ${second}`);
  if (byTwo !== undefined) return { command: byTwo, rest: words.slice(2) };
  const byOne = named(first.replace(/^\//, ''));
  if (byOne !== undefined) return { command: byOne, rest: words.slice(1) };
  throw noCommand(words[0]?.text ?? '', first);
}

function named(name: string): Command | undefined {
  return commands.find((command) => command.name === name) ?? commands.find(({ aliases }) => aliases.includes(name));
}

function noCommand(written: string, word: string): Unclear {
  const known = new Map(commands.flatMap(({ name, aliases }) => [name, ...aliases].map((each) => [each, name] as const)));
  const meant = nearest(word, known.keys()).map((each) => known.get(each) ?? each);
  const [near] = meant;
  if (near !== undefined) return new Unclear(`There is no command “${written}”; did you mean “${near}”?`, { replace: { wrong: written, right: near } });
  return new Unclear(`There is no command “${written}”. There are ${enumerate(commands.map(({ name }) => name))}.`, { example: 'help' });
}

/** The same question, of the snapshot that answered; null for what asks no snapshot. */
function repeatOf({ name }: Command, { question }: Reading, { snapshot }: ChatAnswer): string | null {
  if (snapshot === null) return null;
  return `${lineOf([{ text: name, isQuoted: false }, ...question])} in ${snapshot.cluster} at ${snapshot.number}`;
}

function unclear({ detail, mend }: Unclear, words: readonly Word[], setting: Setting): ChatAnswer {
  const example = mended(words, mend);
  return chatAnswer({ mark: 'unclear', verdict: detail, example: example === null ? null : `${setting.prefix}${example}` });
}

/** What was typed, as it would have been right; or an example in its stead. It is one only if it is understood. */
function mended(words: readonly Word[], { replace, append, example }: Mend): string | null {
  if (replace !== undefined) {
    const index = words.findIndex(({ text }) => text === replace.wrong || text.endsWith(`=${replace.wrong}`));
    const parts = replace.right.split(' ').map((text): Word => ({ text, isQuoted: false }));
    const line = index < 0 ? null : lineOf(words.flatMap((word, i) => (i === index ? parts : [word])));
    return line === null || !isUnderstood(line) ? exampleOf(words) : line;
  }
  if (append !== undefined) return `${lineOf(words)} ${append}`;
  return example ?? exampleOf(words);
}

function isUnderstood(line: string): boolean {
  try {
    const { command, rest } = commandIn(wordsOf(line));
    readWords(rest, command.grammar, command.usage);
    return true;
  } catch {
    return false;
  }
}

/** Of the command that was begun, if one was. */
function exampleOf(words: readonly Word[]): string {
  const [first] = words;
  return (first === undefined ? undefined : named(first.text.toLowerCase()))?.examples[0] ?? 'help';
}

function refused({ status, detail }: Refused, words: readonly Word[], setting: Setting): ChatAnswer {
  if (status >= 500) return chatAnswer({ mark: 'unknown', verdict: `The service cannot answer just now: ${detail}.` });
  if (status === 403) return chatAnswer({ mark: 'unclear', verdict: detail });
  return chatAnswer({ mark: 'unclear', verdict: detail, example: `${setting.prefix}${exampleOf(words)}` });
}
