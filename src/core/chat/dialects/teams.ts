import type { Inline } from '../../analysis/index.js';
import type { Mark } from '../answer.js';
import type { Dialect } from '../dialect.js';
import { pictureWords, verdictOf, type Page, type PageLine } from '../page.js';
import { isUrl } from './marked-lines.js';

/** Text of a run is never parsed, as that of a TextBlock is. Source: adaptivecards.io, schema explorer, TextRun. */
interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly fontType?: 'Monospace';
  readonly isSubtle?: true;
  readonly color?: 'Good' | 'Attention' | 'Warning';
}

interface RichTextBlock {
  readonly type: 'RichTextBlock';
  readonly inlines: readonly TextRun[];
}

/** Source: adaptivecards.io, schema explorer, Image. */
interface Image {
  readonly type: 'Image';
  readonly url: string;
  readonly altText: string;
  readonly size: 'Stretch';
}

interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly $schema: string;
  readonly version: '1.4';
  readonly body: readonly (RichTextBlock | Image)[];
  readonly actions: readonly { readonly type: 'Action.OpenUrl'; readonly title: string; readonly url: string }[];
}

/** The activity that answers an outgoing webhook. Source: learn.microsoft.com, “Create Outgoing Webhooks”. */
export interface TeamsMessage {
  readonly type: 'message';
  readonly attachments: readonly [{ readonly contentType: 'application/vnd.microsoft.card.adaptive'; readonly content: AdaptiveCard }];
}

const colors: Readonly<Record<Mark, TextRun['color']>> = { yes: 'Good', no: 'Attention', unknown: 'Warning', told: undefined, unclear: undefined };

export const teams: Dialect<TeamsMessage> = {
  name: 'teams',
  budget: { lines: 15, characters: 2900 },
  write: (page) => ({ type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: cardOf(page) }] }),
  linesOf: ({ attachments: [{ content }] }) => [...content.body.map((element) => (element.type === 'Image' ? element.altText : element.inlines.map(({ text }) => text).join(''))), ...content.actions.map(({ title }) => title)],
};

function cardOf(page: Page): AdaptiveCard {
  const { lines, block, link, aside, mark } = page;
  const color = colors[mark];
  const head: TextRun[] = [{ type: 'TextRun', text: verdictOf(page), weight: 'Bolder', ...(color !== undefined && { color }) }, ...(aside === null ? [] : [{ type: 'TextRun', text: ` (${aside})`, isSubtle: true } as const])];
  const before = lines.filter(({ label }) => label === 'why' || label === 'item');
  const after = lines.filter(({ label }) => label !== 'why' && label !== 'item');
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.4',
    body: [row(head), ...before.map(lineOf), ...block.map((text) => row([{ type: 'TextRun', text, fontType: 'Monospace' }])), ...after.map(lineOf), ...footOf(page), ...imageOf(page)],
    actions: link !== null && isUrl(link) ? [{ type: 'Action.OpenUrl', title: 'All of it', url: link }] : [],
  };
}

function imageOf({ picture }: Page): Image[] {
  return picture === null ? [] : [{ type: 'Image', url: picture, altText: pictureWords, size: 'Stretch' }];
}

function row(inlines: readonly TextRun[]): RichTextBlock {
  return { type: 'RichTextBlock', inlines };
}

function lineOf({ label, pieces }: PageLine): RichTextBlock {
  const name: TextRun = label === 'item' ? { type: 'TextRun', text: '• ' } : { type: 'TextRun', text: `${label} `, weight: 'Bolder' };
  return row([name, ...pieces.map(runOf)]);
}

function runOf(piece: Inline): TextRun {
  if (typeof piece === 'string') return { type: 'TextRun', text: piece };
  return 'code' in piece ? { type: 'TextRun', text: piece.code, fontType: 'Monospace' } : { type: 'TextRun', text: piece.strong, weight: 'Bolder' };
}

function footOf({ notice, link }: Page): RichTextBlock[] {
  const words = [...(notice === null ? [] : [notice]), ...(link !== null && !isUrl(link) ? [link] : [])].join(' ');
  return words === '' ? [] : [row([{ type: 'TextRun', text: words, isSubtle: true }])];
}
