import { clip } from '../analysis/index.js';
import { styleOf } from './palette.js';
import { cut, legible, wrapTo, type Face } from './letters.js';

/** Everything that a picture tells, whatever is drawn. */
export interface Frame {
  /** What the picture is of: a few words. */
  readonly title: string;
  /** The verdict and what led to it, for who cannot see the picture. */
  readonly description: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly marks: readonly string[];
}

const longestDescription = 4000;
/** Characters; more would be cut in any case. */
const longestParagraph = 1000;

/** A picture as one SVG text: the same bytes for the same frame. Nothing in it leads or loads elsewhere. */
export function document({ title, description, width, height, marks }: Frame): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escape(legible(clip(title, longestParagraph)))}</title>`,
    `<desc id="desc">${escape(legible(clip(description, longestDescription)))}</desc>`,
    `<style>${styleOf()}</style>`,
    `<rect class="f-ground" width="${round(width)}" height="${round(height)}"/>`,
    ...marks,
    '</svg>',
    '',
  ].join('\n');
}

/** How a line of text is set. */
export interface Setting {
  readonly face: Face;
  readonly colour: string;
  /** Pixels that it may take up; what is longer is cut. */
  readonly room: number;
  readonly anchor?: 'end' | 'middle';
}

/** One line of text, whoever wrote it. */
export function words(x: number, y: number, text: string, { face, colour, room, anchor }: Setting): string {
  const kind = face === 'plain' ? '' : `${face} `;
  return `<text x="${round(x)}" y="${round(y)}" class="${kind}f-${colour}"${anchor === undefined ? '' : ` text-anchor="${anchor}"`}>${escape(cut(legible(clip(text, longestParagraph)), room, face))}</text>`;
}

export interface Paragraph extends Setting {
  /** Pixels from line to line. */
  readonly leading: number;
  readonly most: number;
}

/** Several lines of text from `y` on, and how many they are. */
export function paragraph(x: number, y: number, text: string, { leading, most, ...setting }: Paragraph): { readonly marks: string[]; readonly lines: number } {
  const lines = wrapTo(legible(clip(text, longestParagraph)), setting.room, setting.face, most);
  return { marks: lines.map((line, i) => words(x, y + i * leading, line, setting)), lines: lines.length };
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** @param more further attributes, of our own */
export function rect({ x, y, width, height }: Box, classes: string, more = ''): string {
  return `<rect class="${classes}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"${more === '' ? '' : ` ${more}`}/>`;
}

/** @param tip what is shown while the pointer rests on it */
export function rectWithTip(box: Box, classes: string, tip: string): string {
  return `${rect(box, classes).slice(0, -2)}><title>${escape(cut(legible(clip(tip, longestParagraph)), 600, 'plain'))}</title></rect>`;
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

const markup: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Of text that is {@link legible}. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => markup[character] ?? '');
}
