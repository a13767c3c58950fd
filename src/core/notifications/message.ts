import { count, formatRef } from '../analysis/index.js';
import { chatAnswer, writeAnswer, type ChatAnswer, type Dialect } from '../chat/index.js';
import type { NotificationEvent } from './event.js';

/** An event as a chat tells it, within the budget of the platform. Its time is the event's, so that it is written alike whenever it is sent. */
export function writeMessage<T>(event: NotificationEvent, dialect: Dialect<T>, baseUrl: string): T {
  return writeAnswer(messageOf(event), dialect, { now: Date.parse(event.time), baseUrl, pictureUrl: null }, { isShared: true });
}

function messageOf(event: NotificationEvent): ChatAnswer {
  const { summary, link } = event;
  const told = { mark: 'told', verdict: summary, link } as const;
  switch (event.type) {
    case 'finding.opened':
      return chatAnswer({ ...told, why: [event.data.finding.detail], fix: [event.data.finding.fix] });
    case 'finding.resolved':
      return chatAnswer({ ...told, why: [`It was open since snapshot ${event.data.opened.number}; snapshot ${event.data.snapshot.number} has it no more.`] });
    case 'diff.changed':
      return chatAnswer({
        ...told,
        items: event.data.changes.map((change) => [`${formatRef(change)} ${change.change}`]),
        listed: { noun: 'change', total: Object.values(event.data.counts).reduce((sum, n) => sum + n, 0) },
      });
    case 'range.filling':
      return chatAnswer({ ...told, why: event.data.range.perDay === null ? [] : [`${count(event.data.range.allocated, 'address', 'addresses')} in use, ${event.data.range.perDay} more a day.`] });
    case 'snapshot.failed':
      return chatAnswer({ ...told, why: [event.data.problem.title] });
    case 'snapshot.completed':
    case 'webhook.test':
      return chatAnswer(told);
  }
}
