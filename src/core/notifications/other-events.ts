import type { NotificationEvent, SnapshotFailed } from './event.js';
import { eventId } from './identity.js';

/** A capture or import that failed. */
export interface FailedOperation extends SnapshotFailed {
  readonly cluster: string;
  /** RFC 3339, UTC. */
  readonly failedAt: string;
}

export function failedEvent({ cluster, failedAt, operation, problem }: FailedOperation): NotificationEvent {
  const { id, kind } = operation;
  return {
    id: eventId(id, 'snapshot.failed'),
    type: 'snapshot.failed',
    cluster,
    time: failedAt,
    subject: `operations/${id}`,
    thread: null,
    summary: `The ${kind} of ${cluster} failed: ${problem.detail}.`,
    link: `/v1/operations/${id}`,
    data: { operation: { id, kind }, problem },
  };
}

/** What a subscription is tried with. @param nonce tells one try from another */
export function testEvent(webhook: string, nonce: string, time: string): NotificationEvent {
  return {
    id: eventId(webhook, 'webhook.test', nonce),
    type: 'webhook.test',
    cluster: '',
    time,
    subject: `webhooks/${webhook}`,
    thread: null,
    summary: 'This is a test: notifications of Foretrace arrive here.',
    link: `/v1/webhooks/${webhook}`,
    data: { webhook },
  };
}
