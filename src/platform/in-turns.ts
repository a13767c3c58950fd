import { setImmediate } from 'node:timers/promises';

/** Does long work of the core step by step: between two steps others have their turn. */
export async function inTurns<T>(steps: Generator<void, T>): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}
