import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { DraftBuilder } from '../../core/cluster/index.js';
import { InputError } from '../../core/errors.js';
import type { ObjectLane } from '../json/object-lane.js';
import { ApiServer } from '../kubernetes/api-server.js';
import { captureCluster, type CaptureReport } from '../kubernetes/capture.js';
import { readUpload, type UploadReport } from '../manifests/index.js';
import { normalisePhase, type ClusterTask, type ReadingCourse, type ReadingTask, type UploadTask } from './task.js';

/** Bytes read from the spool at once: each read costs a change of threads. */
const readSize = 1 << 20;

/** What is read goes to `builder`; `finish` makes of it, once all is there, what is wanted of it. */
export interface Making<D> {
  readonly builder: DraftBuilder;
  readonly finish: () => D | Promise<D>;
}

/** Does a task in the thread that it is called in, or, with a `lane`, not in it alone. */
export function readTask<D>(task: ReadingTask, course: ReadingCourse, making: Making<D>, lane?: ObjectLane): Promise<(UploadReport | CaptureReport) & { readonly draft: D }> {
  return task.kind === 'upload' ? readSpooled(task, course, making, lane) : readLive(task, course, making, lane);
}

async function readSpooled<D>({ path, contentType, bytes, limits }: UploadTask, { signal, report }: ReadingCourse, { builder, finish }: Making<D>, lane: ObjectLane | undefined): Promise<UploadReport & { readonly draft: D }> {
  await requireFile(path);
  const read = await readUpload(chunks(), contentType, limits, builder, signal, lane);
  await report(normalisePhase, 0, null);
  return { ...read, draft: await finish() };

  async function* chunks(): AsyncGenerator<Uint8Array> {
    let done = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: readSize })) {
      await report('read', done, bytes);
      done += (chunk as Uint8Array).length;
      yield chunk as Uint8Array;
    }
  }
}

async function readLive<D>({ source, kubeconfig }: ClusterTask, course: ReadingCourse, { builder, finish }: Making<D>, lane: ObjectLane | undefined): Promise<CaptureReport & { readonly draft: D }> {
  // As in KubernetesAccess: uploads do without it.
  const { loadKubeConfig } = await import('../kubernetes/kube-config.js');
  const api = new ApiServer(() => loadKubeConfig(source, kubeconfig));
  try {
    const captured = await captureCluster(api, builder, course, lane);
    await course.report(normalisePhase, 0, null);
    return { ...captured, draft: await finish() };
  } finally {
    api.close();
  }
}

/** The file may be gone where an import goes on elsewhere than it began. */
async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new InputError('unavailable', 'the upload was lost when the service was interrupted; send it again');
}
