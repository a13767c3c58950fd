import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DraftBuilder, type ObjectSink } from '../../core/cluster/index.js';
import { InputError } from '../../core/errors.js';
import { Clock } from '../clock.js';
import type { Config } from '../config.js';
import { ClusterStore, OperationStore, SettingStore, SnapshotStore } from '../database/index.js';
import { CONFIG } from '../http/config.token.js';
import { defaultUploadLimits, readUpload } from '../manifests/index.js';

/** The folder `demo` of the package. */
const folder = join(dirname(createRequire(import.meta.url).resolve('#manifest')), 'demo');

/** The setting that tells that the database has been asked before whether it is empty. */
const settled = 'demo';

/** What `demo.json` says. */
interface Demo {
  readonly cluster: string;
  readonly snapshots: readonly { readonly folder: string; readonly takenAt: string; readonly label: string }[];
}

/**
 * Gives a database that is empty at its first start the bundled cluster, before the service listens: once it is there it is the users', to delete for good.
 * Several processes that start at once, or a crash in between, make no difference.
 */
@Injectable()
export class DemoLoader implements OnApplicationBootstrap {
  constructor(
    private readonly clusters: ClusterStore,
    private readonly snapshots: SnapshotStore,
    private readonly operations: OperationStore,
    private readonly settings: SettingStore,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.demo || (await this.settings.isDone(settled))) return;
    const demo = JSON.parse(await readFile(join(folder, 'demo.json'), 'utf8')) as Demo;
    if (await this.#isWanted(demo)) await this.#load(demo);
    await this.settings.markDone(settled);
  }

  async #load(demo: Demo): Promise<void> {
    await this.#makeCluster(demo.cluster);
    for (const [i, snapshot] of demo.snapshots.entries()) {
      const id = operationIdOf(i + 1);
      const about = { takenAt: new Date(snapshot.takenAt), now: this.clock.now(), label: snapshot.label, source: { type: 'demo' as const }, operationId: id };
      const result = await this.snapshots.store(demo.cluster, await read(snapshot.folder), about);
      await this.operations.note({ id, kind: 'import', cluster: demo.cluster, result });
    }
    new Logger(DemoLoader.name).log(`the database was empty: stored the cluster ${demo.cluster}; DEMO=off leaves it out`);
  }

  /** Where nothing is stored, or nothing but the beginning of the demo. */
  async #isWanted({ cluster, snapshots }: Demo): Promise<boolean> {
    const [first, ...others] = (await this.clusters.list({ limit: 2 })).items;
    if (first === undefined) return true;
    if (others.length > 0 || first.name !== cluster || first.source.type !== 'demo') return false;
    return first.snapshots === (first.latest?.number ?? 0) && first.snapshots < snapshots.length;
  }

  async #makeCluster(name: string): Promise<void> {
    try {
      await this.clusters.create({ name, source: { type: 'demo' } });
    } catch (error) {
      if (!(error instanceof InputError && error.code === 'conflict')) throw error;
    }
  }
}

/** The same for every process, so that a snapshot which one has stored is not stored again by another. */
function operationIdOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

async function read(snapshot: string) {
  const builder = new DraftBuilder();
  // Its lists are parts of one cluster, which is there whole.
  const sink: ObjectSink = {
    object: (raw, hint) => builder.object(raw, hint),
    plain: (object, hint) => builder.plain(object, hint),
    list: (end) => builder.list({ ...end, namespace: '' }),
    warn: (warning) => builder.warn(warning),
  };
  await readUpload(documents(join(folder, snapshot)), 'application/yaml', defaultUploadLimits, sink);
  return builder.finish();
}

/** The files of a folder as one YAML stream. */
async function* documents(directory: string): AsyncGenerator<Uint8Array> {
  for (const file of (await readdir(directory)).sort()) {
    yield await readFile(join(directory, file));
    yield Buffer.from('\n---\n');
  }
}
