import type { Inline } from '../../analysis/index.js';
import type { Dialect } from '../dialect.js';
import { pictureWords, verdictOf, type Page, type PageLine } from '../page.js';
import { gap, isUrl, unemoji } from './marked-lines.js';
import { headOf } from './text.js';

/** Text of `rich_text` is never parsed: no mention, link or markup can stand in it. Source: docs.slack.dev, “Rich text block”. */
interface RichText {
  readonly type: 'text';
  readonly text: string;
  readonly style?: { readonly bold?: true; readonly code?: true };
}

interface RichLink {
  readonly type: 'link';
  readonly url: string;
  readonly text: string;
}

interface RichPart {
  readonly type: 'rich_text_section' | 'rich_text_preformatted';
  readonly elements: readonly (RichText | RichLink)[];
}

interface RichBlock {
  readonly type: 'rich_text';
  readonly elements: readonly RichPart[];
}

interface ActionsBlock {
  readonly type: 'actions';
  readonly elements: readonly { readonly type: 'button'; readonly action_id: string; readonly text: { readonly type: 'plain_text'; readonly text: string }; readonly value: string }[];
}

/** Source: docs.slack.dev, “Image block”. */
interface ImageBlock {
  readonly type: 'image';
  readonly image_url: string;
  readonly alt_text: string;
}

/** A message, as a response to a command or for a `response_url`. */
export interface SlackMessage {
  readonly response_type: 'ephemeral' | 'in_channel';
  /** What a notification shows. It is parsed, hence escaped. */
  readonly text: string;
  readonly mrkdwn: false;
  readonly blocks: readonly (RichBlock | ImageBlock | ActionsBlock)[];
}

/** The button that shows a private answer to the channel. */
export const shareAction = 'foretrace_share';

/** Source: docs.slack.dev, “Button element”. */
const longestValue = 2000;

export const slack: Dialect<SlackMessage> = {
  name: 'slack',
  budget: { lines: 15, characters: 2900 },
  write(page, { isShared }) {
    const share = isShared || page.repeat === null || page.repeat.length > longestValue ? [] : [shareButton(page.repeat)];
    return { response_type: isShared ? 'in_channel' : 'ephemeral', text: escapeMrkdwn(headOf(page)), mrkdwn: false, blocks: [{ type: 'rich_text', elements: partsOf(page) }, ...imageOf(page), ...share] };
  },
  linesOf: ({ blocks }) => blocks.flatMap((block) => (block.type === 'rich_text' ? block.elements.flatMap(({ elements }) => elements.map(shownOf).join('').trimEnd().split('\n')) : block.type === 'image' ? [block.alt_text] : ['[Share]'])),
};

/** A text in which nothing of Slack's own markup is left. Source: docs.slack.dev, “Formatting message text”, escaping. */
export function escapeMrkdwn(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return unemoji(escaped)
    .replace(/[*_~`](?=\S)/g, `$&${gap}`)
    .replace(/\/(?=\/)/g, `/${gap}`)
    .replace(/[@#](?=[^\s])/g, `$&${gap}`);
}

function imageOf({ picture }: Page): ImageBlock[] {
  return picture === null ? [] : [{ type: 'image', image_url: picture, alt_text: pictureWords }];
}

function shareButton(repeat: string): ActionsBlock {
  return { type: 'actions', elements: [{ type: 'button', action_id: shareAction, text: { type: 'plain_text', text: 'Share in channel' }, value: repeat }] };
}

function partsOf(page: Page): RichPart[] {
  const { lines, block, aside } = page;
  const head: RichText[] = [{ type: 'text', text: verdictOf(page), style: { bold: true } }, ...(aside === null ? [] : [plain(` (${aside})`)])];
  const before = lines.filter(({ label }) => label === 'why' || label === 'item').flatMap(lineOf);
  const after = lines.filter(({ label }) => label !== 'why' && label !== 'item').flatMap(lineOf);
  const foot = footOf(page);
  if (block.length === 0) return [section([...head, ...before, ...after, ...foot])];
  const rest = [...after, ...foot];
  return [section([...head, ...before]), { type: 'rich_text_preformatted', elements: [plain(block.join('\n'))] }, ...(rest.length === 0 ? [] : [section(rest.slice(1))])];
}

function section(elements: readonly (RichText | RichLink)[]): RichPart {
  return { type: 'rich_text_section', elements };
}

/** A line begins with the break before it. */
function lineOf({ label, pieces }: PageLine): RichText[] {
  const name: RichText = label === 'item' ? plain('• ') : { type: 'text', text: `${label} `, style: { bold: true } };
  return [plain('\n'), name, ...pieces.map(elementOf)];
}

function elementOf(piece: Inline): RichText {
  if (typeof piece === 'string') return plain(piece);
  return 'code' in piece ? { type: 'text', text: piece.code, style: { code: true } } : { type: 'text', text: piece.strong, style: { bold: true } };
}

function footOf({ notice, link }: Page): (RichText | RichLink)[] {
  const words = notice === null ? [] : [plain(`${notice} `)];
  const where = link === null ? [] : [isUrl(link) ? ({ type: 'link', url: link, text: 'All of it' } as const) : ({ type: 'text', text: link, style: { code: true } } as const)];
  return words.length + where.length === 0 ? [] : [plain('\n'), ...words, ...where];
}

function plain(text: string): RichText {
  return { type: 'text', text };
}

function shownOf(element: RichText | RichLink): string {
  return element.text;
}
