import { Worker } from 'node:worker_threads';
import type { ObjectBatch } from '../json/object-batch.js';
import type { Helper, ReadBatch } from '../json/object-lane.js';
import { BatchUnpacker, type PackedBatch } from './packed-batch.js';
import { explain } from './thread-failure.js';

/** Batches that are with the thread at most: one that it reads, and one that it goes on with. */
const most = 2;

/** As with the thread that reads, but for half of the room: two are at work. */
const resourceLimits = { maxYoungGenerationSizeMb: 32 };

interface Waiting {
  readonly resolve: (read: ReadBatch) => void;
  readonly reject: (error: Error) => void;
}

/** A second thread for one reading. It begins once there is something for it to do. */
export class HelpingThread implements Helper {
  readonly #waiting: Waiting[] = [];
  readonly #unpacker = new BatchUnpacker();
  #worker: Worker | undefined;
  #ended: Error | undefined;

  get isFree(): boolean {
    return this.#ended === undefined && this.#waiting.length < most;
  }

  read(batch: ObjectBatch): Promise<ReadBatch> {
    this.#worker ??= this.#start();
    this.#worker.postMessage(batch, [batch.bytes.buffer]);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./helping-thread.worker.js', import.meta.url), { name: 'reading too', resourceLimits });
    worker.on('message', (packed: PackedBatch) => this.#waiting.shift()?.resolve({ bytes: packed.bytes, objects: this.#unpacker.unpack(packed) }));
    worker.once('error', (error) => this.#end(explain(error)));
    worker.once('exit', () => this.#end(new Error('the thread that helped to read has ended')));
    return worker;
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }
}
