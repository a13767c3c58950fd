import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { pick } from './chance.js';
import { variants, type Variant } from './crowd.js';
import { live, type KillBench } from './kill-bench.js';
import type { Answer } from './service.js';
import { capture, importInto, snapshotsOf, type Snapshot } from './snapshots.js';

/** One piece of work under way, and how it is held to account afterwards. */
export interface Attempt {
  /** Sends the request. Rejects where the service dies before it has answered. */
  readonly send: () => Promise<Answer>;
  /** Looks, in a service that has recovered, at what became of it; `answer` is what came before the kill. Answers `done` or `undone`. */
  readonly account: (answer: Answer | undefined) => Promise<'done' | 'undone'>;
}

/** A kind of work at which the service is killed. */
export interface Work {
  readonly name: string;
  /** Puts in order what the work needs. */
  readonly prepare: (bench: KillBench, draw: () => number) => Promise<Attempt>;
}

export const works: readonly Work[] = [
  { name: 'import', prepare: (bench, draw) => storing(bench, 'imported', pick(variants, draw), 'import') },
  { name: 'import that is answered at once', prepare: (bench, draw) => storing(bench, 'imported-async', pick(variants, draw), 'import', { prefer: 'respond-async' }) },
  { name: 'capture', prepare: (bench, draw) => storing(bench, live, pick(variants, draw), 'capture') },
  { name: 'deletion of a snapshot', prepare: deletingSnapshot },
  { name: 'deletion of a cluster', prepare: deletingCluster },
];

async function storing(bench: KillBench, cluster: string, variant: Variant, kind: 'import' | 'capture', headers: Readonly<Record<string, string>> = {}): Promise<Attempt> {
  await bench.deleteOldest(cluster, 2);
  if (kind === 'capture') bench.show(variant);
  const key = randomUUID();
  const send = () => {
    const keyed = { ...headers, 'idempotency-key': key };
    return kind === 'capture' ? capture(bench.service, cluster, key, keyed) : importInto(bench.service, cluster, bench.uploads[variant] as string, key, keyed);
  };
  const madeByKey = async () => (await snapshotsOf(bench.service, cluster)).filter(({ label }) => label === key);
  return {
    send,
    async account(answer) {
      const made = await madeByKey();
      expect(made.length, 'snapshots of one request').toBeLessThan(2);
      if (answer !== undefined) {
        expect(answer.status, answer.text.slice(0, 500)).toBe(headers['prefer'] === undefined ? 201 : 202);
        expect(made.length, 'a snapshot that was acknowledged').toBe(1);
      }
      const [first] = made;
      if (first !== undefined) bench.note(cluster, first, variant);
      await sendAgain(bench, send, first === undefined);
      const [stored, ...more] = await madeByKey();
      expect(more, 'more than one snapshot of one Idempotency-Key').toEqual([]);
      if (first === undefined) bench.note(cluster, stored as Snapshot, variant);
      else expect(stored).toEqual(first);
      await bench.expectWhole(cluster);
      return first === undefined ? 'undone' : 'done';
    },
  };
}

async function deletingSnapshot(bench: KillBench, draw: () => number): Promise<Attempt> {
  const cluster = 'pruned';
  const kept = bench.keptOf(cluster);
  while (kept.size < 4) await bench.import(cluster, variants[kept.size % variants.length] as Variant);
  const number = pick([...kept.keys()], draw);
  return {
    send: () => bench.service.ask(`/v1/clusters/${cluster}/snapshots/${number}`, { method: 'DELETE' }),
    async account(answer) {
      const isThere = (await snapshotsOf(bench.service, cluster)).some((snapshot) => snapshot.number === number);
      if (answer !== undefined) expect([answer.status, isThere]).toEqual([204, false]);
      if (!isThere) kept.delete(number);
      await bench.expectWhole(cluster);
      return isThere ? 'undone' : 'done';
    },
  };
}

async function deletingCluster(bench: KillBench): Promise<Attempt> {
  const cluster = 'doomed';
  const kept = bench.keptOf(cluster);
  while (kept.size < 2) await bench.import(cluster, variants[kept.size] as Variant);
  return {
    send: () => bench.service.ask(`/v1/clusters/${cluster}`, { method: 'DELETE' }),
    async account(answer) {
      const isThere = (await bench.service.ask(`/v1/clusters/${cluster}`)).status === 200;
      if (answer !== undefined) expect([answer.status, isThere]).toEqual([204, false]);
      if (!isThere) bench.forget(cluster);
      await bench.expectWhole(cluster);
      return isThere ? 'undone' : 'done';
    },
  };
}

/** Sends the request again, as a caller does who has got no answer. A key that was taken a moment before the operation was made is refused for a while. */
async function sendAgain(bench: KillBench, send: () => Promise<Answer>, mayWait: boolean): Promise<void> {
  let { status, text } = await send();
  if (status === 409 && mayWait) {
    await bench.letKeysPass();
    ({ status, text } = await send());
  }
  expect([201, 202], text.slice(0, 500)).toContain(status);
  if (status === 202) await bench.untilIdle();
}
