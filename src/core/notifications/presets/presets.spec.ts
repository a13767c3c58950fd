import { describe, expect, it } from 'vitest';
import type { NotificationEvent } from '../event.js';
import { diffOf, finding, hostile, newsOf, range, runOf } from '../events.table.js';
import { failedEvent, testEvent } from '../other-events.js';
import { snapshotEvents } from '../snapshot-events.js';
import { presets } from './catalogue.js';

const id = '7d1f6a52-8f0e-4c8e-9a43-0d1c9a1f5b11';
const first = snapshotEvents(newsOf(1, runOf([finding('cart', { severity: 'warning' }), finding('web')]), undefined, { since: { from: { number: 0, takenAt: '2026-03-02T14:10:00.000Z' }, diff: diffOf('cart', 'web') } }));
const second = snapshotEvents(
  newsOf(2, runOf([finding('cart', { severity: 'critical' }), finding(hostile)]), first.told, { since: { from: { number: 1, takenAt: '2026-03-02T14:11:00.000Z' }, diff: diffOf('api', hostile) }, ranges: [range, { ...range, kind: 'services', cidr: '10.96.0.0/24', allocated: 254, free: 0, fullAt: null, perDay: null }] }),
);

/** One of each, and names that try what they can. */
const events: readonly NotificationEvent[] = [
  ...first.events.slice(0, 3),
  ...second.events.slice(1),
  failedEvent({ cluster: 'prod', failedAt: '2026-03-02T14:30:00.000Z', operation: { id, kind: 'capture' }, problem: { code: 'cluster-unreachable', title: 'The cluster cannot be read', detail: 'https://10.0.0.1:6443 does not answer; nothing was stored' } }),
  testEvent(id, 'nonce', '2026-03-02T14:31:00.000Z'),
];

const baseUrl = 'https://foretrace.example';

describe.each(Object.values(presets))('the preset $name', (preset) => {
  const told = events.filter(({ type }) => type === 'webhook.test' || preset.tells.some((each) => each === type));

  it('writes what its golden shows', async () => {
    const shown = told.map((event) => {
      const { body, ...request } = preset.write(event, { baseUrl, earlier: event.type === 'finding.resolved' ? '1146' : null });
      return { event: event.type, ...request, body: JSON.parse(body) as unknown };
    });
    await expect(`${JSON.stringify(shown, null, 2)}\n`).toMatchFileSnapshot(`goldens/${preset.name}.json`);
  });

  it('writes the same bytes each time', () => {
    for (const event of told) expect(preset.write(event, { baseUrl, earlier: null })).toEqual(preset.write(event, { baseUrl, earlier: null }));
  });
});

describe('a hostile name', () => {
  const bodies = (name: keyof typeof presets) => events.filter(({ type }) => presets[name].tells.some((told) => told === type)).map((event) => presets[name].write(event, { baseUrl, earlier: null }).body);

  it.each(['slack', 'mattermost', 'discord'] as const)('mentions nobody in %s', (name) => {
    for (const body of bodies(name)) {
      const { text = '', content = '' } = JSON.parse(body) as { text?: string; content?: string };
      expect(`${text}${content}`).not.toMatch(/<!channel>|<@U1>|@everyone|\]\(https:\/\/evil|[\u202e\u001b]/);
    }
  });

  it('is told as the same one label in Alertmanager', () => {
    for (const body of bodies('alertmanager')) {
      for (const { labels } of JSON.parse(body) as { labels: Record<string, string> }[]) expect(Object.values(labels).filter((value) => value === '' || /[\p{Cc}\p{Cf}]/u.test(value))).toEqual([]);
    }
  });

  it('fits the limits of its platform, however long it is', () => {
    const [, event] = snapshotEvents(newsOf(1, runOf([finding(hostile.repeat(500))]))).events as [NotificationEvent, NotificationEvent];
    expect((JSON.parse(presets.discord.write(event, { baseUrl, earlier: null }).body) as { content: string }).content.length).toBeLessThanOrEqual(2_000);
    expect(presets.slack.write(event, { baseUrl, earlier: null }).body.length).toBeLessThan(12_000);
  });
});

describe('an alert', () => {
  interface Alert {
    readonly labels: Readonly<Record<string, string>>;
    readonly startsAt: string;
    readonly endsAt: string;
  }
  const alertsOf = (event: NotificationEvent) => JSON.parse(presets.alertmanager.write(event, { baseUrl: '', earlier: null }).body) as Alert[];
  const labelsOf = (alert: Alert | undefined) => JSON.stringify(alert?.labels);

  it('that is resolved has the labels with which it fired', () => {
    const fired = first.events.find((event) => event.type === 'finding.opened' && event.data.finding.subject.name === 'web') as NotificationEvent;
    const resolved = second.events.find(({ type }) => type === 'finding.resolved') as NotificationEvent;
    expect(labelsOf(alertsOf(resolved)[0])).toBe(labelsOf(alertsOf(fired)[0]));
    expect([Date.parse(alertsOf(fired)[0]?.endsAt ?? '') > Date.parse(resolved.time), alertsOf(resolved)[0]?.endsAt]).toEqual([true, resolved.time]);
  });

  it('of another severity resolves the one before', () => {
    const fired = first.events.find((event) => event.type === 'finding.opened' && event.data.finding.subject.name === 'cart') as NotificationEvent;
    const graver = second.events.find((event) => event.type === 'finding.opened' && event.data.previousSeverity === 'warning') as NotificationEvent;
    const [old, now] = alertsOf(graver);
    expect([labelsOf(old) === labelsOf(alertsOf(fired)[0]), old?.endsAt, now?.labels['severity']]).toEqual([true, graver.time, 'critical']);
  });

  it('never ends before it starts', () => {
    for (const event of events.filter(({ type }) => presets.alertmanager.tells.some((told) => told === type))) {
      for (const { startsAt, endsAt } of alertsOf(event)) expect(Date.parse(endsAt)).toBeGreaterThanOrEqual(Date.parse(startsAt));
    }
  });
});

it('Discord’s answer tells by what the message is known, if it does', () => {
  expect(['{"id":"1146","type":0}', '{"id":1146}', '{"id":"../x"}', 'not JSON', '', '[]', 'null'].map((answer) => presets.discord.referenceIn(answer))).toEqual(['1146', null, null, null, null, null, null]);
});
