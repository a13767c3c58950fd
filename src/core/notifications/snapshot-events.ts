import { count, formatRef } from '../analysis/index.js';
import { findingsByKey, isDecided, type ObjectsDiff } from '../diff/index.js';
import { countSeverities, severities, tellCounts, type Finding, type RuleRun } from '../findings/index.js';
import type { NotificationEvent, ToldFinding, ToldSnapshot } from './event.js';
import { eventId, threadOf } from './identity.js';
import { withoutEvidence, type Ledger, type OpenFinding } from './ledger.js';
import { levelOf, rangeKey, type RangeState } from './ranges.js';

/** A snapshot as it is told of. Instants are RFC 3339, UTC. */
export interface NewSnapshot extends ToldSnapshot {
  readonly cluster: string;
  /** Tells it from one of the same number in a cluster of the same name that was deleted. */
  readonly createdAt: string;
  readonly source: string;
  readonly label: string | null;
  readonly objects: number;
}

/** What is known of a new snapshot, and of what was told before it. */
export interface SnapshotNews {
  readonly snapshot: NewSnapshot;
  readonly run: RuleRun;
  readonly told: Ledger;
  /** The snapshot before, and what changed since; null where there is none. */
  readonly since: { readonly from: ToldSnapshot; readonly diff: ObjectsDiff } | null;
  /** Null where nobody looked. */
  readonly ranges: readonly RangeState[] | null;
}

/** Findings that are told of one snapshot at most. The others are told after the next one, the gravest first. */
export const mostOpened = 1_000;

/**
 * What happened with a new snapshot, and what has been told then. The same news give the same events, with the same ids. Order: the snapshot, the diff, what was
 * resolved, what was opened (by severity), the ranges.
 */
export function snapshotEvents(news: SnapshotNews): { readonly events: readonly NotificationEvent[]; readonly told: Ledger } {
  const { findings, opened, resolved } = compare(news);
  const { ranges, filling } = compareRanges(news);
  return { events: [completed(news, opened.length, resolved.length), ...changed(news), ...resolved, ...opened, ...filling], told: { findings, ranges } };
}

function compare(news: SnapshotNews): { findings: Record<string, OpenFinding>; opened: NotificationEvent[]; resolved: NotificationEvent[] } {
  const { run, told, snapshot } = news;
  const now = findingsByKey(run.findings);
  const findings: Record<string, OpenFinding> = {};
  const resolved: NotificationEvent[] = [];
  for (const [key, open] of Object.entries(told.findings)) {
    if (now.has(key) || !isDecided(run.skipped, { ...open.finding, evidence: [] })) findings[key] = open;
    else resolved.push(findingResolved(news, key, open));
  }
  const opened: NotificationEvent[] = [];
  for (const [key, finding] of now) {
    const before = findings[key];
    if (before?.finding.severity === finding.severity) continue;
    if (opened.length >= mostOpened) break;
    const open = { finding: withoutEvidence(finding), opened: before?.opened ?? toldOf(snapshot) };
    opened.push(findingOpened(news, key, { finding, opened: open.opened }, before?.finding));
    findings[key] = open;
  }
  return { findings, opened, resolved };
}

function compareRanges(news: SnapshotNews): { ranges: Ledger['ranges']; filling: NotificationEvent[] } {
  const { ranges: states, told, snapshot } = news;
  if (states === null) return { ranges: told.ranges, filling: [] };
  const levels = states.map((state) => ({ state, before: told.ranges[rangeKey(state)], level: levelOf(state, snapshot.takenAt, told.ranges[rangeKey(state)]) }));
  const worse = levels.filter(({ before, level }) => level !== undefined && level !== before && before !== 'full');
  return {
    ranges: Object.fromEntries(levels.flatMap(({ state, level }) => (level === undefined ? [] : [[rangeKey(state), level] as const]))),
    filling: worse.map(({ state, level }) => rangeFilling(news, state, level === 'full')),
  };
}

function completed({ snapshot, run }: SnapshotNews, opened: number, resolved: number): NotificationEvent {
  const { source, label, objects } = snapshot;
  const findings = countSeverities(run.findings);
  const wrong = tellCounts(findings);
  const news = opened + resolved === 0 ? '' : `; ${opened} new, ${resolved} resolved`;
  return {
    ...frame(snapshot, 'snapshot.completed', ''),
    thread: null,
    summary: `Snapshot ${snapshot.number} of ${snapshot.cluster} is stored: ${count(objects, 'object')}, ${count(run.findings.length, 'finding')}${wrong === '' ? '' : ` (${wrong})`}${news}.`,
    link: `${pathOf(snapshot)}/findings`,
    data: { snapshot: { ...toldOf(snapshot), source, label, objects }, findings, opened, resolved },
  };
}

function changed({ snapshot, since }: SnapshotNews): NotificationEvent[] {
  if (since === null || since.diff.changes.length === 0) return [];
  const { from, diff } = since;
  const { counts, groups, changes, summary } = diff;
  return [
    {
      ...frame(snapshot, 'diff.changed', ''),
      thread: null,
      summary: `${snapshot.cluster}: ${summary}`,
      link: `/v1/clusters/${snapshot.cluster}/diff?from=${from.number}&to=${snapshot.number}`,
      data: {
        from,
        to: toldOf(snapshot),
        counts,
        groups,
        changes: changes.map(({ kind, namespace, name, change }) => ({ kind, ...(namespace !== undefined && { namespace }), name, change })),
      },
    },
  ];
}

function findingOpened({ snapshot }: SnapshotNews, key: string, { finding, opened }: { readonly finding: Finding; readonly opened: ToldSnapshot }, before: ToldFinding | undefined): NotificationEvent {
  const graver = before !== undefined && severities.indexOf(finding.severity) < severities.indexOf(before.severity);
  const became = before === undefined ? finding.severity : `${finding.severity} now, ${graver ? 'no longer' : 'no more'} ${before.severity}`;
  return {
    ...frame(snapshot, 'finding.opened', key),
    thread: threadOf('finding', snapshot.cluster, key),
    summary: `${snapshot.cluster}, ${became}: ${formatRef(finding.subject)}: ${finding.title}.`,
    link: linkOf(snapshot, finding),
    data: { key: threadOf('finding', snapshot.cluster, key), snapshot: toldOf(snapshot), finding, opened, previousSeverity: before?.severity ?? null },
  };
}

function findingResolved({ snapshot }: SnapshotNews, key: string, { finding, opened }: OpenFinding): NotificationEvent {
  return {
    ...frame(snapshot, 'finding.resolved', key),
    thread: threadOf('finding', snapshot.cluster, key),
    summary: `${snapshot.cluster}, resolved: ${formatRef(finding.subject)}: ${finding.title}.`,
    link: linkOf(snapshot, finding),
    data: { key: threadOf('finding', snapshot.cluster, key), snapshot: toldOf(snapshot), finding, opened },
  };
}

function rangeFilling({ snapshot }: SnapshotNews, state: RangeState, isFull: boolean): NotificationEvent {
  const { kind, cidr, allocated, free, fullAt } = state;
  const what = kind === 'pods' ? 'addresses for pods' : 'addresses for Services';
  const left = isFull ? `has no ${what} left` : `has ${free ?? 'an unknown number of'} ${what} left, ${allocated} are in use`;
  return {
    ...frame(snapshot, 'range.filling', `${rangeKey(state)} ${isFull ? 'full' : 'filling'}`),
    thread: threadOf('range', snapshot.cluster, rangeKey(state)),
    summary: `${snapshot.cluster}: ${cidr} ${left}${isFull || fullAt === null ? '' : `; at its pace none on ${fullAt}`}.`,
    link: `${pathOf(snapshot)}/cni/ipam`,
    data: { snapshot: toldOf(snapshot), range: state, severity: isFull ? 'critical' : 'warning' },
  };
}

function frame<T extends NotificationEvent['type']>({ cluster, number, createdAt }: NewSnapshot, type: T, key: string) {
  return { id: eventId(cluster, number, createdAt, type, key), type, cluster, time: createdAt, subject: `snapshots/${number}` };
}

function toldOf({ number, takenAt }: ToldSnapshot): ToldSnapshot {
  return { number, takenAt };
}

function pathOf({ cluster, number }: NewSnapshot): string {
  return `/v1/clusters/${cluster}/snapshots/${number}`;
}

function linkOf(snapshot: NewSnapshot, { rule }: ToldFinding): string {
  return `${pathOf(snapshot)}/findings?rule=${encodeURIComponent(rule)}`;
}
