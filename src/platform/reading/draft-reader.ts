import { Inject, Injectable } from '@nestjs/common';
import { DraftBuilder } from '../../core/cluster/index.js';
import { Clock } from '../clock.js';
import type { Config } from '../config.js';
import type { Base } from '../database/index.js';
import { CONFIG } from '../http/config.token.js';
import { readInThread } from './reading-thread.js';
import { readTask } from './read-task.js';
import type { ClusterTask, Compared, ReadCluster, ReadingCourse, ReadingTask, ReadUpload, UploadTask } from './task.js';

/** Uploads below this many bytes are read sooner than a thread is begun. */
const threadFrom = 1 << 20;

/** Reads what snapshots are made of: large things in a thread of their own, so that they hold up nobody, can be stopped at any moment, and may run out of memory alone. */
@Injectable()
export class DraftReader {
  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @param base what the draft may be compared with, so that only what differs needs to be handed over
   * @throws InputError as `readUpload` does, `unavailable` where the file is gone; or the reason of the signal
   */
  async readUpload(task: UploadTask, course: Omit<ReadingCourse, 'now'>, base: Base | undefined): Promise<Compared<ReadUpload>> {
    return (await this.#read(task, course, base, task.bytes >= threadFrom)) as Compared<ReadUpload>;
  }

  /**
   * @param base as for an upload
   * @throws InputError as `captureCluster` does; or the reason of the signal
   */
  async readCluster(task: ClusterTask, course: Omit<ReadingCourse, 'now'>, base: Base | undefined): Promise<Compared<ReadCluster>> {
    return (await this.#read(task, course, base, true)) as Compared<ReadCluster>;
  }

  #read(task: ReadingTask, course: Omit<ReadingCourse, 'now'>, base: Base | undefined, isLarge: boolean): Promise<Compared<ReadUpload | ReadCluster>> {
    if (isLarge && this.config.readInThreads) return readInThread(task, course, base);
    const builder = new DraftBuilder();
    return readTask(task, { ...course, now: () => this.clock.now() }, { builder, finish: () => builder.finish() });
  }
}
