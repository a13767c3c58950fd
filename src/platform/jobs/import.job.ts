import { rm } from 'node:fs/promises';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InputError } from '../../core/errors.js';
import { Clock } from '../clock.js';
import type { Config } from '../config.js';
import { SnapshotStore, lastingPhase, type OperationRecord, type SnapshotRecord } from '../database/index.js';
import { CONFIG } from '../http/config.token.js';
import { defaultUploadLimits, type UploadLimits } from '../manifests/index.js';
import { Metrics } from '../metrics.js';
import { DraftReader } from '../reading/index.js';
import { againstNewest, sizeOf } from './against-newest.js';
import type { Course, Initiator, Job } from './job.js';
import { JobRunner, type Begun } from './runner.js';
import { TimedPhases } from './timed-phases.js';
import { Turns } from './turns.js';

/** Imports that are read at once. Each holds its objects in memory until they are stored. */
const mostAtOnce = 2;

/** An upload that lies in the spool, and what is told of it. JSON: it is kept until the import has ended. */
export interface ImportInput {
  /** The file in the spool. From the beginning of the import on it belongs to the import. */
  readonly path: string;
  readonly contentType: string;
  /** As received. */
  readonly bytes: number;
  /** RFC 3339, UTC. */
  readonly takenAt: string;
  readonly label: string | null;
}

/** Makes snapshots of uploads, all or nothing; an unknown cluster is made with its first. */
@Injectable()
export class ImportJob implements Job<SnapshotRecord>, OnModuleInit {
  readonly kind = 'import';
  readonly #turns = new Turns(mostAtOnce);

  constructor(
    private readonly runner: JobRunner,
    private readonly snapshots: SnapshotStore,
    private readonly reader: DraftReader,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  begin(cluster: string, input: ImportInput, by: Initiator): Promise<Begun<SnapshotRecord>> {
    return this.runner.begin(this, { cluster, input, ...by });
  }

  run(operation: OperationRecord, course: Course): Promise<SnapshotRecord> {
    return this.#turns.take(course.signal, () => this.#import(operation, course));
  }

  async discard({ input }: OperationRecord): Promise<void> {
    await rm((input as ImportInput).path, { force: true });
  }

  async #import({ id, cluster, input }: OperationRecord, course: Course): Promise<SnapshotRecord> {
    const { label, takenAt, path, contentType, bytes: received } = input as ImportInput;
    const phases = new TimedPhases(this.metrics, 'import');
    try {
      const task = { kind: 'upload' as const, path, contentType, bytes: received, limits: this.#limits() };
      const name = cluster ?? '';
      return await againstNewest(this.snapshots, name, async (base) => {
        const { draft, files, bytes } = await this.reader.readUpload(task, { ...course, report: phases.watch(course.report) }, base);
        await course.report(lastingPhase, 0, sizeOf(draft));
        const about = { takenAt: new Date(takenAt), now: this.clock.now(), label, source: { type: 'import' as const, files, bytes }, operationId: id, makesCluster: true };
        const record = await this.snapshots.store(name, draft, about);
        phases.end();
        this.metrics.imports.inc({ outcome: 'stored' });
        this.metrics.importedBytes.inc(bytes);
        return record;
      });
    } catch (error) {
      this.metrics.imports.inc({ outcome: error instanceof InputError ? 'refused' : 'failed' });
      throw error;
    }
  }

  #limits(): UploadLimits {
    const { maxBytes, maxRatio, maxEntries } = this.config.imports;
    return { ...defaultUploadLimits, bytes: maxBytes, ratio: maxRatio, entries: maxEntries };
  }
}
