import { lineBreaks, type Token } from './token.js';

/** What Go 1.26 unicode.IsSpace holds for a blank, but for the line feed and the carriage return. */
const blanks = String.raw`\t\v\f \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;
const indentation = new RegExp(`[${blanks}]*`, 'y');
const comment = /[^\n]*/y;
const plainWord = new RegExp(`[^#\\n\\r${blanks}]*`, 'y');
/** A word in which carriage returns stand, which are left out, or behind which a comment does. */
const otherWord = new RegExp(`[^#\\n${blanks}]*(#[^\\n${blanks}]*)?`, 'y');

/**
 * The words of a Corefile, in their order.
 *
 *     forward . "a b" # not read
 *     ^^^^^^^ ^ ^^^^^
 *
 * Blanks separate words. A word that begins with a quotation mark runs to the next one that no backslash stands before, and may hold line breaks. `#` hides the
 * rest of its line, or within a word the rest of that word. Linear in the length of the text.
 *
 * Source: coredns/caddy v1.1.4 (15135a999495), caddyfile/lexer.go
 */
export function lex(text: string, file = ''): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const c = text[at];
    if (c === ' ' || c === '\r') at++;
    else if (c === '\n') {
      line++;
      at = endOf(indentation, text, at + 1);
    } else if (c === '#') at = endOf(comment, text, at);
    else if (c === '"') {
      const end = endOfQuoted(text, at);
      const word = text.slice(at + 1, end).replaceAll('\\"', '"');
      const lastLine = line + lineBreaks(word);
      if (word !== '' || text[end] === '"') tokens.push({ file, line, lastLine, text: word });
      line = lastLine;
      at = end + 1;
    } else {
      let end = endOf(plainWord, text, at);
      let word = text.slice(at, end);
      if (text[end] === '\r' || text[end] === '#') {
        end = endOf(otherWord, text, at);
        word = text.slice(at, end).replace(/#.*/s, '').replaceAll('\r', '');
      }
      if (word !== '') tokens.push({ file, line, lastLine: line, text: word });
      // A blank of another kind.
      else end++;
      at = end;
    }
  }
  return tokens;
}

/** Where the quotation mark stands that ends the word of the one at `from`; without one, the end of the text, but for a backslash that stands there. */
function endOfQuoted(text: string, from: number): number {
  let end = text.indexOf('"', from + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  if (end !== -1) return end;
  return isEscaped(text, text.length) ? text.length - 1 : text.length;
}

/** Whether an odd number of backslashes stands before. */
function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text[start - 1] === '\\') start--;
  return (at - start) % 2 === 1;
}

/** Where the match of a sticky pattern ends that begins at `from`. The patterns match everywhere, be it nothing. */
function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  pattern.test(text);
  return pattern.lastIndex;
}
