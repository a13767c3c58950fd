import type { Inline } from '../../analysis/index.js';
import { verdictOf, type Page, type PageLine } from '../page.js';

/** How one Markdown of a chat writes what all of them have. Each is given text of one line. */
export interface Marks {
  prose(text: string): string;
  code(text: string): string;
  strong(text: string): string;
  link(words: string, url: string): string;
}

/** A page in the Markdown of a chat: the verdict, a list of reasons, a fenced block, the rest. Whatever is cut was cut before, so that all that opens is closed. */
export function markedLines(page: Page, marks: Marks): string[] {
  const { lines, block, notice, link, aside } = page;
  const head = `${marks.strong(verdictOf(page))}${aside === null ? '' : ` (${marks.prose(aside)})`}`;
  const before = lines.filter(({ label }) => label === 'why' || label === 'item');
  const after = lines.filter(({ label }) => label !== 'why' && label !== 'item');
  const foot = [...(notice === null ? [] : [marks.prose(notice)]), ...(link === null ? [] : [marks.link('All of it', link)])].join(' ');
  return [
    head,
    ...before.map((line) => markedLine(line, marks)),
    ...fenced(block),
    ...after.map((line) => markedLine(line, marks)),
    ...(foot === '' ? [] : [`- ${foot}`]),
  ];
}

function markedLine({ label, pieces }: PageLine, marks: Marks): string {
  const words = joined(pieces.map((piece) => markedPiece(piece, marks)));
  return label === 'item' ? `- ${words}` : `- ${marks.strong(label)} ${words}`;
}

function markedPiece(piece: Inline, marks: Marks): string {
  if (typeof piece === 'string') return marks.prose(piece);
  return 'code' in piece ? marks.code(piece.code) : marks.strong(piece.strong);
}

/** Two runs of marks that touch would be read as one. */
function joined(pieces: readonly string[]): string {
  return pieces.reduce((written, piece) => written + (/[`*]$/.test(written) && /^[`*]/.test(piece) ? ' ' : '') + piece, '').trim();
}

/** No line within can close the fence, nor mention anybody. */
function fenced(block: readonly string[]): string[] {
  return block.length === 0 ? [] : ['```', ...block.map(inFence), '```'];
}

function inFence(line: string): string {
  return line.replace(/`(?=``)/g, `\`${gap}`).replace(/[@#](?=[^\s@#])/g, `$&${gap}`).replace(/<(?=[!@#:/])/g, `<${gap}`);
}

/** A hair space: hardly seen, and of the class of blanks, at which whatever looks for mentions, links and emoji stops. */
export const gap = '\u200a';

/** Breaks `:name:`, which a chat would turn into a picture. */
export function unemoji(text: string): string {
  return text.replace(/:(?=[\w+-]{1,64}:)/g, `:${gap}`);
}

export function isUrl(link: string): boolean {
  return /^https?:\/\//.test(link);
}
