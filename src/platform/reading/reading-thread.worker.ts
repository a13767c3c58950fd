// The thread that reads one upload or one cluster, and ends.
import { once } from 'node:events';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { sendError, type Message } from './messages.js';
import { packObjects } from './parcel.js';
import { readTask } from './read-task.js';
import type { ReadingTask } from './task.js';

const port = parentPort as MessagePort;
const tell = (message: Message) => port.postMessage(message);

try {
  // Nobody aborts it: a thread that is no longer wanted is ended from outside.
  const { signal } = new AbortController();
  const report = (phase: string, done: number, total: number | null) => Promise.resolve(tell({ type: 'progress', phase, done, total }));
  const { draft, ...read } = await readTask(workerData as ReadingTask, { signal, report, now: () => new Date() });
  const { objects, ...about } = draft;
  for (const parcel of packObjects(objects)) {
    tell({ type: 'parcel', parcel });
    await once(port, 'message');
  }
  tell({ type: 'end', report: read, draft: about });
} catch (error) {
  tell({ type: 'error', error: sendError(error) });
}
