import { dialects } from '../../chat/index.js';
import { eventTypes } from '../event.js';
import { writeMessage } from '../message.js';
import { posted, type Preset } from '../preset.js';

/** A workflow of Teams that posts to a channel “when a Teams webhook request is received”. Its messages cannot be changed. Source: learn.microsoft.com, “Create incoming webhooks with Workflows”. */
export const teams: Preset = {
  name: 'teams',
  contentType: 'application/json',
  tells: eventTypes,
  write(event, { baseUrl }) {
    const { type, attachments } = writeMessage(event, dialects.teams, baseUrl);
    return posted({ type, attachments: attachments.map(({ contentType, content }) => ({ contentType, contentUrl: null, content })) });
  },
  referenceIn: () => null,
};
