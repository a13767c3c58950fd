import type { Dialect } from '../dialect.js';
import { pictureWords } from '../page.js';
import { gap, isUrl, markedLines, type Marks } from './marked-lines.js';

/** The `data` of a response to an interaction. Source: docs.discord.com, “Receiving and responding to interactions”, and “Message”, flags. */
export interface DiscordMessage {
  readonly content: string;
  readonly allowed_mentions: { readonly parse: readonly never[] };
  /** The picture; Discord takes up to ten. */
  readonly embeds?: readonly [{ readonly title: string; readonly image: { readonly url: string } }];
  /** 4: no previews of links, nor embeds. 64: for who asked only. */
  readonly flags: number;
}

const suppressEmbeds = 4;
const ephemeral = 64;

/** Discord takes a backslash before any mark, and no entities. Source: support.discord.com, “Markdown Text 101”. */
const marks: Marks = {
  prose: escape,
  code: (text) => codeSpan(text),
  strong: (text) => (text.trim() === '' ? '' : `**${escape(text.trim())}**`),
  link: (words, url) => (isUrl(url) ? `[${words}](<${url}>)` : codeSpan(url)),
};

export const discord: Dialect<DiscordMessage> = {
  name: 'discord',
  budget: { lines: 15, characters: 1900 },
  write: (page, { isShared }) => ({
    content: markedLines(page, marks).join('\n'),
    allowed_mentions: { parse: [] },
    ...(page.picture !== null && { embeds: [{ title: pictureWords, image: { url: page.picture } }] }),
    // The links within are written so that they have no preview in any case.
    flags: (page.picture === null ? suppressEmbeds : 0) | (isShared ? 0 : ephemeral),
  }),
  linesOf: ({ content, embeds = [] }) => [...content.split('\n'), ...embeds.map(({ title }) => title)],
};

function escape(text: string): string {
  return unlink(text.replace(/[\\`*_~|<>[\]()#-]/g, '\\$&')).replace(/@(?=[^\s@])/g, `@${gap}`);
}

/** No backslash keeps an address from being a link. */
function unlink(text: string): string {
  return text.replace(/\/(?=\/)/g, `/${gap}`).replace(/\b(discord(?:app)?)\./gi, `$1${gap}.`).replace(/\bmailto(?=:)/gi, `$&${gap}`);
}

/** Within code a backslash is itself; backticks within are shown as primes, as two clients of Discord do not agree on longer fences. */
function codeSpan(text: string): string {
  const shown = text.replaceAll('`', '′').replace(/@(?=[^\s@])/g, `@${gap}`).replace(/<(?=[@#:!/])/g, `<${gap}`);
  return shown.trim() === '' ? '` `' : `\`${shown}\``;
}
