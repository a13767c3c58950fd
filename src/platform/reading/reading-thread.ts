import { Worker } from 'node:worker_threads';
import { InputError } from '../../core/errors.js';
import { receiveError, type Message } from './messages.js';
import { Unpacker } from './parcel.js';
import type { ReadCluster, ReadingCourse, ReadingTask, ReadUpload } from './task.js';

/** What is read is short-lived for the most part: the more room it has, the less is moved about. */
const resourceLimits = { maxYoungGenerationSizeMb: 64 };

/** Does a task in a thread of its own, which ends with it. */
export function readInThread(task: ReadingTask, { signal, report }: Omit<ReadingCourse, 'now'>): Promise<ReadUpload | ReadCluster> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./reading-thread.worker.js', import.meta.url), { workerData: task, name: 'reading', resourceLimits });
  const unpacker = new Unpacker();
  const read = new Promise<ReadUpload | ReadCluster>((resolve, reject) => {
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
          return worker.postMessage('more');
        case 'end':
          return resolve({ ...message.report, draft: { ...message.draft, objects: unpacker.objects } });
        case 'error':
          return reject(receiveError(message.error));
      }
    });
  });
  return read.finally(() => worker.terminate());
}

/** A thread has a heap of its own: what fills it ends the thread, not the service. */
function explain(error: unknown): Error {
  const isFull = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (isFull) return new InputError('too-large', 'what was read does not fit into the memory that the service has for it');
  return error instanceof Error ? error : new Error(String(error));
}
