import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClusterView } from '../../cluster/index.js';
import { clusterOf, configMap, controlPlanePod, daemonSet, node, pod } from '../cluster.table.js';
import { ipamOf, ipamOverTime, renderIpamText, serviceUses, usageAt, type UsageAt } from './index.js';
import { projectionOf } from './projection.js';

const day = 86_400_000;
const start = Date.parse('2026-01-01T00:00:00Z');

/** What was in use each day from the first of January 2026 on. */
const daily = (...used: readonly number[]) => used.map((each, i) => ({ at: start + i * day, used: each }));

describe('a projection', () => {
  it.each([
    { name: 'three days of ten more each, and forty left: four days later', points: daily(10, 20, 30), free: 40, outcome: 'fills', perDay: 10, fullAt: '2026-01-07' },
    { name: 'two snapshots say too little', points: daily(10, 20), free: 40, outcome: 'too-few-snapshots', perDay: null, fullAt: null },
    { name: 'many within some hours say too little', points: [0, 1, 2, 3, 4].map((hour) => ({ at: start + (hour * day) / 24, used: hour })), free: 40, outcome: 'too-few-snapshots', perDay: null, fullAt: null },
    { name: 'none', points: [], free: 40, outcome: 'too-few-snapshots', perDay: null, fullAt: null },
    { name: 'nothing is left, however many snapshots there are', points: daily(10), free: 0, outcome: 'full', perDay: null, fullAt: null },
    { name: 'always the same', points: daily(10, 10, 10), free: 40, outcome: 'steady', perDay: 0, fullAt: null },
    { name: 'fewer each day', points: daily(30, 20, 10), free: 40, outcome: 'shrinks', perDay: -10, fullAt: null },
    { name: 'up and down', points: daily(10, 30, 10, 30, 11), free: 40, outcome: 'unsteady', perDay: 0.125, fullAt: null },
    { name: 'up and down to where it was', points: daily(10, 30, 10, 30, 10), free: 40, outcome: 'unsteady', perDay: 0, fullAt: null },
    { name: 'growing, of which the end is not known', points: daily(10, 20, 30), free: null, outcome: 'grows', perDay: 10, fullAt: null },
    { name: 'growing, and full in eleven years', points: daily(10, 20, 30), free: 40_000, outcome: 'grows', perDay: 10, fullAt: null },
    { name: 'one odd snapshot turns nothing', points: daily(10, 20, 30, 900, 50, 60, 70), free: 30, outcome: 'fills', perDay: 10, fullAt: '2026-01-10' },
    { name: 'a pace that is no whole number', points: [{ at: start, used: 0 }, { at: start + 2 * day, used: 1 }, { at: start + 4 * day, used: 2 }], free: 1, outcome: 'fills', perDay: 0.5, fullAt: '2026-01-07' },
  ])('$name', ({ points, free, outcome, perDay, fullAt }) => {
    expect(projectionOf(points, free)).toEqual({ outcome, perDay, fullAt });
  });

  it('of a line is the line', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 1000 }), fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 3, maxLength: 12 }), fc.integer({ min: 1, max: 3000 }), (pace, base, days, left) => {
        const sorted = [...days].sort((a, b) => a - b);
        const points = sorted.map((each) => ({ at: start + each * day, used: base + pace * each }));
        const expected = start + sorted.at(-1)! * day + Math.round((left / pace) * day);
        expect(projectionOf(points, left)).toMatchObject({ outcome: 'fills', perDay: pace, fullAt: new Date(expected).toISOString().slice(0, 10) });
      }),
    );
  });
});

const flannel = [
  daemonSet('kube-flannel-ds', [{ name: 'kube-flannel', image: 'ghcr.io/flannel-io/flannel:v0.27.4', command: ['/opt/bin/flanneld'], args: ['--kube-subnet-mgr'] }]),
  controlPlanePod('kube-controller-manager', ['--cluster-cidr=10.244.0.0/22']),
  controlPlanePod('kube-apiserver', ['--service-cluster-ip-range=10.96.0.0/28']),
  configMap('kube-flannel-cfg', { 'net-conf.json': '{"Network":"10.244.0.0/22","Backend":{"Type":"vxlan"}}' }),
];

/** A cluster on a day of January 2026. */
function on(date: number, { nodes = 1, pods = 0, services = 0 }: { nodes?: number; pods?: number; services?: number }): ClusterView {
  const objects = [
    ...flannel,
    ...Array.from({ length: nodes }, (_, i) => node(`n${i}`, { podCIDRs: [`10.244.${i}.0/24`] })),
    ...Array.from({ length: pods }, (_, i) => pod(`p${i}`, { ip: `10.244.0.${i + 2}`, node: 'n0' })),
    ...Array.from({ length: services }, (_, i) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: `s${i}`, namespace: 'shop' }, spec: { clusterIP: `10.96.0.${i + 1}` } })),
  ];
  const { state } = clusterOf(objects);
  return new ClusterView({ ...state, takenAt: `2026-01-${String(date).padStart(2, '0')}T00:00:00.000Z` });
}

function usageOf(view: ClusterView, number: number): UsageAt {
  return usageAt(number, view, ipamOf(view), serviceUses(view));
}

function overTime(now: ClusterView, earlier: readonly ClusterView[]) {
  return ipamOverTime(now, earlier.length + 1, ipamOf(now), earlier.map((each, i) => usageOf(each, i + 1)));
}

describe('the use of ranges over time', () => {
  const growing = overTime(on(5, { nodes: 3, pods: 50, services: 10 }), [on(1, { nodes: 1, pods: 10, services: 2 }), on(3, { nodes: 2, pods: 30, services: 6 })]);

  it('is told of the ranges of pods, of the pieces of nodes, and of Services', () => {
    expect(growing.trend).toMatchObject({
      snapshots: 3,
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-01-05T00:00:00.000Z',
      ranges: [
        { kind: 'pods', cidr: '10.244.0.0/22', points: [{ snapshot: 1, allocated: 10, blocksUsed: 1 }, { snapshot: 2, allocated: 30 }, { snapshot: 3, allocated: 50, blocksUsed: 3 }], addresses: { outcome: 'fills', perDay: 10, fullAt: '2026-04-11' }, pieces: { outcome: 'fills', perDay: 0.5, fullAt: '2026-01-07' } },
        { kind: 'services', cidr: '10.96.0.0/28', points: [{ allocated: 2 }, { allocated: 6 }, { allocated: 10 }], addresses: { outcome: 'fills', perDay: 2, fullAt: '2026-01-07' }, pieces: null },
      ],
    });
    expect(growing.services).toMatchObject([{ cidr: '10.96.0.0/28', capacity: 14, allocated: 10, free: 4 }]);
    expect(growing.warnings).toEqual([]);
  });

  it('ends in the date of what is full first, and what it was told from', () => {
    expect(growing.summary).toContain('At 0.5 more a day 10.244.0.0/22 has no pieces for nodes left on 2026-01-07 (3 snapshots from 2026-01-01 to 2026-01-05).');
    expect(renderIpamText(growing)).toContain('10.244.0.0/22 addresses: 10 more a day, none left on 2026-04-11');
  });

  it('is not projected from too few snapshots, and says so', () => {
    const { trend, warnings, summary } = overTime(on(5, { pods: 50 }), [on(1, { pods: 10 })]);
    expect(trend.ranges[0]).toMatchObject({ points: [{ allocated: 10 }, { allocated: 50 }], addresses: { outcome: 'too-few-snapshots', fullAt: null } });
    expect(warnings).toEqual(['No date on which the ranges are full is projected: that takes three snapshots over a day at least, and there are 2 that tell how many addresses were in use.']);
    expect(summary).not.toContain('a day');
    expect(overTime(on(5, {}), []).warnings[0]).toContain('this is the only one that tells');
  });

  it('leaves out snapshots that came later, and those that do not hold all Pods, and tells of these', () => {
    const { state } = on(2, { pods: 20 });
    const partial = new ClusterView({ ...state, coverage: { ...state.coverage, Pod: { state: 'forbidden' }, Service: { state: 'forbidden' } } });
    const { trend, warnings } = overTime(on(3, { pods: 30 }), [on(1, { pods: 10 }), partial, on(9, { pods: 90 })]);
    expect(trend.ranges[0]?.points.map(({ snapshot }) => snapshot)).toEqual([1, 4]);
    expect(warnings.at(-1)).toBe('1 earlier snapshot does not tell how many addresses were in use, and is not in the trend.');
  });

  it('begins anew where the range is another', () => {
    const other = usageOf(on(1, { pods: 10 }), 1);
    const renamed = { ...other, ranges: other.ranges.map((range) => ({ ...range, cidr: '10.0.0.0/8' })) };
    const now = on(3, { pods: 30 });
    expect(ipamOverTime(now, 2, ipamOf(now), [renamed]).trend.ranges[0]?.points).toHaveLength(1);
  });
});
