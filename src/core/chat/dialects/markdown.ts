import { codeSpan, escapeMarkdown } from '../../analysis/index.js';
import type { Dialect } from '../dialect.js';
import { isUrl, markedLines, unemoji, type Marks } from './marked-lines.js';

/** GitHub's Markdown, which most bots pass on. */
export const githubMarks: Marks = {
  prose: (text) => unemoji(escapeMarkdown(text)),
  code: (text) => codeSpan(text),
  strong: (text) => (text.trim() === '' ? '' : `**${unemoji(escapeMarkdown(text.trim()))}**`),
  link: (words, url) => (isUrl(url) ? `[${words}](${url})` : codeSpan(url)),
};

export const markdown: Dialect<string> = {
  name: 'markdown',
  budget: { lines: 15, characters: 2900 },
  write: (page) => `${markedLines(page, githubMarks).join('\n')}\n`,
  linesOf: (message) => message.trimEnd().split('\n'),
};
