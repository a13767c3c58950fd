/**
 * Where a development leads.
 * - `full`: nothing is left
 * - `fills`: at its pace nothing is left on `fullAt`
 * - `grows`: it grows, and how much room there is is not known, or it lasts for more than ten years
 * - `steady`: it does not change
 * - `shrinks`: less is used than before
 * - `unsteady`: it goes up and down, so that it leads nowhere
 * - `too-few-snapshots`: fewer than three snapshots tell it, or less than a day lies between the first and the last
 */
export type ProjectionOutcome = 'full' | 'fills' | 'grows' | 'steady' | 'shrinks' | 'unsteady' | 'too-few-snapshots';

/** A line through what was in use, drawn on to where nothing is left. */
export interface Projection {
  readonly outcome: ProjectionOutcome;
  /** How many more are in use each day; less than 0 where it shrinks. Null where there are too few snapshots. */
  readonly perDay: number | null;
  /** The day, as `2026-03-01` (UTC). */
  readonly fullAt: string | null;
}

/** What was in use at an instant, in milliseconds since 1970. */
export interface Point {
  readonly at: number;
  readonly used: number;
}

const day = 86_400_000;
const fewestPoints = 3;
/** A date further away than this says nothing. */
const mostDays = 3650;
/** Of all pairs of points, rising ones less falling ones: from here on it is a direction. */
const direction = 0.5;

/**
 * Projects on what is in use. The pace is the median of the paces between any two points, which one odd snapshot does not turn.
 *
 * Source: the estimator of Theil and Sen, and the concordance of Kendall
 *
 * @param points ascending; the last is now
 * @param free what is left now; null where that is not known
 */
export function projectionOf(points: readonly Point[], free: number | null): Projection {
  const last = points.at(-1);
  const first = points[0];
  if (free === 0) return { outcome: 'full', perDay: null, fullAt: null };
  if (first === undefined || last === undefined || points.length < fewestPoints || last.at - first.at < day) return { outcome: 'too-few-snapshots', perDay: null, fullAt: null };
  const paces = pacesOf(points);
  const pace = medianOf(paces);
  const perDay = Math.round(pace * day * 1000) / 1000;
  if (perDay === 0) return { outcome: paces.every((each) => each === 0) ? 'steady' : 'unsteady', perDay, fullAt: null };
  const net = paces.reduce((sum, each) => sum + Math.sign(each), 0) / paces.length;
  if (Math.abs(net) < direction) return { outcome: 'unsteady', perDay, fullAt: null };
  if (pace < 0) return { outcome: 'shrinks', perDay, fullAt: null };
  if (free === null || free / pace > mostDays * day) return { outcome: 'grows', perDay, fullAt: null };
  return { outcome: 'fills', perDay, fullAt: new Date(last.at + Math.round(free / pace)).toISOString().slice(0, 10) };
}

/** Between each two points of different instants. */
function pacesOf(points: readonly Point[]): number[] {
  return points.flatMap((later, i) => points.slice(0, i).flatMap((earlier) => (later.at > earlier.at ? [(later.used - earlier.used) / (later.at - earlier.at)] : [])));
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
