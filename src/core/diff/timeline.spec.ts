import { describe, expect, it } from 'vitest';
import { normalizeObject, type KubeObject } from '../cluster/index.js';
import { service } from './pairs.table.js';
import { renderTimelineMarkdown, renderTimelineText, tellSnapshots, tellVersions, type SnapshotCounts, type Version } from './timeline.js';

const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T08:00:00.000Z`;

function objectOf(manifest: object): KubeObject {
  const normalized = normalizeObject(manifest);
  if (normalized.outcome !== 'kept') throw new Error('not a manifest');
  return normalized.object;
}

/** Service shop/web as it stood from one snapshot until before another. */
function version(from: number, to: number | null, spec: object, uid: string | null = 'first'): Version {
  return { from, to, takenAt: day(from), uid, object: objectOf(service('web', spec)) };
}

const counts = (number: number, added: number, removed: number, changed: number): SnapshotCounts => ({ number, takenAt: day(number), added, removed, changed });

describe('the versions of an object', () => {
  it('tell what differs from the one before, and nothing of the first', () => {
    const { items } = tellVersions('Service', [version(1, 3, {}), version(3, null, { ports: [{ port: 80, targetPort: 8080 }] })]);
    expect(items.map(({ fields }) => fields)).toEqual([[], [{ field: 'spec.ports[80,TCP].targetPort', before: 80, after: 8080 }]]);
  });

  it.each<[string, Version[], string]>([
    ['one that stayed as it was', [version(1, null, {})], 'Service shop/web has not changed since snapshot 1 (2026-03-01T08:00:00.000Z), the first that has it.'],
    [
      'one that changed',
      [version(1, 3, {}), version(3, null, { ports: [{ port: 80, targetPort: 8080 }] })],
      'Service shop/web has 2 versions; the last change, in snapshot 3 (2026-03-03T08:00:00.000Z): it changed spec.ports[80,TCP].targetPort from 80 to 8080.',
    ],
    [
      'one that is no longer there',
      [version(1, 2, {}), version(2, 5, { publishNotReadyAddresses: true })],
      'Service shop/web is not in snapshot 5 or later; before, it had 2 versions, the last from snapshot 2 (2026-03-02T08:00:00.000Z).',
    ],
    [
      'one that was not there for a time',
      [version(1, 2, {}), version(4, null, {})],
      'Service shop/web has 2 versions; the last change, in snapshot 4 (2026-03-04T08:00:00.000Z): it is back, after snapshot 2 did not have it.',
    ],
    [
      'one that was made anew',
      [version(1, 2, {}), version(2, null, { publishNotReadyAddresses: true }, 'second')],
      'Service shop/web has 2 versions; the last change, in snapshot 2 (2026-03-02T08:00:00.000Z): it was deleted and made anew.',
    ],
    [
      'one of which only the order of a list changed that has none',
      [version(1, 2, { externalIPs: ['192.0.2.1', '192.0.2.2'] }), version(2, null, { externalIPs: ['192.0.2.2', '192.0.2.1'] })],
      'Service shop/web has 2 versions; the last change, in snapshot 2 (2026-03-02T08:00:00.000Z): nothing that means anything.',
    ],
  ])('sum up %s', (_, versions, summary) => {
    expect(tellVersions('Service', versions).summary).toBe(summary);
  });

  it('are rendered newest first', () => {
    const timeline = tellVersions('Service', [version(1, 2, {}), version(2, 4, { ports: [{ port: 81 }] }), version(5, null, { ports: [{ port: 81 }] }, 'second')]);
    expect(renderTimelineMarkdown(timeline)).toBe(
      [
        '**Service shop/web has 3 versions; the last change, in snapshot 5 (2026-03-05T08:00:00.000Z): it is back, after snapshot 4 did not have it.**',
        '',
        '### Versions, newest first',
        '',
        '- from snapshot 5 (2026-03-05T08:00:00.000Z) until now',
        '  - it is back, after snapshot 4 did not have it',
        '- from snapshot 2 (2026-03-02T08:00:00.000Z) until snapshot 4',
        '  - `spec.ports[80,TCP]` removed, was {protocol: TCP, port: 80, targetPort: 80}',
        '  - `spec.ports[81,TCP]` added: {protocol: TCP, port: 81, targetPort: 81}',
        '- from snapshot 1 (2026-03-01T08:00:00.000Z) until snapshot 2',
        '',
      ].join('\n'),
    );
  });

  it('are rendered in under 40 lines, and it is told how many are left out', () => {
    const versions = Array.from({ length: 100 }, (_, i) => version(i + 1, i === 99 ? null : i + 2, { ports: [{ port: 80, targetPort: i + 1 }] }));
    const text = renderTimelineText(tellVersions('Service', versions));
    expect(text.trimEnd().split('\n').length).toBeLessThan(40);
    expect(text).toContain('- from snapshot 100 (2026-03-100T08:00:00.000Z) until now\n    spec.ports[80,TCP].targetPort: 99 → 100');
    expect(text).toMatch(/Not shown: \d+ versions/);
  });
});

describe('the snapshots of a cluster', () => {
  it.each<[string, SnapshotCounts[], boolean, string]>([
    ['none', [], true, 'No snapshot is kept.'],
    ['one', [counts(1, 98, 0, 0)], true, 'Snapshot 1, taken at 2026-03-01T08:00:00.000Z: 98 objects added.'],
    ['several: all that the first holds is no change', [counts(3, 0, 0, 1), counts(2, 1, 4, 0), counts(1, 98, 0, 0)], true, 'Snapshots 1 to 3: the most changed with 2, taken at 2026-03-02T08:00:00.000Z: 1 object added, 4 removed.'],
    ['a page of more: the last on it counts', [counts(9, 0, 0, 1), counts(8, 0, 7, 0)], false, 'Snapshots 8 to 9: the most changed with 8, taken at 2026-03-08T08:00:00.000Z: 7 objects removed.'],
    ['several that are alike', [counts(2, 0, 0, 0), counts(1, 98, 0, 0)], true, 'Snapshots 1 to 2: nothing changed from one to the next.'],
  ])('sum up %s', (_, snapshots, isWhole, summary) => {
    expect(tellSnapshots(snapshots, isWhole).summary).toBe(summary);
  });

  it('are rendered newest first', () => {
    expect(renderTimelineText(tellSnapshots([counts(2, 0, 0, 0), counts(1, 98, 0, 0)], true))).toBe(
      [
        'Snapshots 1 to 2: nothing changed from one to the next.',
        '',
        'Snapshots, newest first',
        '- 2, taken at 2026-03-02T08:00:00.000Z: nothing changed',
        '- 1, taken at 2026-03-01T08:00:00.000Z: 98 objects added',
        '',
      ].join('\n'),
    );
  });
});
