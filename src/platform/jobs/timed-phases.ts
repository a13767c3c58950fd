import type { Metrics } from '../metrics.js';
import { normalisePhase } from '../reading/index.js';
import type { Report } from './job.js';

/** Takes the time of the two phases of a snapshot: it is read until the reading is told to be over, and then stored. */
export class TimedPhases {
  readonly #endRead: () => number;
  #endStore: (() => number) | undefined;

  constructor(
    private readonly metrics: Metrics,
    private readonly source: 'import' | 'capture',
  ) {
    this.#endRead = metrics.snapshotPhase.startTimer({ source, phase: 'read' });
  }

  /** Watches what is told of the progress. */
  watch(report: Report): Report {
    return (phase, done, total) => {
      if (phase === normalisePhase && this.#endStore === undefined) {
        this.#endRead();
        this.#endStore = this.metrics.snapshotPhase.startTimer({ source: this.source, phase: 'store' });
      }
      return report(phase, done, total);
    };
  }

  /** To be called once the snapshot is stored. */
  end(): void {
    this.#endStore?.();
  }
}
