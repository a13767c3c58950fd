import type { Answer } from './answer.js';
import { clip, count, enumerate, plainLine, plainLines } from './plain.js';

/** A piece of a line. Strings are prose and may quote strangers: each rendering escapes them. `code` is for what a reader copies: names, fields, URLs. */
export type Inline = string | { readonly code: string } | { readonly strong: string };

/** One reason: a line, the lines that explain it, and optionally a block of text that keeps its line breaks. */
export interface Item {
  readonly text: readonly Inline[];
  readonly notes?: readonly (readonly Inline[])[];
  readonly block?: { readonly text: string; readonly language: string };
}

/** Reasons of one sort. `noun` is what one item is called when items had to be left out. */
export interface Section {
  readonly title: string;
  readonly noun: string;
  readonly items: readonly Item[];
  /** How many more there are, which the caller did not lay out: no rendering shows more than {@link maxLines} of them. */
  readonly omitted?: number;
}

/** An answer laid out for reading: the verdict, then the reasons, the weightiest first. */
export interface Sheet {
  readonly verdict: string;
  readonly sections: readonly Section[];
  /** A sentence that says where the rest is, for a sheet of which something had to be left out. */
  readonly rest: string;
}

/** A rendering holds at most this many lines. */
export const maxLines = 39;
/** Columns of `text/plain`. */
const width = 80;
const maxCharacters = 500;
const maxBlockLines = 14;

/**
 * GitHub-flavoured Markdown, at most 39 lines. No text in the sheet can break the layout, mention somebody or become a link:
 * what Markdown would read as markup is escaped, and a hair space stands inside what a chat would turn into a mention or a link.
 */
export function renderMarkdown(sheet: Sheet): string {
  return layOut(sheet, {
    verdict: (text) => [strong(text)],
    title: (text) => ['', `### ${escapeMarkdown(text)}`, ''],
    item: markdownItem,
    notice: (text) => ['', escapeMarkdown(text)],
  });
}

/** Plain text of at most 39 lines and 80 columns. */
export function renderText(sheet: Sheet): string {
  return layOut(sheet, {
    verdict: (text) => wrap(clip(plainLine(text), maxCharacters), '', ''),
    title: (text) => ['', text],
    item: textItem,
    notice: (text) => ['', ...wrap(text, '', '')],
  });
}

/** The sections that every answer has: how it came about, and what the snapshot lacked. */
export function sectionsOf(answer: Answer): Section[] {
  return [
    { title: 'Why', noun: 'step', items: answer.steps.map((step) => ({ text: [{ strong: step.component }, ` ${step.action}: ${step.detail}`] })) },
    { title: 'Not known', noun: 'warning', items: answer.warnings.map((warning) => ({ text: [warning] })) },
  ];
}

interface Dialect {
  verdict(text: string): string[];
  title(text: string): string[];
  item(item: Item): string[];
  notice(text: string): string[];
}

function layOut(sheet: Sheet, dialect: Dialect): string {
  const sections = sheet.sections.filter((section) => section.items.length > 0);
  const verdict = dialect.verdict(sheet.verdict);
  const blocks = sections.map((section) => {
    const items = section.items.slice(0, maxLines).map((item) => dialect.item(item));
    return { title: dialect.title(section.title), items, total: section.items.length + (section.omitted ?? 0), noun: section.noun };
  });
  const needed = blocks.reduce((sum, block) => sum + block.title.length + block.items.flat().length, verdict.length);
  const whole = needed <= maxLines && blocks.every((block) => block.items.length === block.total);
  if (whole) return finish([...verdict, ...blocks.flatMap((block) => [...block.title, ...block.items.flat()])]);

  const mostNotice = dialect.notice(leftOut(blocks.map(({ noun, total }) => ({ noun, n: total })), sheet.rest)).length;
  const lines = [...verdict];
  const cut: { noun: string; n: number }[] = [];
  for (const block of blocks) {
    let shown = 0;
    for (const item of block.items) {
      const unit = shown === 0 ? [...block.title, ...item] : item;
      if (cut.length > 0 || lines.length + unit.length + mostNotice > maxLines) break;
      lines.push(...unit);
      shown++;
    }
    if (shown < block.total) cut.push({ noun: block.noun, n: block.total - shown });
  }
  return finish([...lines, ...dialect.notice(leftOut(cut, sheet.rest))]);
}

function finish(lines: readonly string[]): string {
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function leftOut(cut: readonly { noun: string; n: number }[], rest: string): string {
  const totals = new Map<string, number>();
  for (const { noun, n } of cut) totals.set(noun, (totals.get(noun) ?? 0) + n);
  return `Not shown: ${enumerate([...totals].map(([noun, n]) => count(n, noun)))}. ${rest}`;
}

function blockLines(text: string): string[] {
  const lines = plainLines(text).map((line) => clip(line, maxCharacters));
  return lines.length <= maxBlockLines ? lines : [...lines.slice(0, maxBlockLines - 1), `… ${lines.length - maxBlockLines + 1} more lines`];
}

// ---- Markdown

function markdownItem(item: Item): string[] {
  return [
    `- ${markdownLine(item.text)}`,
    ...(item.notes ?? []).map((note) => `  - ${markdownLine(note)}`),
    ...(item.block === undefined ? [] : fence(item.block)),
  ];
}

function fence(block: { readonly text: string; readonly language: string }): string[] {
  const lines = blockLines(block.text);
  const ticks = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [`  ${ticks}${block.language}`, ...lines.map((line) => `  ${unmention(line)}`), `  ${ticks}`];
}

function markdownLine(pieces: readonly Inline[]): string {
  // Two runs of marks that touch would be read as one.
  const line = pieces.map(markdownPiece).reduce((written, piece) => written + (/[`*]$/.test(written) && /^[`*]/.test(piece) ? ' ' : '') + piece, '');
  return line.trim() === '' ? '\\-' : escapeLineStart(line.trim());
}

function markdownPiece(piece: Inline): string {
  if (typeof piece === 'string') return escapeMarkdown(clip(keepEdges(piece), maxCharacters));
  return 'code' in piece ? codeSpan(clip(plainLine(piece.code), maxCharacters)) : strong(piece.strong);
}

/** Asterisks around nothing would be a rule across the page. */
function strong(text: string): string {
  const escaped = escapeMarkdown(clip(plainLine(text), maxCharacters));
  return escaped === '' ? '' : `**${escaped}**`;
}

/** A code span takes no escapes, so its fence must be longer than any run of backticks within. Source: CommonMark 0.31.2 §6.1. */
export function codeSpan(text: string): string {
  if (text === '') return '``` ```';
  const ticks = '`'.repeat(longestRun(text) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${unmention(text)}${pad}${ticks}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** Text for a cell of a table, or for a line of its own: one line, without any markup. */
export function escapeCell(text: string): string {
  return escapeMarkdown(plainLine(text));
}

/** Prose that Markdown takes for nothing but text, and no chat for a mention or a link. What is more than one line is not for here. */
export function escapeMarkdown(text: string): string {
  const escaped = text
    .replace(/[\\`*_[\]|~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\/(?=\/)/g, `/${gap}`)
    .replace(/mailto(?=:)/gi, `$&${gap}`)
    .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}${gap}.`);
  return unmention(escaped);
}

/** What would begin a heading, a list or a rule if it stood first in its line. */
function escapeLineStart(text: string): string {
  return text.replace(/^(\d+)([.)])/, '$1\\$2').replace(/^[-+=#]/, '\\$&');
}

/** A hair space: hardly seen, and of the class of blanks, at which every linkifier stops; some read over a zero-width space. */
const gap = '\u200a';

/** Chats look for mentions after they have read the markup, some within code too; only a character in between stops them. */
function unmention(text: string): string {
  return text.replace(/@(?=[^\s@])/g, `@${gap}`).replace(/#(?=[\p{L}\p{N}])/gu, `#${gap}`).replace(/<(?=[!@#])/g, `<${gap}`);
}

// ---- plain text

function textItem(item: Item): string[] {
  return [
    ...wrap(textLine(item.text), '- ', '  '),
    ...(item.notes ?? []).flatMap((note) => wrap(textLine(note), '    ', '      ')),
    ...(item.block === undefined ? [] : blockLines(item.block.text).map((line) => cutLine(`    ${line}`))),
  ];
}

function textLine(pieces: readonly Inline[]): string {
  return pieces
    .map((piece) => (typeof piece === 'string' ? clip(keepEdges(piece), maxCharacters) : clip(plainLine('code' in piece ? piece.code : piece.strong), maxCharacters)))
    .join('');
}

/** Breaks `text` into lines of 80 columns at blanks, and a word that is longer than a line within it. `first` and `next` begin the lines. */
export function wrap(text: string, first: string, next: string): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(' ').filter((w) => w !== '')) {
    let rest = [...word];
    if (!empty && [...line].length + 1 + rest.length > width) {
      lines.push(line);
      line = next;
      empty = true;
    }
    while ([...line].length + (empty ? 0 : 1) + rest.length > width) {
      const room = width - [...line].length;
      lines.push(line + rest.slice(0, room).join(''));
      rest = rest.slice(room);
      line = next;
    }
    line += (empty ? '' : ' ') + rest.join('');
    empty = false;
  }
  return [...lines, line];
}

function cutLine(line: string): string {
  const characters = [...line];
  return characters.length <= width ? line : `${characters.slice(0, width - 1).join('')}…`;
}

/** {@link plainLine} of a piece that others follow: a blank at either edge stays one blank. */
function keepEdges(text: string): string {
  return `${/^\s/.test(text) ? ' ' : ''}${plainLine(text)}${/\S\s+$/.test(text) ? ' ' : ''}`;
}
