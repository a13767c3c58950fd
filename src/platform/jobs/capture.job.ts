import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InputError } from '../../core/errors.js';
import { Clock } from '../clock.js';
import type { Config } from '../config.js';
import { ClusterStore, SnapshotStore, isLive, lastingPhase, type Base, type LiveSource, type OperationRecord, type SnapshotRecord } from '../database/index.js';
import { CONFIG } from '../http/config.token.js';
import { KubernetesAccess, capturedResources } from '../kubernetes/index.js';
import { Metrics } from '../metrics.js';
import { DraftReader } from '../reading/index.js';
import { againstNewest, sizeOf } from './against-newest.js';
import type { Course, Initiator, Job } from './job.js';
import { JobRunner, type Begun } from './runner.js';
import { TimedPhases } from './timed-phases.js';
import { Turns } from './turns.js';

/** The `kind` of the operations that capture. */
export const captureKind = 'capture';

/** Captures that go on at once in this process. Each holds its objects in memory until they are stored. */
const mostAtOnce = 2;

/** What is told of a capture. JSON: it is kept until the capture has ended. */
export interface CaptureInput {
  readonly label: string | null;
}

/** Makes snapshots of live clusters, all or nothing. A capture that was interrupted before it was stored begins anew. */
@Injectable()
export class CaptureJob implements Job<SnapshotRecord>, OnModuleInit {
  readonly kind = captureKind;
  readonly #turns = new Turns(mostAtOnce);

  constructor(
    private readonly runner: JobRunner,
    private readonly clusters: ClusterStore,
    private readonly snapshots: SnapshotStore,
    private readonly access: KubernetesAccess,
    private readonly reader: DraftReader,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  /** @throws InputError `not-found` for an unknown cluster, `conflict` for one that is not live, and as {@link KubernetesAccess.check} */
  async begin(cluster: string, input: CaptureInput, by: Initiator): Promise<Begun<SnapshotRecord>> {
    await this.access.check(await this.#sourceOf(cluster));
    return this.runner.begin(this, { cluster, input, ...by });
  }

  run(operation: OperationRecord, course: Course): Promise<SnapshotRecord> {
    return this.#turns.take(course.signal, () => this.#capture(operation, course));
  }

  discard(): Promise<void> {
    return Promise.resolve();
  }

  async #capture({ id, cluster, input }: OperationRecord, course: Course): Promise<SnapshotRecord> {
    const name = cluster ?? '';
    // After a crash what is stored already must not hang on a cluster that may not answer any more.
    const stored = await this.snapshots.findMadeBy(name, id);
    if (stored !== undefined) return stored;
    const phases = new TimedPhases(this.metrics, 'capture');
    try {
      return await againstNewest(this.snapshots, name, async (base) => {
        const { draft, takenAt, requests, bytes } = await this.#read(await this.#sourceOf(name), { ...course, report: phases.watch(course.report) }, base);
        await course.report(lastingPhase, 0, sizeOf(draft));
        const source = { type: 'capture' as const, requests, bytes };
        const record = await this.snapshots.store(name, draft, { takenAt, now: this.clock.now(), label: (input as CaptureInput).label, source, operationId: id });
        phases.end();
        this.metrics.captures.inc({ outcome: 'stored' });
        return record;
      });
    } catch (error) {
      if (!course.signal.aborted) this.metrics.captures.inc({ outcome: 'failed' });
      throw error;
    }
  }

  async #read(source: LiveSource, { signal, report }: Course, base: Base | undefined) {
    const { captureDeadlineSeconds: seconds, kubeconfig } = this.config.kubernetes;
    const deadline = AbortSignal.timeout(seconds * 1000);
    let reading = 0;
    const note = (phase: string, done: number, total: number | null) => {
      reading = done;
      return report(phase, done, total);
    };
    try {
      return await this.reader.readCluster({ kind: 'cluster', source, kubeconfig }, { signal: AbortSignal.any([signal, deadline]), report: note }, base);
    } catch (error) {
      if (!deadline.aborted || signal.aborted) throw error;
      const place = capturedResources[reading]?.plural ?? 'the end';
      throw new InputError('capture-timeout', `the capture took longer than ${seconds} s (CAPTURE_DEADLINE_SECONDS); it had come to ${place}`);
    }
  }

  async #sourceOf(cluster: string): Promise<LiveSource> {
    const { source } = await this.clusters.get(cluster);
    if (isLive(source)) return source;
    const why = source.type === 'demo' ? 'came with the service' : 'are imported';
    throw new InputError('conflict', `cluster ${JSON.stringify(cluster)} is not live: its snapshots ${why}. Make a cluster with the source kubeconfig or in-cluster to capture one`);
  }
}
