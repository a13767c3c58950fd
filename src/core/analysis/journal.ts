import type { Step } from './answer.js';
import type { Evidence } from './evidence.js';

/** Takes down each decision at the place where it is made. One journal serves one answer. */
export class Journal {
  readonly #steps: Step[] = [];
  readonly #warnings = new Set<string>();

  /** Adds a step: `component` acted. */
  step(component: string, action: string, detail: string, evidence: readonly Evidence[] = []): void {
    this.#steps.push({ component, action, detail, evidence });
  }

  /** Says what the snapshot lacked and what was assumed instead. Said twice, it stands once. */
  warn(warning: string): void {
    this.#warnings.add(warning);
  }

  get steps(): readonly Step[] {
    return [...this.#steps];
  }

  get warnings(): readonly string[] {
    return [...this.#warnings];
  }
}
