import { plainLine } from '../analysis/index.js';
import { fontWidths } from './font-widths.js';

/** A size of the font, in pixels, and its weight; each has a class in `palette.ts`. */
export const faces = {
  verdict: { size: 16, weight: 'bold' },
  head: { size: 13, weight: 'bold' },
  plain: { size: 12, weight: 'regular' },
  strong: { size: 12, weight: 'bold' },
  small: { size: 11, weight: 'regular' },
} as const;

export type Face = keyof typeof faces;

/** In thousandths of the font size: no character that is not in the table is wider, but for some ligatures of Arabic. */
const widest = 1100;

const widths = { regular: widthMap('regular'), bold: widthMap('bold') };

function widthMap(weight: 'regular' | 'bold'): ReadonlyMap<number, number> {
  return new Map(fontWidths[weight].flatMap(([first, run]) => run.map((width, i) => [first + i, width] as const)));
}

/** In pixels; an upper bound. */
export function widthOf(text: string, face: Face): number {
  const { size, weight } = faces[face];
  let sum = 0;
  for (const character of text) sum += widths[weight].get(character.codePointAt(0) ?? 0) ?? widest;
  return (sum * size) / 1000;
}

/**
 * Text of strangers as it may stand in a picture: one line, whose control, format and bidirectional characters are shown as `\u{hex}`; what XML cannot hold
 * is a replacement character, and of marks that pile up on a letter two stay.
 */
export function legible(text: string): string {
  return plainLine(text).replace(/[\ufffe\uffff]/g, '\ufffd').replace(/(\p{M}{2})\p{M}+/gu, '$1');
}

/** The text, cut with an ellipsis where it is wider than `room` pixels. */
export function cut(text: string, room: number, face: Face): string {
  if (widthOf(text, face) <= room) return text;
  const characters = [...text];
  let taken = 0;
  let width = widthOf('…', face);
  while (taken < characters.length) {
    width += widthOf(characters[taken] ?? '', face);
    if (width > room) break;
    taken++;
  }
  return `${characters.slice(0, taken).join('').trimEnd()}…`;
}

/** At most `most` lines of `room` pixels; a word that is wider is broken, best behind a mark, and what is left over is cut with an ellipsis. Empty for no text. */
export function wrapTo(text: string, room: number, face: Face, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => broken(each, room, face)).filter(({ text: piece }) => piece !== '')) {
    const joined = line === '' ? word.text : `${line}${word.isRest ? '' : ' '}${word.text}`;
    if (line === '' || widthOf(joined, face) <= room) {
      line = joined;
      continue;
    }
    lines.push(line);
    line = word.text;
  }
  if (line !== '') lines.push(line);
  if (lines.length <= most) return lines;
  const last = cut(`${lines[most - 1] ?? ''} ${lines.slice(most).join(' ')}`, room, face);
  return [...lines.slice(0, most - 1), last.endsWith('…') ? last : `${last}…`];
}

interface Piece {
  readonly text: string;
  /** Whether it goes on a word, without a blank before it. */
  readonly isRest: boolean;
}

/** A word in pieces that each fit a line. */
function broken(word: string, room: number, face: Face): Piece[] {
  const pieces: Piece[] = [];
  let line: string[] = [];
  let width = 0;
  for (const character of word) {
    const own = widthOf(character, face);
    if (width + own > room && line.length > 0) {
      const mark = line.findLastIndex((each) => /[./:_-]/.test(each)) + 1;
      const end = mark > line.length / 2 ? mark : line.length;
      pieces.push({ text: line.slice(0, end).join(''), isRest: pieces.length > 0 });
      line = line.slice(end);
      width = widthOf(line.join(''), face);
    }
    line.push(character);
    width += own;
  }
  return [...pieces, { text: line.join(''), isRest: pieces.length > 0 }];
}
