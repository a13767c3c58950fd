import { Unclear } from './unclear.js';

/** A word of a line. What stood in quotes is one word, and never one of the grammar's. */
export interface Word {
  readonly text: string;
  readonly isQuoted: boolean;
}

const longestLine = 2000;
const mostWords = 100;

const quotes: Readonly<Record<string, string>> = { '"': '"', "'": "'", '`': '`', '“': '”', '‘': '’', '«': '»' };

/**
 * The words of a line as a person types it. Blanks of any kind part words; quotes hold one together (an apostrophe within a word is none); what cannot be
 * seen is dropped; a comma behind a word, and the question mark behind the last, are politeness.
 *
 * @throws Unclear for a line of more than 2000 characters or 100 words
 */
export function wordsOf(line: string): Word[] {
  if (line.length > longestLine) throw new Unclear(`A question has at most ${longestLine} characters; this one has ${line.length}.`);
  const text = line.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (c) => (/\s/u.test(c) ? ' ' : ''));
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/u.test(text.charAt(at))) {
      at++;
      continue;
    }
    const { word, end } = quotedAt(text, at) ?? plainAt(text, at);
    words.push(word);
    at = end;
  }
  const polite = words.map((word, i) => withoutManners(word, i === words.length - 1)).filter(({ text: left }) => left !== '');
  if (polite.length > mostWords) throw new Unclear(`A question has at most ${mostWords} words; this one has ${polite.length}.`);
  return polite;
}

/** A word that a quote opens and another closes, behind which a word ends. */
function quotedAt(text: string, at: number): { word: Word; end: number } | undefined {
  const closing = quotes[text.charAt(at)];
  if (closing === undefined) return undefined;
  const end = text.indexOf(closing, at + 1);
  if (end < 0 || !/^[\s,?]?$/u.test(text.charAt(end + 1))) return undefined;
  return { word: { text: text.slice(at + 1, end).trim(), isQuoted: true }, end: end + 1 };
}

function plainAt(text: string, at: number): { word: Word; end: number } {
  let end = at;
  while (end < text.length && !/\s/u.test(text.charAt(end))) end++;
  return { word: { text: text.slice(at, end), isQuoted: false }, end };
}

function withoutManners(word: Word, isLast: boolean): Word {
  if (word.isQuoted) return word;
  const text = word.text.replace(/,+$/, '');
  return { ...word, text: isLast && !text.includes('://') ? text.replace(/[?]+$/, '') : text };
}

/** The line that these words make. */
export function lineOf(words: readonly Word[]): string {
  return words.map(({ text, isQuoted }) => (isQuoted || /[\s"“‘«`]/u.test(text) ? `"${text.replaceAll('"', '')}"` : text)).join(' ');
}
