import { wrap, type Inline } from '../../analysis/index.js';
import type { Dialect } from '../dialect.js';
import { verdictOf, type Page, type PageLine } from '../page.js';

/** Plain text of 80 columns; only a link may be longer. */
export const text: Dialect<string> = {
  name: 'text',
  budget: { lines: 15, characters: 2900 },
  write(page) {
    return `${[...wrap(headOf(page), '', ''), ...bodyOf(page)].join('\n')}\n`;
  },
  linesOf: (message) => message.trimEnd().split('\n'),
};

export function headOf(page: Page): string {
  return page.aside === null ? verdictOf(page) : `${verdictOf(page)} (${page.aside})`;
}

function bodyOf({ lines, block, notice, link }: Page): string[] {
  const before = lines.filter(({ label }) => label === 'why' || label === 'item');
  const after = lines.filter(({ label }) => label !== 'why' && label !== 'item');
  return [
    ...before.flatMap((line, i) => written(line, before[i - 1])),
    ...block,
    ...after.flatMap((line, i) => written(line, after[i - 1])),
    ...(notice === null ? [] : wrap(notice, 'more ', '     ')),
    ...(link === null ? [] : [`${notice === null ? 'more ' : '     '}${link}`]),
  ];
}

function written({ label, pieces }: PageLine, before: PageLine | undefined): string[] {
  const words = plainText(pieces);
  if (label === 'item') return wrap(words, '- ', '  ');
  return wrap(words, before?.label === label ? '     ' : label.padEnd(5), '     ');
}

/** What a reader sees of pieces. */
export function plainText(pieces: readonly Inline[]): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : 'code' in piece ? piece.code : piece.strong)).join('');
}
