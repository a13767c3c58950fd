import type { Steps } from '../core/analysis/index.js';

/**
 * In milliseconds: how long work goes on before others have their turn. Long beside what taking turns costs, short beside what a caller notices, who waits for many rounds:
 * every statement of the database is some.
 */
const turn = 2;

/** What waits for its next turn, in the order in which it came. */
const waiting: (() => void)[] = [];

/** The turn of this round of the event loop. */
const current = { isTaken: false, begun: 0 };

/**
 * Does long work of the core in turns with others. However much of it is under way at once, one round of the event loop holds one turn: requests wait for it as long as for
 * a single piece of work.
 */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    if (!current.isTaken) take();
    else if (performance.now() - current.begun >= turn) await new Promise<void>((resolve) => waiting.push(resolve));
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** With the next round the turn goes to who has waited longest. */
function take(): void {
  current.isTaken = true;
  current.begun = performance.now();
  setImmediate(() => {
    current.isTaken = false;
    const next = waiting.shift();
    if (next === undefined) return;
    take();
    next();
  });
}
