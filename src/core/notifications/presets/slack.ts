import { dialects } from '../../chat/index.js';
import { eventTypes } from '../event.js';
import { writeMessage } from '../message.js';
import { posted, type Preset } from '../preset.js';

/** An incoming webhook of Slack. Its messages cannot be changed. Source: docs.slack.dev, “Sending messages using incoming webhooks”. */
export const slack: Preset = {
  name: 'slack',
  contentType: 'application/json',
  tells: eventTypes,
  write(event, { baseUrl }) {
    const { text, mrkdwn, blocks } = writeMessage(event, dialects.slack, baseUrl);
    return posted({ text, mrkdwn, blocks: blocks.filter(({ type }) => type === 'rich_text'), unfurl_links: false, unfurl_media: false });
  },
  referenceIn: () => null,
};
