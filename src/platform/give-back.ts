import { Session } from 'node:inspector';

/** In milliseconds: the first requests are answered before. */
const patience = 1_000;

/** Soon gives back the memory that only the start needed. The engine itself waits for work to make it: a service that nobody asks would keep a fifth more for good. */
export function giveBackMemory(): void {
  setTimeout(() => void collectGarbage(), patience).unref();
}

/** Source: Chrome DevTools Protocol, HeapProfiler.collectGarbage. */
export async function collectGarbage(): Promise<void> {
  const session = new Session();
  session.connect();
  await new Promise((resolve) => session.post('HeapProfiler.collectGarbage', resolve));
  session.disconnect();
}
