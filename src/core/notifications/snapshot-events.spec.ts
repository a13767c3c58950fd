import { describe, expect, it } from 'vitest';
import type { NotificationEvent } from './event.js';
import { diffOf, finding, newsOf, range, runOf } from './events.table.js';
import { eventFor, type Subscription } from './filter.js';
import { ledgerOf } from './ledger.js';
import { levelOf } from './ranges.js';
import { mostOpened, snapshotEvents } from './snapshot-events.js';

const everything: Subscription = { events: ['snapshot.completed', 'snapshot.failed', 'diff.changed', 'finding.opened', 'finding.resolved', 'range.filling'], clusters: [], namespaces: [], severities: [] };

const tell = (event: NotificationEvent) => ('finding' in event.data ? `${event.type} ${event.data.finding.subject.name} ${event.data.finding.severity}` : event.type);

describe('what is told of a snapshot', () => {
  it('is what came and what went since the one before, and nothing of what stayed', () => {
    const first = snapshotEvents(newsOf(1, runOf([finding('a'), finding('b')])));
    expect(first.events.map(tell)).toEqual(['snapshot.completed', 'finding.opened a error', 'finding.opened b error']);
    const second = snapshotEvents(newsOf(2, runOf([finding('b'), finding('c')]), first.told, { since: { from: { number: 1, takenAt: '2026-03-02T14:11:00.000Z' }, diff: diffOf('c') } }));
    expect(second.events.map(tell)).toEqual(['snapshot.completed', 'diff.changed', 'finding.resolved a error', 'finding.opened c error']);
    expect(snapshotEvents(newsOf(3, runOf([finding('b'), finding('c')]), second.told)).events.map(tell)).toEqual(['snapshot.completed']);
  });

  it('is the same, with the same ids, however often it is worked out; and other ids for other snapshots', () => {
    const news = newsOf(1, runOf([finding('a')]));
    expect(snapshotEvents(news)).toEqual(snapshotEvents(news));
    const ids = [1, 2, 3].flatMap((number) => snapshotEvents(newsOf(number, runOf([finding('a'), finding('b')]))).events.map(({ id }) => id));
    expect(new Set(ids).size).toBe(9);
    const inAnother = snapshotEvents({ ...news, snapshot: { ...news.snapshot, createdAt: '2026-03-03T00:00:00.000Z' } });
    expect(inAnother.events[0]?.id).not.toBe(snapshotEvents(news).events[0]?.id);
  });

  it('keeps a finding open while a snapshot cannot decide it', () => {
    const { told } = snapshotEvents(newsOf(1, runOf([finding('a')])));
    const skipped = [{ rule: 'selector-matches-nothing', missing: [{ kind: 'Pod' as const, state: 'forbidden' as const }] }];
    const blind = snapshotEvents(newsOf(2, runOf([], skipped), told));
    expect(blind.events.map(tell)).toEqual(['snapshot.completed']);
    expect(snapshotEvents(newsOf(3, runOf([finding('a')]), blind.told)).events.map(tell)).toEqual(['snapshot.completed']);
    expect(snapshotEvents(newsOf(3, runOf([]), blind.told)).events.map(tell)).toEqual(['snapshot.completed', 'finding.resolved a error']);
  });

  it('says which was there before nobody was told, and calls none of it new', () => {
    const known = ledgerOf(runOf([finding('a')]), { number: 1, takenAt: '2026-03-02T14:11:00.000Z' });
    expect(snapshotEvents(newsOf(2, runOf([finding('a'), finding('b')]), known)).events.map(tell)).toEqual(['snapshot.completed', 'finding.opened b error']);
  });

  it('is of very many findings the gravest, and the others after the next snapshot', () => {
    const many = [...Array.from({ length: mostOpened }, (_, i) => finding(`many-${i}`)), finding('grave', { severity: 'critical' })];
    const first = snapshotEvents(newsOf(1, runOf(many)));
    expect([first.events.length, first.events[1] && tell(first.events[1])]).toEqual([mostOpened + 1, 'finding.opened grave critical']);
    const second = snapshotEvents(newsOf(2, runOf(many), first.told));
    expect(second.events.map(tell)).toEqual(['snapshot.completed', `finding.opened many-${mostOpened - 1} error`]);
  });

  it('is a range once for each step towards its end', () => {
    const levels = [
      { ...range, allocated: 100, free: 900, fullAt: null },
      { ...range, allocated: 860, free: 140, fullAt: null },
      { ...range, allocated: 900, free: 100, fullAt: null },
      { ...range, allocated: 820, free: 180, fullAt: null },
      { ...range, allocated: 870, free: 130, fullAt: null },
      { ...range, allocated: 1_000, free: 0, fullAt: null },
      { ...range, allocated: 990, free: 10, fullAt: null },
      { ...range, allocated: 100, free: 900, fullAt: null },
      { ...range, allocated: 100, free: 900, fullAt: '2026-03-20' },
    ];
    let told = snapshotEvents(newsOf(0, runOf([]))).told;
    const seen = levels.map((level, i) => {
      const { events, told: next } = snapshotEvents(newsOf(i + 1, runOf([]), told, { ranges: [level] }));
      told = next;
      return events.flatMap((event) => (event.type === 'range.filling' ? [event.data.severity] : []));
    });
    expect(seen).toEqual([[], ['warning'], [], [], [], ['critical'], [], [], ['warning']]);
    expect(levelOf({ ...range, free: null, fullAt: null }, '2026-03-02T00:00:00Z', undefined)).toBeUndefined();
  });
});

describe('whom it concerns', () => {
  const graver = () => {
    const { told } = snapshotEvents(newsOf(1, runOf([finding('a', { severity: 'warning' })])));
    return snapshotEvents(newsOf(2, runOf([finding('a', { severity: 'critical' })]), told)).events;
  };
  const milder = () => {
    const { told } = snapshotEvents(newsOf(1, runOf([finding('a', { severity: 'critical' })])));
    return snapshotEvents(newsOf(2, runOf([finding('a', { severity: 'warning' })]), told)).events;
  };
  const first = () => snapshotEvents(newsOf(1, runOf([finding('a'), finding('b', { severity: 'critical', namespace: 'db' })]), undefined, { ranges: [range], since: { from: { number: 0, takenAt: '2026-03-02T14:10:00.000Z' }, diff: diffOf('a') } })).events;

  it.each<[string, () => readonly NotificationEvent[], Partial<Subscription>, string[]]>([
    ['all', first, {}, ['snapshot.completed', 'diff.changed', 'finding.opened b critical', 'finding.opened a error', 'range.filling']],
    ['this cluster', first, { clusters: ['prod'] }, ['snapshot.completed', 'diff.changed', 'finding.opened b critical', 'finding.opened a error', 'range.filling']],
    ['another cluster', first, { clusters: ['stage'] }, []],
    ['some events', first, { events: ['finding.opened'] }, ['finding.opened b critical', 'finding.opened a error']],
    ['a namespace', first, { namespaces: ['db'] }, ['snapshot.completed', 'finding.opened b critical', 'range.filling']],
    ['a severity', first, { severities: ['critical'] }, ['snapshot.completed', 'diff.changed', 'finding.opened b critical']],
    ['a severity of ranges', first, { severities: ['warning'], events: ['range.filling'] }, ['range.filling']],
    ['all, of what grows graver', graver, {}, ['snapshot.completed', 'finding.opened a critical']],
    ['the grave, of what grows graver', graver, { severities: ['critical'] }, ['snapshot.completed', 'finding.opened a critical']],
    ['the mild, of what grows graver', graver, { severities: ['warning'] }, ['snapshot.completed', 'finding.resolved a warning']],
    ['the grave, of what grows milder', milder, { severities: ['critical'] }, ['snapshot.completed', 'finding.resolved a critical']],
    ['the mild, of what grows milder', milder, { severities: ['warning'] }, ['snapshot.completed', 'finding.opened a warning']],
    ['others, of what grows milder', milder, { severities: ['info'] }, ['snapshot.completed']],
  ])('%s', (_, events, wanted, expected) => {
    expect(events().flatMap((event) => eventFor({ ...everything, ...wanted }, event) ?? []).map(tell)).toEqual(expected);
  });

  it('is told of a change of severity only who knew the one before', () => {
    const [, event] = graver() as [NotificationEvent, NotificationEvent];
    const before = (severities: string[]) => (eventFor({ ...everything, severities }, event) as Extract<NotificationEvent, { type: 'finding.opened' }>).data.previousSeverity;
    expect([before([]), before(['critical'])]).toEqual(['warning', null]);
  });
});
