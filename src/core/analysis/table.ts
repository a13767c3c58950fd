import { clip, count, plainLine } from './plain.js';
import { maxLines, escapeCell } from './render.js';

/** Rows for reading: one line each, all cells of one row of one length. */
export interface Table {
  readonly title: string;
  /** What one row is called when rows had to be left out. */
  readonly noun: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Tables with a verdict above and remarks below. */
export interface TableSheet {
  readonly verdict: string;
  readonly tables: readonly Table[];
  readonly remarks: readonly string[];
  /** A sentence that says where the rest is, for a sheet of which something had to be left out. */
  readonly rest: string;
}

const longestCell = 60;

/** A table of GitHub-flavoured Markdown, at most 39 lines in all. No text can break the layout. */
export function renderMarkdownTables(sheet: TableSheet): string {
  return layOut(sheet, `**${escapeCell(plainLine(sheet.verdict))}**`, {
    title: (title) => ['', `### ${escapeCell(title)}`, ''],
    head: (columns) => [`| ${columns.map(escapeCell).join(' | ')} |`, `|${' --- |'.repeat(columns.length)}`],
    row: (cells) => `| ${cells.map((cell) => escapeCell(short(cell)) || ' ').join(' | ')} |`,
    remark: (text) => `- ${escapeCell(text)}`,
    notice: (text) => ['', escapeCell(text)],
  });
}

/** The same as plain text, each column as wide as its widest cell; at most 39 lines. */
export function renderTextTables(sheet: TableSheet): string {
  const widths = new Map(sheet.tables.map((table) => [table.columns, widthsOf(table)]));
  let present: readonly number[] = [];
  const pad = (cells: readonly string[]) => cells.map((cell, i) => short(cell).padEnd(present[i] ?? 0)).join('  ');
  return layOut(sheet, plainLine(sheet.verdict), {
    title: (title) => ['', title],
    head: (columns) => {
      present = widths.get(columns) ?? [];
      return [pad(columns)];
    },
    row: pad,
    remark: (text) => `- ${plainLine(text)}`,
    notice: (text) => ['', text],
  });
}

interface Dialect {
  title(title: string): string[];
  head(columns: readonly string[]): string[];
  row(cells: readonly string[]): string;
  remark(text: string): string;
  notice(text: string): string[];
}

function layOut({ tables, remarks, rest }: TableSheet, verdict: string, dialect: Dialect): string {
  const lines = [clip(verdict, 500)];
  const told = remarks.slice(0, 6);
  const left = new Map<string, number>();
  const leave = (noun: string, n: number) => left.set(noun, (left.get(noun) ?? 0) + n);
  const foot = (told.length === 0 ? 0 : told.length + 1) + 2;
  for (const { title, noun, columns, rows } of tables) {
    const head = [...dialect.title(title), ...dialect.head(columns)];
    const room = maxLines - lines.length - head.length - foot;
    if (rows.length === 0) continue;
    if (room < 1) {
      leave(noun, rows.length);
      continue;
    }
    lines.push(...head, ...rows.slice(0, room).map((cells) => dialect.row(cells)));
    if (rows.length > room) leave(noun, rows.length - room);
  }
  if (told.length > 0) lines.push('', ...told.map((text) => dialect.remark(clip(text, 500))));
  if (remarks.length > told.length) leave('remark', remarks.length - told.length);
  if (left.size > 0) lines.push(...dialect.notice(`Not shown: ${[...left].map(([noun, n]) => count(n, noun)).join(', ')}. ${rest}`));
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function widthsOf({ columns, rows }: Table): number[] {
  const widths = columns.map((name) => name.length);
  for (const cells of rows.slice(0, maxLines)) for (const [i, cell] of cells.entries()) widths[i] = Math.max(widths[i] ?? 0, short(cell).length);
  return widths;
}

function short(cell: string): string {
  const characters = [...plainLine(cell)];
  return characters.length <= longestCell ? characters.join('') : `${characters.slice(0, longestCell - 1).join('')}…`;
}
