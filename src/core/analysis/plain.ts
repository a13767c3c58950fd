/**
 * Makes text that strangers wrote (names, labels, messages) safe to print in one line: runs of white space become one blank, and every
 * control, format or bidirectional character, every line separator and lone surrogate is shown as `\u{hex}`. So no text can move a
 * cursor, colour a terminal, reverse a line or begin a new one.
 */
export function plainLine(text: string): string {
  return showInvisible(text.replace(/[\t\n\v\f\r ]+/g, ' ').trim());
}

/** As {@link plainLine}, and the line breaks of `text` stay: one string a line. A tab becomes four blanks. */
export function plainLines(text: string): string[] {
  return text.split(/\r\n|\r|\n/).map((line) => showInvisible(line.replaceAll('\t', '    ')));
}

/** The first `max` characters of `text`; what is cut is told. */
export function clip(text: string, max: number): string {
  const characters = [...text];
  if (characters.length <= max) return text;
  return `${characters.slice(0, max).join('')}… (${characters.length - max} more characters)`;
}

/** `1 object`, `2 objects`; `plural` where it is not formed by an s. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`;
}

/** `a`, `a and b`, `a, b and c`; with more than `max`, `a, b and 7 more`. '' for none. */
export function enumerate(words: readonly string[], max = Infinity): string {
  const shown = words.length > max ? [...words.slice(0, max), `${words.length - max} more`] : words;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

function showInvisible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}
