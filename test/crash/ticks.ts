/** Ticks of schedules in all: TICKS, or a few. */
export const ticks = Number(process.env['TICKS'] ?? 6);

/** Seconds after which nothing that a tick brings about may come. */
export const latest = 30;

/** A moment at which a cluster was to be captured. */
export interface Tick {
  readonly cluster: string;
  /** Milliseconds since 1970. */
  readonly due: number;
}

/** What came of a tick, by when it came. */
export interface Outcome {
  readonly cluster: string;
  readonly at: number;
}

/** What belongs to each tick: all that came of its cluster from it on until the next. */
export function byTick<T extends Outcome>(ticks: readonly Tick[], outcomes: readonly T[]): { readonly tick: Tick; readonly outcomes: readonly T[] }[] {
  return ticks.map((tick) => {
    const next = Math.min(...ticks.filter(({ cluster, due }) => cluster === tick.cluster && due > tick.due).map(({ due }) => due));
    return { tick, outcomes: outcomes.filter(({ cluster, at }) => cluster === tick.cluster && at >= tick.due && at < next) };
  });
}
