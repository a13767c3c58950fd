import type { DiffChanged, EventType, NotificationEvent } from './event.js';
import { withoutEvidence } from './ledger.js';

/** Of what somebody wants to know. An empty list admits all. */
export interface Subscription {
  readonly events: readonly EventType[];
  readonly clusters: readonly string[];
  /** Of findings and changes; what is about a whole cluster passes. */
  readonly namespaces: readonly string[];
  /** Of findings and ranges; what has no severity passes. */
  readonly severities: readonly string[];
}

const mostChanges = 20;
const mostGroups = 50;

/** The event as it concerns a subscription; undefined where it does not. What grows milder than the subscription cares for is resolved for it, and what grows grave enough is new to it. */
export function eventFor({ events, clusters, namespaces, severities }: Subscription, event: NotificationEvent): NotificationEvent | undefined {
  const isWanted = (type: EventType) => events.includes(type);
  const cares = (severity: string) => fits(severities, severity);
  if (!fits(clusters, event.cluster)) return undefined;
  switch (event.type) {
    case 'webhook.test':
      return event;
    case 'snapshot.completed':
    case 'snapshot.failed':
      return isWanted(event.type) ? event : undefined;
    case 'range.filling':
      return isWanted(event.type) && cares(event.data.severity) ? event : undefined;
    case 'diff.changed':
      return isWanted(event.type) ? narrowed(event, namespaces) : undefined;
    case 'finding.resolved':
      return isWanted(event.type) && cares(event.data.finding.severity) && isOf(namespaces, event.data.finding.subject) ? event : undefined;
    case 'finding.opened': {
      const { finding, previousSeverity: before, key, snapshot, opened } = event.data;
      if (!isOf(namespaces, finding.subject)) return undefined;
      if (cares(finding.severity)) {
        if (!isWanted('finding.opened')) return undefined;
        return before === null || cares(before) ? event : { ...event, data: { ...event.data, previousSeverity: null } };
      }
      if (before === null || !cares(before) || !isWanted('finding.resolved')) return undefined;
      return { ...event, type: 'finding.resolved', data: { key, snapshot, finding: { ...withoutEvidence(finding), severity: before }, opened } };
    }
  }
}

/** Whether any of these subscriptions asks for events of a type. */
export function asksFor(subscriptions: readonly Subscription[], type: EventType, cluster: string): boolean {
  return subscriptions.some(({ events, clusters }) => events.includes(type) && fits(clusters, cluster));
}

function fits(wanted: readonly string[], value: string): boolean {
  return wanted.length === 0 || wanted.includes(value);
}

function isOf(namespaces: readonly string[], { namespace }: { readonly namespace?: string }): boolean {
  return namespaces.length === 0 || (namespace !== undefined && namespaces.includes(namespace));
}

/** What changed in these namespaces, as far as it is told. */
function narrowed(event: Extract<NotificationEvent, { type: 'diff.changed' }>, namespaces: readonly string[]): NotificationEvent | undefined {
  const { groups: all, changes: every } = event.data;
  if (namespaces.length === 0) return { ...event, data: { ...event.data, groups: all.slice(0, mostGroups), changes: every.slice(0, mostChanges) } };
  const groups = all.filter((group) => isOf(namespaces, group));
  if (groups.length === 0) return undefined;
  const changes = every.filter((change) => isOf(namespaces, change));
  const data: DiffChanged = { ...event.data, counts: sumOf(groups), groups: groups.slice(0, mostGroups), changes: changes.slice(0, mostChanges) };
  const n = Object.values(data.counts).reduce((sum, count) => sum + count, 0);
  return { ...event, summary: `${event.cluster}: ${n} ${n === 1 ? 'object' : 'objects'} changed in ${namespaces.join(', ')}.`, data };
}

function sumOf(groups: DiffChanged['groups']): DiffChanged['counts'] {
  const counts = { added: 0, removed: 0, replaced: 0, changed: 0 };
  for (const { added, removed, replaced, changed } of groups) {
    counts.added += added;
    counts.removed += removed;
    counts.replaced += replaced;
    counts.changed += changed;
  }
  return counts;
}
