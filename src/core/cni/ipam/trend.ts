import { count } from '../../analysis/index.js';
import { compareText, type ClusterView } from '../../cluster/index.js';
import { projectionOf, type Point, type Projection } from './projection.js';
import type { ServiceRangeUse } from './service-uses.js';
import type { Count } from './usage.js';
import type { IpamAnswer } from './usage-of-cluster.js';

/** How much of a range was in use at one instant. */
export interface RangeUsage {
  readonly kind: 'pods' | 'services';
  readonly cidr: string;
  readonly allocated: Count;
  /** Null where its size cannot be told. */
  readonly free: Count | null;
  /** Pieces that nodes have; null where it is not cut into pieces, or that cannot be told. */
  readonly blocksUsed: Count | null;
  readonly nodesAddable: Count | null;
}

/** The use of the ranges in one snapshot: the little of an answer that a trend needs. */
export interface UsageAt {
  readonly snapshot: number;
  /** RFC 3339, UTC. */
  readonly takenAt: string;
  /** Empty where the snapshot does not tell. */
  readonly ranges: readonly RangeUsage[];
}

export interface TrendPoint {
  readonly snapshot: number;
  readonly takenAt: string;
  readonly allocated: Count;
  readonly blocksUsed: Count | null;
}

/** How the use of a range developed. */
export interface RangeTrend {
  readonly kind: 'pods' | 'services';
  readonly cidr: string;
  /** Oldest first; the last is of the snapshot that was asked about. */
  readonly points: readonly TrendPoint[];
  readonly addresses: Projection;
  /** Of the pieces that nodes get; null where it is not known how many have one. */
  readonly pieces: Projection | null;
}

/** How the use of the ranges developed up to a snapshot. */
export interface Trend {
  /** Snapshots that tell it. */
  readonly snapshots: number;
  /** When the first and the last of them were taken. */
  readonly from: string;
  readonly to: string;
  /** Of the ranges that the snapshot has, in its order; those of pods first. */
  readonly ranges: readonly RangeTrend[];
}

/** What a trend takes from the answer on a snapshot. Where the Pods, or the Services, are not all there, what is in use is not comparable, and their ranges are left out. */
export function usageAt(snapshot: number, view: ClusterView, pods: IpamAnswer, services: readonly ServiceRangeUse[]): UsageAt {
  const ofPods = view.covers('Pod') ? pods.pools.filter(({ isDisabled }) => !isDisabled) : [];
  const ofServices = view.covers('Service') ? services : [];
  return {
    snapshot,
    takenAt: view.state.takenAt,
    ranges: [
      ...ofPods.map(({ cidr, allocated, free, blocksUsed, nodesAddable }): RangeUsage => ({ kind: 'pods', cidr, allocated, free, blocksUsed, nodesAddable })),
      ...ofServices.map(({ cidr, allocated, free }): RangeUsage => ({ kind: 'services', cidr, allocated, free, blocksUsed: null, nodesAddable: null })),
    ],
  };
}

/**
 * How the use of the ranges of a snapshot developed over the snapshots before it, and where that leads.
 *
 * @param earlier in any order; those taken after `now`, or at its instant, are left out
 */
export function trendOf(now: UsageAt, earlier: readonly UsageAt[]): Trend {
  const usages = [...earlier.filter(({ takenAt }) => instantOf(takenAt) < instantOf(now.takenAt)), now].filter(({ ranges }) => ranges.length > 0).sort((a, b) => instantOf(a.takenAt) - instantOf(b.takenAt) || a.snapshot - b.snapshot);
  return {
    snapshots: usages.length,
    from: usages[0]?.takenAt ?? now.takenAt,
    to: now.takenAt,
    ranges: now.ranges.map((range) => rangeTrend(range, usages)),
  };
}

/** What a reader must know of a trend: where it is too short to lead anywhere, and what it is made of. */
export function trendWarnings(now: UsageAt, earlier: readonly UsageAt[], { ranges }: Trend): string[] {
  const silent = earlier.filter((each) => each.ranges.length === 0).length;
  const short = ranges.filter(({ addresses }) => addresses.outcome === 'too-few-snapshots');
  const longest = Math.max(...short.map(({ points }) => points.length));
  return [
    ...(now.ranges.length > 0 && short.length > 0 ? [`No date on which ${short.length === ranges.length ? 'the ranges are' : short.map(({ cidr }) => cidr).slice(0, 3).join(', ') + ' is'} full is projected: that takes three snapshots over a day at least, and ${longest === 1 ? 'this is the only one' : `there are ${longest}`} that ${longest === 1 ? 'tells' : 'tell'} how many addresses were in use.`] : []),
    ...(silent > 0 ? [`${count(silent, 'earlier snapshot')} ${silent === 1 ? 'does' : 'do'} not tell how many addresses were in use, and ${silent === 1 ? 'is' : 'are'} not in the trend.`] : []),
  ];
}

/** The one range, addresses or pieces, that is full first, in a sentence; undefined where none is projected to fill. */
export function tellSoonest({ ranges, from, to }: Trend): string | undefined {
  const projected = ranges.flatMap(({ cidr, kind, points, addresses, pieces }) => [
    { cidr, what: kind === 'pods' ? 'addresses for pods' : 'addresses for Services', points: points.length, projection: addresses },
    ...(pieces === null ? [] : [{ cidr, what: 'pieces for nodes', points: points.length, projection: pieces }]),
  ]);
  const filling = projected.filter(({ projection }) => projection.fullAt !== null).sort((a, b) => compareText(a.projection.fullAt ?? '', b.projection.fullAt ?? ''));
  const [first] = filling;
  if (first === undefined || first.projection.fullAt === null) return undefined;
  return `At ${perDay(first.projection)} ${first.cidr} has no ${first.what} left on ${first.projection.fullAt} (${count(first.points, 'snapshot')} from ${from.slice(0, 10)} to ${to.slice(0, 10)}).`;
}

/** `12.5 more a day`. */
export function perDay({ perDay: pace }: Projection): string {
  const shown = Math.abs(pace ?? 0);
  return `${shown >= 10 ? shown.toFixed(0) : shown.toFixed(1)} ${(pace ?? 0) < 0 ? 'fewer' : 'more'} a day`;
}

function rangeTrend({ kind, cidr, free, nodesAddable }: RangeUsage, usages: readonly UsageAt[]): RangeTrend {
  const points = usages.flatMap(({ snapshot, takenAt, ranges }): TrendPoint[] => {
    const own = ranges.find((range) => range.kind === kind && range.cidr === cidr);
    return own === undefined ? [] : [{ snapshot, takenAt, allocated: own.allocated, blocksUsed: own.blocksUsed }];
  });
  const ofPieces = points.flatMap(({ takenAt, blocksUsed }): Point[] => (blocksUsed === null ? [] : [{ at: instantOf(takenAt), used: Number(blocksUsed) }]));
  return {
    kind,
    cidr,
    points,
    addresses: projectionOf(points.map(({ takenAt, allocated }) => ({ at: instantOf(takenAt), used: Number(allocated) })), free === null ? null : Number(free)),
    pieces: nodesAddable === null ? null : projectionOf(ofPieces, Number(nodesAddable)),
  };
}

function instantOf(takenAt: string): number {
  return Date.parse(takenAt);
}
