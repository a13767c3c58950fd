import type { Evidence } from './evidence.js';

/** One act of one real component, in the order in which it would act. */
export interface Step {
  readonly component: string;
  readonly action: string;
  readonly detail: string;
  readonly evidence: readonly Evidence[];
}

/** What every analysis answers besides its own fields. */
export interface Answer {
  /** One sentence that a person can act on. */
  readonly summary: string;
  readonly steps: readonly Step[];
  /** What the snapshot lacked, and what was assumed instead. */
  readonly warnings: readonly string[];
}
