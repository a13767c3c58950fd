import { setImmediate } from 'node:timers/promises';
import type { Steps } from '../core/analysis/index.js';

/** In milliseconds: how long work goes on before others have their turn. Short beside what a caller notices, long beside what taking turns costs. */
const turn = 10;

/** Does long work of the core in turns with others. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  let begun = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - begun < turn) continue;
    await setImmediate();
    begun = performance.now();
  }
}
