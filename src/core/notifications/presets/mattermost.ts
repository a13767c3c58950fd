import { dialects } from '../../chat/index.js';
import { eventTypes } from '../event.js';
import { writeMessage } from '../message.js';
import { posted, type Preset } from '../preset.js';

/**
 * An incoming webhook of Mattermost. Its messages cannot be changed. Mattermost reads `<!channel>` and its like in every such text, hence none is left in it.
 *
 * Source: mattermost server/channels/app/slack.go, ProcessSlackText; developers.mattermost.com, “Incoming webhooks”
 */
export const mattermost: Preset = {
  name: 'mattermost',
  contentType: 'application/json',
  tells: eventTypes,
  write: (event, { baseUrl }) => posted({ text: writeMessage(event, dialects.mattermost, baseUrl).text }),
  referenceIn: () => null,
};
