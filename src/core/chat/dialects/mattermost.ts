import type { Dialect } from '../dialect.js';
import { githubMarks } from './markdown.js';
import { gap, markedLines, type Marks } from './marked-lines.js';

/** An answer to a slash command. Source: developers.mattermost.com, “Slash commands”, response parameters. */
export interface MattermostMessage {
  readonly response_type: 'ephemeral' | 'in_channel';
  readonly text: string;
  /** Else `<…>` would be read as Slack's links and mentions. */
  readonly skip_slack_parsing: true;
}

/** `~town-square` is a link to a channel, whatever stands before it. */
const marks: Marks = {
  ...githubMarks,
  prose: (text) => unchannel(githubMarks.prose(text)),
  strong: (text) => unchannel(githubMarks.strong(text)),
};

function unchannel(text: string): string {
  return text.replace(/~(?=[\p{L}\p{N}_-])/gu, `~${gap}`);
}

export const mattermost: Dialect<MattermostMessage> = {
  name: 'mattermost',
  budget: { lines: 15, characters: 2900 },
  write: (page, { isShared }) => ({ response_type: isShared ? 'in_channel' : 'ephemeral', text: markedLines(page, marks).join('\n'), skip_slack_parsing: true }),
  linesOf: ({ text }) => text.split('\n'),
};
