import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { ApiStub } from '../support/api-stub.js';
import { crowd, dumpOfCrowd, variants, type Variant } from './crowd.js';
import type { Place } from './place.js';
import { expectLawfulRows, letHeartbeatsPass } from './rows.js';
import { Service } from './service.js';
import { capture, hashOf, importInto, snapshotsOf, untilIdle, type Operation, type Snapshot } from './snapshots.js';
import { waitUntil } from './waiting.js';

/** Objects of each snapshot: enough for every phase to take its time, few enough to be told whole after each kill. */
const pods = 1_500;

/** The live cluster; all others are imported. */
export const live = 'live';

/** A service that is killed again and again, and what must be in its database whatever happens. */
export class KillBench {
  readonly uploads = variants.map((variant) => dumpOfCrowd(variant, pods));
  /** By cluster, the variant of each snapshot that must be there. */
  readonly #kept = new Map<string, Map<number, Variant>>();
  /** By cluster, the last number that was given. */
  readonly #last = new Map<string, number>();
  /** What an undisturbed snapshot of each variant tells. */
  readonly #whole: string[] = [];

  private constructor(
    readonly place: Place,
    readonly stub: ApiStub,
    public service: Service,
  ) {}

  static async start(place: Place): Promise<KillBench> {
    const stub = await ApiStub.start({ ...crowd(0, pods) });
    stub.pageSize = 150;
    const bench = new KillBench(place, stub, await Service.start({ ...place.env, KUBECONFIG: stub.kubeconfig }));
    for (const variant of variants) {
      const imported = await bench.import('undisturbed', variant);
      bench.#whole.push(await hashOf(bench.service, 'undisturbed', imported));
    }
    expect(new Set(bench.#whole).size).toBe(variants.length);
    await bench.service.must('/v1/clusters', { method: 'POST', body: { name: live, source: { type: 'kubeconfig', context: 'stub' } } });
    return bench;
  }

  /** What the API server holds from now on. */
  show(variant: Variant): void {
    Object.assign(this.stub.lists, crowd(variant, pods));
    this.stub.revision++;
  }

  async import(cluster: string, variant: Variant): Promise<Snapshot> {
    const answer = await importInto(this.service, cluster, this.uploads[variant] as string, 'undisturbed');
    expect(answer.status, answer.text.slice(0, 500)).toBe(201);
    return this.note(cluster, answer.json<Snapshot>(), variant);
  }

  async capture(variant: Variant): Promise<Snapshot> {
    this.show(variant);
    const answer = await capture(this.service, live, 'undisturbed');
    expect(answer.status, answer.text.slice(0, 500)).toBe(201);
    return this.note(live, answer.json<Snapshot>(), variant);
  }

  /** From now on the snapshot must be there. Its number must be the next one. */
  note(cluster: string, snapshot: Snapshot, variant: Variant): Snapshot {
    expect(snapshot.number, `the number after the last one of ${cluster}`).toBe((this.#last.get(cluster) ?? 0) + 1);
    this.#last.set(cluster, snapshot.number);
    this.keptOf(cluster).set(snapshot.number, variant);
    return snapshot;
  }

  keptOf(cluster: string): Map<number, Variant> {
    const kept = this.#kept.get(cluster) ?? new Map<number, Variant>();
    this.#kept.set(cluster, kept);
    return kept;
  }

  /** The cluster is gone, and its numbers with it. */
  forget(cluster: string): void {
    this.#kept.delete(cluster);
    this.#last.delete(cluster);
  }

  async deleteOldest(cluster: string, most: number): Promise<void> {
    const kept = this.keptOf(cluster);
    for (const number of [...kept.keys()].sort((a, b) => a - b).slice(0, -most)) {
      await this.service.must(`/v1/clusters/${cluster}/snapshots/${number}`, { method: 'DELETE' });
      kept.delete(number);
    }
  }

  /** Every snapshot that must be there is, is whole, and tells the same bytes as an undisturbed one; there are no others. */
  async expectWhole(cluster: string): Promise<void> {
    const snapshots = await snapshotsOf(this.service, cluster);
    const kept = this.keptOf(cluster);
    expect(snapshots.map(({ number }) => number), `the snapshots of ${cluster}`).toEqual([...kept.keys()].sort((a, b) => a - b));
    for (const snapshot of snapshots) {
      expect(await hashOf(this.service, cluster, snapshot), `${cluster}/${snapshot.number}`).toBe(this.#whole[kept.get(snapshot.number) ?? -1]);
    }
  }

  /** After a kill: starts the service, lets it end what it was at, and looks for rows that should not be. Answers the operations, newest first. */
  async recover(): Promise<Operation[]> {
    await letHeartbeatsPass(this.place);
    this.service = await Service.start({ ...this.place.env, KUBECONFIG: this.stub.kubeconfig });
    const operations = await untilIdle(this.service);
    expect(operations.filter(({ status }) => status !== 'succeeded')).toEqual([]);
    if (this.place.name === 'embedded') await waitUntil('the spool is empty', async () => (await this.place.spooled()).length === 0);
    else await expectLawfulRows(this.place);
    expect(this.service.defects).toEqual([]);
    return operations;
  }

  /** As if the time had passed for which a key is held for a request that died before it had an operation. */
  async letKeysPass(): Promise<void> {
    await this.service.stop();
    await this.place.query("UPDATE idempotency_key SET begun_at = begun_at - interval '16 minutes' WHERE status IS NULL");
    await this.recover();
  }

  untilIdle(): Promise<Operation[]> {
    return untilIdle(this.service);
  }

  /** Ends the service and holds the tables against the law; afterwards it runs again, and has nothing left in its spool. */
  async settle(): Promise<void> {
    await this.service.stop();
    await expectLawfulRows(this.place);
    await letUploadsAge(join(this.place.folder, 'spool'));
    await this.recover();
    expect(await this.place.spooled()).toEqual([]);
  }

  async close(): Promise<void> {
    await this.service.stop();
    await this.stub.close();
    await this.place.discard();
  }
}

/** Beside a server an upload that no operation knows may be under way in another process, so that it is left alone for as long as a request may take. */
async function letUploadsAge(spool: string): Promise<void> {
  const past = new Date(Date.now() - 16 * 60_000);
  for (const name of await readdir(spool).catch(() => [])) await utimes(join(spool, name), past, past);
}
