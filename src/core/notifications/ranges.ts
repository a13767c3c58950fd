import type { RangeTrend, RangeUsage } from '../cni/index.js';

/** How far a range has come to its end. */
export type RangeLevel = 'filling' | 'full';

/** How full a range is, and where that leads. */
export interface RangeState {
  readonly kind: 'pods' | 'services';
  readonly cidr: string;
  readonly allocated: number;
  readonly free: number | null;
  readonly fullAt: string | null;
  readonly perDay: number | null;
}

const day = 86_400_000;
/** Days ahead of its end from which on a range is filling, and the share of it in use. */
const near = { days: 30, share: 0.85 };
/** Beyond both of these it is calm again; between the two it stays what it was, so that it is not told at every wave. */
const calm = { days: 60, share: 0.8 };

/** @param usages of the snapshot; @param trends of the same ranges, where they are known */
export function rangeStates(usages: readonly RangeUsage[], trends: readonly RangeTrend[]): RangeState[] {
  return usages.map(({ kind, cidr, allocated, free }) => {
    const trend = trends.find((each) => each.kind === kind && each.cidr === cidr);
    return { kind, cidr, allocated: Number(allocated), free: free === null ? null : Number(free), fullAt: trend?.addresses.fullAt ?? null, perDay: trend?.addresses.perDay ?? null };
  });
}

export function rangeKey({ kind, cidr }: RangeState): string {
  return `${kind} ${cidr}`;
}

/** What a range is now, where it was `before`; undefined where it is calm. */
export function levelOf(range: RangeState, takenAt: string, before: RangeLevel | undefined): RangeLevel | undefined {
  if (range.free === 0) return 'full';
  if (isWithin(range, takenAt, near)) return 'filling';
  return before !== undefined && isWithin(range, takenAt, calm) ? 'filling' : undefined;
}

function isWithin({ allocated, free, fullAt }: RangeState, takenAt: string, bound: { readonly days: number; readonly share: number }): boolean {
  const share = free === null ? 0 : allocated / (allocated + free);
  return share >= bound.share || (fullAt !== null && Date.parse(fullAt) - Date.parse(takenAt) <= bound.days * day);
}
