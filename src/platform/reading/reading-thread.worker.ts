// The thread that reads one upload or one cluster, and ends.
import { once } from 'node:events';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { DigestTable, DraftBuilder, type EncodedObject } from '../../core/cluster/index.js';
import { ObjectLane } from '../json/object-lane.js';
import { HelpingThread } from './helping-thread.js';
import { sendError, type Instruction, type Message } from './messages.js';
import { packObjects } from './parcel.js';
import { readTask } from './read-task.js';
import type { ThreadTask } from './task.js';

const port = parentPort as MessagePort;
const tell = (message: Message) => port.postMessage(message);

try {
  const { task, isCompared } = workerData as ThreadTask;
  const base = isCompared ? receiveBase() : undefined;
  // Nobody aborts it: a thread that is no longer wanted is ended from outside.
  const { signal } = new AbortController();
  const report = (phase: string, done: number, total: number | null) => Promise.resolve(tell({ type: 'progress', phase, done, total }));
  const helper = new HelpingThread();
  const builder = new DraftBuilder();
  const compared = base?.then((table) => {
    if (table !== undefined) builder.compareWith(table);
    return table;
  });
  const finish = async () => {
    const closed = helper.close();
    const table = await compared;
    const finished = table === undefined ? builder.finish() : builder.finishCompared(table);
    await closed;
    return finished;
  };
  const { draft, ...read } = await readTask(task, { signal, report, now: () => new Date() }, { builder, finish }, new ObjectLane(helper));
  if ('objects' in draft) {
    const { objects, ...about } = draft;
    await send(objects);
    tell({ type: 'end', report: read, draft: about });
  } else {
    const { difference, ...about } = draft;
    const { added, changed, ...others } = difference;
    await send([...added, ...changed]);
    tell({ type: 'end', report: read, draft: about, difference: { ...others, added: added.length } });
  }
} catch (error) {
  tell({ type: 'error', error: sendError(error) });
}

async function send(objects: readonly EncodedObject[]): Promise<void> {
  for (const parcel of packObjects(objects)) {
    tell({ type: 'parcel', parcel });
    await once(port, 'message');
  }
}

/** Comes while the thread reads; undefined where there is none after all. */
function receiveBase(): Promise<DigestTable | undefined> {
  const table = new DigestTable();
  return new Promise((resolve) => {
    port.on('message', function take(instruction: Instruction) {
      if (instruction.type === 'digests') table.add(instruction.rows.split('\0'));
      if (instruction.type !== 'base') return;
      port.off('message', take);
      resolve(instruction.isWhole ? table : undefined);
    });
  });
}
