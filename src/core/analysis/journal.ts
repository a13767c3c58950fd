import type { Step } from './answer.js';
import type { Evidence } from './evidence.js';

const none: readonly Evidence[] = [];

/** Takes down each decision at the place where it is made. One journal serves one answer. */
export class Journal {
  readonly #steps: Step[] = [];
  #warnings: Set<string> | undefined;

  /** Adds a step: `component` acted. */
  step(component: string, action: string, detail: string, evidence: readonly Evidence[] = none): void {
    this.#steps.push({ component, action, detail, evidence });
  }

  /** Says what the snapshot lacked and what was assumed instead. Said twice, it stands once. */
  warn(warning: string): void {
    (this.#warnings ??= new Set()).add(warning);
  }

  get steps(): readonly Step[] {
    return [...this.#steps];
  }

  get warnings(): readonly string[] {
    return this.#warnings === undefined ? [] : [...this.#warnings];
  }
}
