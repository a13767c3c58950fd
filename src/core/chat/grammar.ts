import { nearest } from '../analysis/index.js';
import { Unclear } from './unclear.js';
import type { Word } from './words.js';

/** How the words behind a command are taken. */
export interface Grammar {
  /** At most so many words that nothing stands before: what the command is about. */
  readonly most: number;
  /** Words that another one follows: `from shop/api-0`, `type AAAA`. */
  readonly valued: readonly ValuedWord[];
  /** Words that say all by themselves: `musl`. */
  readonly flags: readonly string[];
}

export type ValuedWord = 'from' | 'to' | 'on' | 'port' | 'type' | 'mode' | 'method' | 'length' | 'without' | 'rule' | 'namespace' | 'in' | 'at';

/** A value, and the kind that was said before it: `from node worker-1`. */
export interface Given {
  readonly text: string;
  readonly kind: NamedKind | null;
}

export type NamedKind = 'pod' | 'node' | 'namespace' | 'service' | 'ip';

/** The words behind a command, each in its place. */
export interface Reading {
  readonly about: readonly Given[];
  readonly values: ReadonlyMap<ValuedWord, readonly Given[]>;
  readonly flags: ReadonlySet<string>;
  /** As they were, without the command, and without `in` and `at` and what follows them. */
  readonly question: readonly Word[];
}

/** Where a question is asked; every command about a cluster takes these. */
export const placeWords = ['in', 'at', 'namespace'] as const satisfies readonly ValuedWord[];

const synonyms: Readonly<Record<string, ValuedWord>> = { cluster: 'in', snapshot: 'at', ns: 'namespace', '->': 'to', '→': 'to', except: 'without', minus: 'without' };
const kinds: Readonly<Record<string, NamedKind>> = { pod: 'pod', po: 'pod', node: 'node', namespace: 'namespace', ns: 'namespace', service: 'service', svc: 'service', ip: 'ip' };
/** These take all that comes, up to the next word of the grammar. */
const listed: ReadonlySet<ValuedWord> = new Set<ValuedWord>(['without']);

/**
 * Puts the words behind a command in their places. Options may also be written as programs take them: `--type=AAAA`, `-n shop`.
 *
 * @param usage how the command is used, for whoever uses it otherwise
 * @throws Unclear for a word that has no place, with the nearest that has one
 */
export function readWords(words: readonly Word[], grammar: Grammar, usage: string): Reading {
  const about: Given[] = [];
  const values = new Map<ValuedWord, readonly Given[]>();
  const flags = new Set<string>();
  const question: Word[] = [];
  const rest = words.flatMap(unoption);
  for (let at = 0; at < rest.length; ) {
    const begun = at;
    const word = rest[at] as Word;
    const valued = valuedWord(word, grammar);
    const flag = flagOf(word, grammar);
    if (valued !== undefined) {
      if (values.has(valued)) throw new Unclear(`“${valued}” stands twice. Use it as in: ${usage}`);
      const { given, end } = valuesAt(rest, at + 1, valued, grammar, usage);
      values.set(valued, given);
      at = end;
    } else if (flag !== undefined) {
      flags.add(flag);
      at++;
    } else if (about.length < grammar.most) {
      const { given, end } = givenAt(rest, at, grammar);
      about.push(given);
      at = end;
    } else throw noPlace(word, grammar, usage);
    if (valued !== 'in' && valued !== 'at') question.push(...rest.slice(begun, at));
  }
  return { about, values, flags, question };
}

/** The value behind a word; undefined where it does not stand. */
export function valueOf(reading: Reading, word: ValuedWord): Given | undefined {
  return reading.values.get(word)?.[0];
}

function unoption(word: Word): Word[] {
  const [, name, value] = (word.isQuoted ? null : /^--?([a-z][a-z-]*)(?:=(.*))?$/is.exec(word.text)) ?? [];
  if (name === undefined) return [word];
  return [{ text: name === 'n' ? 'namespace' : name, isQuoted: false }, ...(value === undefined || value === '' ? [] : [{ text: value, isQuoted: true }])];
}

function valuedWord({ text, isQuoted }: Word, { valued }: Grammar): ValuedWord | undefined {
  if (isQuoted) return undefined;
  const word = text.toLowerCase();
  const meant = Object.hasOwn(synonyms, word) ? synonyms[word] : word;
  return valued.find((known) => known === meant);
}

function flagOf({ text, isQuoted }: Word, { flags }: Grammar): string | undefined {
  return isQuoted ? undefined : flags.find((flag) => flag === text.toLowerCase());
}

function valuesAt(words: readonly Word[], at: number, word: ValuedWord, grammar: Grammar, usage: string): { given: Given[]; end: number } {
  const given: Given[] = [];
  let end = at;
  while (end < words.length && (given.length === 0 || listed.has(word))) {
    const next = words[end] as Word;
    if (given.length > 0 && (valuedWord(next, grammar) !== undefined || flagOf(next, grammar) !== undefined)) break;
    const taken = givenAt(words, end, grammar);
    given.push(taken.given);
    end = taken.end;
  }
  if (given.length === 0) throw new Unclear(`Something is missing behind “${word}”. Use it as in: ${usage}`);
  return { given, end };
}

/** `node worker-1` is a node; `node` as the last word is a name. */
function givenAt(words: readonly Word[], at: number, grammar: Grammar): { given: Given; end: number } {
  const { text, isQuoted } = words[at] as Word;
  const word = text.toLowerCase();
  const kind = !isQuoted && Object.hasOwn(kinds, word) ? kinds[word] : undefined;
  const next = words[at + 1];
  if (kind === undefined || next === undefined || valuedWord(next, grammar) !== undefined || flagOf(next, grammar) !== undefined) return { given: { text, kind: null }, end: at + 1 };
  return { given: { text: next.text, kind }, end: at + 2 };
}

function noPlace({ text }: Word, { valued, flags }: Grammar, usage: string): Unclear {
  const [near] = nearest(text.toLowerCase(), [...valued, ...flags], 1);
  if (near === undefined) return new Unclear(`“${text}” has no place here. Use it as in: ${usage}`);
  return new Unclear(`“${text}” has no place here; did you mean “${near}”?`, { replace: { wrong: text, right: near } });
}
