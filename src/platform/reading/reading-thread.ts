import { Worker } from 'node:worker_threads';
import { InputError } from '../../core/errors.js';
import type { Base } from '../database/index.js';
import { receiveError, type Instruction, type Message } from './messages.js';
import { Unpacker } from './parcel.js';
import type { Compared, ReadCluster, ReadingCourse, ReadingTask, ReadUpload, ThreadTask } from './task.js';
import { explain } from './thread-failure.js';

/** What is read is short-lived for the most part: the more room it has, the less is moved about. */
const resourceLimits = { maxYoungGenerationSizeMb: 64 };

/** Does a task in a thread of its own, which ends with it. With a `base` the draft is compared there, and only what differs is brought here. */
export function readInThread(task: ReadingTask, { signal, report }: Omit<ReadingCourse, 'now'>, base: Base | undefined): Promise<Compared<ReadUpload | ReadCluster>> {
  signal.throwIfAborted();
  const workerData: ThreadTask = { task, isCompared: base !== undefined };
  const worker = new Worker(new URL('./reading-thread.worker.js', import.meta.url), { workerData, name: 'reading', resourceLimits });
  const tell = (instruction: Instruction) => worker.postMessage(instruction);
  const unpacker = new Unpacker();
  const read = new Promise<Compared<ReadUpload | ReadCluster>>((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    worker.once('exit', () => signal.removeEventListener('abort', abort));
    worker.once('exit', () => reject(new Error('the thread that read has ended')));
    worker.once('error', (error) => reject(explain(error)));
    worker.on('message', (message: Message) => {
      switch (message.type) {
        case 'progress':
          return void report(message.phase, message.done, message.total).catch(reject);
        case 'parcel':
          unpacker.add(message.parcel);
          return tell({ type: 'more' });
        case 'end':
          return resolve({ ...message.report, draft: draftOf(message, unpacker, base) });
        case 'error':
          return reject(receiveError(message.error));
      }
    });
    if (base !== undefined) hand(base, tell).catch(reject);
  });
  return read.finally(() => {
    const ended = worker.terminate();
    // A whole draft needs the room that the thread had; what differs from a base does not wait for it.
    return base === undefined ? ended : undefined;
  });
}

function draftOf({ draft, difference }: Extract<Message, { type: 'end' }>, { objects }: Unpacker, base: Base | undefined): Compared<ReadUpload>['draft'] {
  if (difference === undefined || base === undefined) return { ...draft, objects };
  const { added, ...rest } = difference;
  return { ...draft, base: base.number, difference: { ...rest, added: objects.slice(0, added), changed: objects.slice(added) } };
}

/** Brings a base to the thread while that reads. A base that has gone meanwhile is none. */
async function hand({ digests }: Base, tell: (instruction: Instruction) => void): Promise<void> {
  try {
    for await (const rows of digests) tell({ type: 'digests', rows: rows.join('\0') });
    tell({ type: 'base', isWhole: true });
  } catch (error) {
    if (!(error instanceof InputError && error.code === 'not-found')) throw error;
    tell({ type: 'base', isWhole: false });
  }
}
