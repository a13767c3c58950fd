import { dialects } from '../../chat/index.js';
import { eventTypes } from '../event.js';
import { writeMessage } from '../message.js';
import type { Preset } from '../preset.js';

/** A webhook of Discord. What was told is changed where it stands. Source: docs.discord.com, “Webhook”, Execute Webhook and Edit Webhook Message. */
export const discord: Preset = {
  name: 'discord',
  contentType: 'application/json',
  tells: eventTypes,
  write(event, { baseUrl, earlier }) {
    const { content, allowed_mentions, flags } = writeMessage(event, dialects.discord, baseUrl);
    if (earlier !== null) return { method: 'PATCH', path: `/messages/${earlier}`, query: {}, body: JSON.stringify({ content, allowed_mentions }) };
    return { method: 'POST', path: '', query: { wait: 'true' }, body: JSON.stringify({ content, allowed_mentions, flags }) };
  },
  referenceIn: messageIn,
};

/** The id of the message that was made. */
function messageIn(answer: string): string | null {
  try {
    const { id } = JSON.parse(answer) as { readonly id?: unknown };
    return typeof id === 'string' && /^\d{1,20}$/.test(id) ? id : null;
  } catch {
    return null;
  }
}
