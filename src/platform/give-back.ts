import { Session } from 'node:inspector';

/** In milliseconds: the first requests are answered before. */
const patience = 1_000;

/** The share of its time that a service is at work to which the engine collects garbage by itself. */
const busy = 0.5;

/**
 * Soon gives back the memory that only the start needed. The engine itself waits for work to make it: a service that nobody asks would keep a fifth more for good.
 * One that is asked already would make whoever asks wait, for some tenths of a second.
 */
export function giveBackMemory(): void {
  const begun = performance.eventLoopUtilization();
  setTimeout(() => {
    if (performance.eventLoopUtilization(begun).utilization < busy) void collectGarbage();
  }, patience).unref();
}

/** Source: Chrome DevTools Protocol, HeapProfiler.collectGarbage. */
export async function collectGarbage(): Promise<void> {
  const session = new Session();
  session.connect();
  await new Promise((resolve) => session.post('HeapProfiler.collectGarbage', resolve));
  session.disconnect();
}
