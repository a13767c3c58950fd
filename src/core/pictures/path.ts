import type { Answer } from '../analysis/index.js';

/**
 * How a path ends, or one stretch of it:
 * - `works`: it arrives
 * - `stops`: it arrives nowhere, and this is where
 * - `unknown`: the snapshot does not tell how it goes on
 * - `told`: it leads elsewhere, which is neither
 * - `passed`: it goes on
 */
export type Mark = 'works' | 'stops' | 'unknown' | 'told' | 'passed';

/** One stretch of a path. Its texts may quote strangers. */
export interface Stretch {
  /** Who acts. */
  readonly head: string;
  readonly action: string;
  readonly detail: string;
  readonly mark: Mark;
}

/** The path of a packet, a request or a name: what is drawn as a strip of boxes. */
export interface Path {
  /** What it is a path of: a few words. */
  readonly title: string;
  readonly verdict: string;
  readonly mark: Exclude<Mark, 'passed'>;
  /** In the order in which the real components act; not empty. */
  readonly stretches: readonly Stretch[];
  /** What was not known, and what was taken instead. */
  readonly notes: readonly string[];
}

/** The steps of an answer as stretches. Where the path stops, its last step is the place. */
export function stretchesOf({ steps }: Pick<Answer, 'steps'>, mark: Path['mark']): Stretch[] {
  return steps.map(({ component, action, detail }, i) => ({ head: component, action, detail, mark: mark === 'stops' && i === steps.length - 1 ? 'stops' : 'passed' }));
}
