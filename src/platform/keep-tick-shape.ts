import { executionAsyncResource } from 'node:async_hooks';

const kept = new Set<object>();

/**
 * Keeps one of the objects in which Node queues what `process.nextTick` is given, for as long as the process runs. V8 forgets a shape that no object has
 * when it collects garbage, and makes each such object three times slower from then on: `nextTick` was compiled for the shape that is no more. Every
 * request takes several. To be called before any garbage was collected.
 */
export function keepTickShape(): void {
  process.nextTick(() => kept.add(executionAsyncResource()));
}
