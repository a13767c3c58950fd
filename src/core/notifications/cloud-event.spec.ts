import { describe, expect, it } from 'vitest';
import { cloudEventOf, longestBody } from './cloud-event.js';
import { finding, hostile, newsOf, runOf } from './events.table.js';
import { snapshotEvents } from './snapshot-events.js';

const bytesOf = (text: string) => new TextEncoder().encode(text).length;
const eventOf = (...given: Parameters<typeof finding>) => {
  const [, event] = snapshotEvents(newsOf(2, runOf([finding(...given)]))).events;
  if (event === undefined) throw new Error('there is none');
  return event;
};

interface Written {
  readonly data: { readonly truncated?: true; readonly link: string; readonly finding?: { readonly rule: string } };
}

describe('a CloudEvent', () => {
  it('has what CloudEvents 1.0 requires, in its types', () => {
    const event = JSON.parse(cloudEventOf(eventOf('web'), 'https://foretrace.example')) as Record<string, unknown>;
    expect(event).toMatchObject({ specversion: '1.0', type: 'finding.opened', source: 'https://foretrace.example/v1/clusters/prod', subject: 'snapshots/2', datacontenttype: 'application/json' });
    expect(Object.keys(event).filter((name) => !/^[a-z0-9]{1,20}$/.test(name))).toEqual([]);
    expect(event['time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(event['id']).toMatch(/^evt_[0-9a-f]{32}$/);
  });

  it.each<[string, Parameters<typeof finding>[1]]>([
    ['a long detail', { detail: 'x'.repeat(100_000) }],
    ['a long detail of large characters', { detail: '😀'.repeat(50_000) }],
    ['a long detail of control characters', { detail: '\u0001'.repeat(50_000) }],
    ['much evidence', { evidence: Array.from({ length: 5_000 }, (_, i) => ({ kind: 'Pod', namespace: 'shop', name: `web-${i}`, field: 'metadata.labels', value: { i } })) }],
    ['a large value', { evidence: [{ kind: 'Pod', name: 'web', field: 'metadata.labels', value: Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`label-${i}`, 'x'.repeat(63)])) }] }],
    ['a deep value', { evidence: [{ kind: 'Pod', name: 'web', value: [['x'.repeat(30_000)]] }] }],
    ['all of it long', { title: 'x'.repeat(30_000), detail: 'y'.repeat(30_000), fix: 'z'.repeat(30_000), subject: { kind: 'Service', namespace: 'n'.repeat(30_000), name: 'm'.repeat(30_000) } }],
  ])('of %s stays small, says that it is cut, and where all of it is', (_, more) => {
    const text = cloudEventOf(eventOf('web', more), 'https://foretrace.example');
    expect(bytesOf(text)).toBeLessThan(longestBody);
    const { data } = JSON.parse(text) as Written;
    expect(data).toMatchObject({ truncated: true, link: 'https://foretrace.example/v1/clusters/prod/snapshots/2/findings?rule=selector-matches-nothing' });
  });

  it('that fits is whole, and says nothing of a cut', () => {
    const { data } = JSON.parse(cloudEventOf(eventOf(hostile), '')) as Written;
    expect([data.truncated, data.finding?.rule]).toEqual([undefined, 'selector-matches-nothing']);
  });
});
