import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ClusterStore } from '../../src/platform/database/cluster.store.js';
import { DatabaseProbe } from '../../src/platform/database/database.probe.js';
import { IdempotencyStore } from '../../src/platform/database/idempotency.store.js';
import { lastingPhase } from '../../src/platform/database/operation-record.js';
import { OperationStore } from '../../src/platform/database/operation.store.js';
import { ReadoutStore } from '../../src/platform/database/readout.store.js';
import { SettingStore } from '../../src/platform/database/setting.store.js';
import type { SnapshotRecord } from '../../src/platform/database/snapshot-record.js';
import { SnapshotStore, type SnapshotAbout } from '../../src/platform/database/snapshot.store.js';
import { StateCache } from '../../src/platform/database/state-cache.js';
import { openTestDatabase, type OpenTestDatabase } from '../support/database.js';
import { draftOf } from '../support/drafts.js';

let test: OpenTestDatabase;
let clusters: ClusterStore;
let snapshots: SnapshotStore;
beforeAll(async () => {
  test = await openTestDatabase();
  clusters = new ClusterStore(test.database);
  snapshots = new SnapshotStore(test.database, new StateCache());
});
afterAll(() => test.close());

const anInstant: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

function storeEmpty(cluster: string, about: Pick<SnapshotAbout, 'makesCluster'> = {}): Promise<SnapshotRecord> {
  return snapshots.store(cluster, draftOf([]), { takenAt: new Date(Date.UTC(2026, 0, 1)), now: new Date(Date.UTC(2026, 0, 1)), label: null, source: { type: 'demo' }, ...about });
}

describe('clusters', () => {
  it('are created once', async () => {
    const created = await clusters.create({ name: 'prod-eu', source: { type: 'import' }, labels: { team: 'net' } });
    expect(created).toEqual({
      name: 'prod-eu',
      source: { type: 'import' },
      labels: { team: 'net' },
      retention: {},
      schedule: null,
      nextCaptureAt: null,
      createdAt: anInstant,
      snapshots: 0,
      latest: null,
    });
    await expect(clusters.create({ name: 'prod-eu', source: { type: 'import' } })).rejects.toMatchObject({ code: 'conflict' });
    expect(await clusters.get('prod-eu')).toEqual(created);
  });

  it('are made by the first of several snapshots that need one', async () => {
    const records = await Promise.all(Array.from({ length: 5 }, () => storeEmpty('prod-us', { makesCluster: true })));
    expect(records.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5]);
    expect(await clusters.get('prod-us')).toMatchObject({ name: 'prod-us', source: { type: 'import' }, snapshots: 5 });
  });

  it('tell how many snapshots they keep, and the latest', async () => {
    await storeEmpty('prod-us');
    expect(await clusters.get('prod-us')).toMatchObject({ snapshots: 6, latest: { number: 6, takenAt: '2026-01-01T00:00:00.000Z' } });
  });

  it.each(['', 'Prod', '-a', 'a-', 'a.b', 'a/b', 'a\u0000', 'ä', 'a'.repeat(64)])('cannot be named %j', async (name) => {
    await expect(clusters.create({ name, source: { type: 'import' } })).rejects.toMatchObject({ code: 'invalid-request' });
    await expect(clusters.get(name)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('teach the near names', async () => {
    await expect(clusters.get('prod-ue')).rejects.toMatchObject({ code: 'not-found', message: 'there is no cluster "prod-ue"; near names: prod-eu, prod-us' });
    await expect(clusters.get('unlike')).rejects.toMatchObject({ message: 'there is no cluster "unlike"; GET /v1/clusters lists them' });
  });

  it('are listed by name, page by page', async () => {
    await clusters.create({ name: 'a10', source: { type: 'import' } });
    await clusters.create({ name: 'a9', source: { type: 'import' } });
    const first = await clusters.list({ limit: 2 });
    expect(first.items.map(({ name }) => name)).toEqual(['a10', 'a9']);
    const second = await clusters.list({ limit: 2, after: first.next ?? '' });
    expect(second.items.map(({ name }) => name)).toEqual(['prod-eu', 'prod-us']);
    expect(second.items[1]?.snapshots).toBe(6);
    expect(second.next).toBeNull();
  });

  it('take new labels and a new retention, each by itself', async () => {
    await clusters.update('a9', { retention: { keepLast: 3 } });
    await clusters.update('a9', { labels: { a: 'b' } });
    expect(await clusters.update('a9', {})).toMatchObject({ retention: { keepLast: 3 }, labels: { a: 'b' } });
    await expect(clusters.update('a8', {})).rejects.toMatchObject({ code: 'not-found' });
  });

  it('begin anew after their deletion', async () => {
    await storeEmpty('a9');
    await clusters.delete('a9');
    await expect(clusters.get('a9')).rejects.toMatchObject({ code: 'not-found' });
    await clusters.create({ name: 'a9', source: { type: 'import' } });
    await expect(snapshots.find('a9', { latest: 0 })).rejects.toMatchObject({ message: 'cluster a9 has no latest snapshot; it has none yet: import one first' });
  });
});

describe('readouts', () => {
  let readouts: ReadoutStore;
  beforeAll(async () => {
    readouts = new ReadoutStore(test.database);
    await clusters.create({ name: 'nodes', source: { type: 'import' } });
    await storeEmpty('nodes');
  });
  const readout = { node: 'node-1', format: 'ip-route', text: 'default via 10.0.0.1\n', createdBy: null };

  it('are kept in the order in which they came', async () => {
    expect(await readouts.add('nodes', 1, readout)).toEqual({ cluster: 'nodes', snapshot: 1, position: 1, ...readout, createdAt: anInstant });
    await readouts.add('nodes', 1, { ...readout, node: 'node-2' });
    await readouts.add('nodes', 1, { ...readout, format: 'ss', createdBy: 'ada' });
    expect((await readouts.list('nodes', 1)).map(({ node, format }) => `${node} ${format}`)).toEqual(['node-1 ip-route', 'node-2 ip-route', 'node-1 ss']);
    expect(await readouts.list('nodes', 1, { node: 'node-1', format: 'ss' })).toHaveLength(1);
  });

  it('need a snapshot, and go with it', async () => {
    await expect(readouts.add('nodes', 2, readout)).rejects.toMatchObject({ code: 'not-found' });
    await snapshots.delete('nodes', 1);
    await expect(readouts.list('nodes', 1)).rejects.toMatchObject({ code: 'not-found' });
    expect(await test.database.manager.query('SELECT 1 FROM readout')).toEqual([]);
  });

  it('are text', async () => {
    await expect(readouts.add('nodes', 1, { ...readout, text: 'a\u0000b' })).rejects.toMatchObject({ code: 'invalid-request' });
  });
});

describe('operations', () => {
  let operations: OperationStore;
  beforeEach(async () => {
    operations = new OperationStore(test.database);
    await test.database.manager.query('DELETE FROM operation');
  });
  const create = () => operations.create({ kind: 'import', cluster: 'prod-eu', input: { file: 'spool/1' }, createdBy: 'ada' });

  it('go from pending through running to an end', async () => {
    const { id, ...created } = await create();
    expect(created).toEqual({
      kind: 'import',
      cluster: 'prod-eu',
      status: 'pending',
      progress: null,
      result: null,
      problem: null,
      input: { file: 'spool/1' },
      interruptions: 0,
      createdBy: 'ada',
      createdAt: anInstant,
      updatedAt: anInstant,
    });
    expect(await operations.progress(id, 'one', { phase: 'read', done: 1, total: null })).toBe(false);
    expect(await operations.start(id, 'one')).toBe(true);
    expect(await operations.start(id, 'two')).toBe(false);
    expect(await operations.progress(id, 'one', { phase: 'read', done: 1, total: null })).toBe(true);
    expect(await operations.get(id)).toMatchObject({ status: 'running', progress: { phase: 'read', done: 1, total: null } });
    expect(await operations.succeed(id, 'two', {})).toBe(false);
    expect(await operations.succeed(id, 'one', { number: 1 })).toBe(true);
    expect(await operations.fail(id, 'one', {})).toBe(false);
    expect(await operations.cancel(id)).toBe(false);
    expect(await operations.get(id)).toMatchObject({ status: 'succeeded', result: { number: 1 }, problem: null });
  });

  it('may fail, and may be cancelled at any time before their end', async () => {
    const [failed, waiting, running] = [await create(), await create(), await create()];
    await operations.start(failed.id, 'one');
    expect(await operations.fail(failed.id, 'one', { title: 'No' })).toBe(true);
    expect(await operations.get(failed.id)).toMatchObject({ status: 'failed', problem: { title: 'No' } });
    await operations.start(running.id, 'one');
    for (const { id } of [waiting, running]) {
      expect(await operations.cancel(id)).toBe(true);
      expect(await operations.progress(id, 'one', { phase: 'read', done: 2, total: 3 })).toBe(false);
      expect(await operations.get(id)).toMatchObject({ status: 'cancelled' });
    }
  });

  it('cannot be cancelled while they make their result last', async () => {
    const { id } = await create();
    await operations.start(id, 'one');
    await operations.progress(id, 'one', { phase: lastingPhase, done: 0, total: 1 });
    expect(await operations.cancel(id)).toBe(false);
    expect(await operations.succeed(id, 'one', null)).toBe(true);
  });

  it('are listed newest first, page by page', async () => {
    const made = [await create(), await create(), await create(), await create()];
    const found: string[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const page = await operations.list({ limit: 3, ...(after !== undefined && { after }) });
      found.push(...page.items.map(({ id }) => id));
      after = page.next;
    }
    const order = (a: { createdAt: string; id: string }, b: { createdAt: string; id: string }) => (`${a.createdAt} ${a.id}` < `${b.createdAt} ${b.id}` ? 1 : -1);
    expect(found).toEqual(made.sort(order).map(({ id }) => id));
  });

  it('may be noted after the fact, once', async () => {
    const done = { id: '00000000-0000-4000-8000-000000000001', kind: 'import', cluster: 'demo', result: { number: 1 } };
    await operations.note(done);
    await operations.note({ ...done, result: { number: 2 } });
    expect(await operations.get(done.id)).toMatchObject({ ...done, status: 'succeeded' });
  });

  it('tell the inputs of those that have not ended', async () => {
    const [, running, ended] = [await create(), await create(), await create()];
    await operations.start(running.id, 'one');
    await operations.cancel(ended.id);
    expect(await operations.openInputs()).toEqual([{ file: 'spool/1' }, { file: 'spool/1' }]);
  });

  it.each(['', 'x', '7f2d52bb-8d30-4a0e-9d3c-3a0f3b1a2c11', '7f2d52bb-8d30-4a0e-9d3c-3a0f3b1a2c11\u0000'])('are not known by the id %j', async (id) => {
    await expect(operations.get(id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are taken over when their process gives no sign of life, each by one', async () => {
    const ids = [];
    for (let i = 0; i < 4; i++) ids.push((await create()).id);
    const [pending, alive, dead, ended] = ids as [string, string, string, string];
    await operations.start(alive, 'alive');
    await operations.start(dead, 'dead');
    await operations.start(ended, 'dead');
    await operations.succeed(ended, 'dead', null);
    await test.database.manager.query("UPDATE operation SET heartbeat_at = now() - interval '1 minute'");
    await operations.heartbeat('alive', [alive, dead]);
    const claims = await Promise.all(['a', 'b', 'c'].map((owner) => operations.claimInterrupted(owner, 30_000, 10)));
    expect(claims.flat().map(({ id }) => id).sort()).toEqual([pending, dead].sort());
    expect(claims.flat()[0]).toMatchObject({ status: 'running', input: { file: 'spool/1' } });
    expect(await operations.succeed(dead, 'dead', null)).toBe(false);
    expect(await operations.claimInterrupted('d', 30_000, 10)).toEqual([]);
  });

  it('are left to others beyond what one can take, the oldest first', async () => {
    const ids = [];
    for (let i = 0; i < 3; i++) ids.push((await create()).id);
    await test.database.manager.query("UPDATE operation SET heartbeat_at = now() - interval '1 minute'");
    const claims = [];
    for (const owner of ['a', 'b', 'c']) claims.push((await operations.claimInterrupted(owner, 30_000, 2)).map(({ id }) => id));
    expect(claims).toEqual([ids.slice(0, 2), ids.slice(2), []]);
  });

  it('are watched until their end', async () => {
    const { id } = await create();
    const seen: unknown[] = [];
    const acts = [
      () => operations.start(id, 'one'),
      () => operations.progress(id, 'one', { phase: 'read', done: 1, total: 2 }),
      () => operations.succeed(id, 'one', 'done'),
    ];
    for await (const { status, progress } of operations.watch(id)) {
      seen.push(progress === null ? status : `${status} ${progress.done}`);
      await acts.shift()?.();
    }
    expect(seen).toEqual(['pending', 'running', 'running 1', 'succeeded 2']);
  });

  it('show what another process did with them', async () => {
    const { id } = await create();
    const elsewhere = new OperationStore(test.database);
    const seen: string[] = [];
    for await (const { status } of operations.watch(id)) {
      seen.push(status);
      await elsewhere.cancel(id);
    }
    expect(seen).toEqual(['pending', 'cancelled']);
  });

  it('are no longer watched once nobody listens', async () => {
    const { id } = await create();
    const listener = new AbortController();
    const watching = operations.watch(id, listener.signal);
    expect((await watching.next()).value).toMatchObject({ status: 'pending' });
    const next = watching.next();
    listener.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('are purged, the oldest first, once they have ended and are too many', async () => {
    await test.database.manager.query('DELETE FROM operation');
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push((await create()).id);
    const [open, oldest, middle, running, newest] = ids as [string, string, string, string, string];
    await test.database.manager.query("UPDATE operation SET created_at = now() - array_position($1::uuid[], id) * interval '-1 second'", [ids]);
    await operations.start(running, 'alive');
    for (const id of [oldest, middle, newest]) await operations.cancel(id);
    await operations.purge(2);
    expect((await operations.list({ limit: 10 })).items.map(({ id }) => id)).toEqual([newest, running, middle, open]);
    await operations.purge(2);
    expect((await operations.list({ limit: 10 })).items).toHaveLength(4);
  });

  it('of a deleted cluster are forgotten', async () => {
    await clusters.create({ name: 'gone', source: { type: 'import' } });
    const { id } = await operations.create({ kind: 'import', cluster: 'gone', input: null, createdBy: null });
    await clusters.delete('gone');
    await expect(operations.get(id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('idempotency keys', () => {
  const response = { status: 201, headers: { location: '/v1/clusters/a' }, body: '{"name":"ä"}' };
  let keys: IdempotencyStore;
  let lastKey = 0;
  let use: { principal: string; key: string };
  beforeEach(() => {
    keys = new IdempotencyStore(test.database);
    use = { principal: 'ada', key: `key-${++lastKey}` };
  });
  const age = (interval: string) => test.database.manager.query(`UPDATE idempotency_key SET begun_at = begun_at - interval '${interval}'`);

  it('let one of several requests through, and replay its response', async () => {
    const states = await Promise.all(Array.from({ length: 5 }, () => keys.begin(use, 'f')));
    expect(states.map(({ state }) => state).sort()).toEqual(['fresh', 'in-progress', 'in-progress', 'in-progress', 'in-progress']);
    await keys.complete(use, response);
    expect(await keys.begin(use, 'f')).toEqual({ state: 'replay', response });
  });

  it('are not for another request', async () => {
    await keys.begin(use, 'f');
    expect(await keys.begin(use, 'g')).toEqual({ state: 'mismatch' });
    await keys.complete(use, response);
    expect(await keys.begin(use, 'g')).toEqual({ state: 'mismatch' });
  });

  it('of two principals never meet', async () => {
    await keys.begin(use, 'f');
    expect(await keys.begin({ ...use, principal: 'bob' }, 'g')).toEqual({ state: 'fresh' });
  });

  it('are free again when abandoned', async () => {
    await keys.begin(use, 'f');
    await keys.abandon(use);
    expect(await keys.begin(use, 'g')).toEqual({ state: 'fresh' });
  });

  it('are remembered for a day', async () => {
    await keys.begin(use, 'f');
    await keys.complete(use, response);
    await age('23 hours 59 minutes');
    expect(await keys.begin(use, 'f')).toMatchObject({ state: 'replay' });
    await age('2 minutes');
    expect(await keys.begin(use, 'f')).toEqual({ state: 'fresh' });
  });

  it('of a request that was lost with its process are free after a while', async () => {
    await keys.begin(use, 'f');
    await age('14 minutes');
    expect(await keys.begin(use, 'f')).toEqual({ state: 'in-progress' });
    await age('2 minutes');
    expect(await keys.begin(use, 'f')).toEqual({ state: 'fresh' });
  });

  it('remember the operation of a request as long as it is there', async () => {
    const operationId = randomUUID();
    await keys.begin(use, 'f', operationId);
    await new OperationStore(test.database).create({ id: operationId, kind: 'import', cluster: 'any', input: null, createdBy: null });
    await age('23 hours');
    await keys.abandon(use);
    expect(await keys.begin(use, 'f', randomUUID())).toEqual({ state: 'in-progress', operationId });
    await test.database.manager.query('DELETE FROM operation WHERE id = $1', [operationId]);
    expect(await keys.begin(use, 'f', randomUUID())).toEqual({ state: 'fresh' });
  });

  it('are purged after a day', async () => {
    const rows = () => test.database.manager.query<unknown>('SELECT key FROM idempotency_key');
    await test.database.manager.query('DELETE FROM idempotency_key');
    await keys.begin(use, 'f');
    await age('25 hours');
    await keys.begin({ ...use, key: 'young' }, 'f');
    await keys.purge();
    expect(await rows()).toEqual([{ key: 'young' }]);
  });
});

describe('settings', () => {
  it('make a secret once', async () => {
    const settings = new SettingStore(test.database);
    const secrets = await Promise.all(Array.from({ length: 5 }, () => settings.secret('cursors')));
    expect(secrets[0]).toHaveLength(32);
    expect(new Set(secrets.map((secret) => secret.toString('hex'))).size).toBe(1);
    expect((await settings.secret('other')).equals(secrets[0] as Buffer)).toBe(false);
  });

  it('remember what is done', async () => {
    const settings = new SettingStore(test.database);
    expect(await settings.isDone('demo')).toBe(false);
    await Promise.all([settings.markDone('demo'), settings.markDone('demo')]);
    expect(await settings.isDone('demo')).toBe(true);
  });
});

describe('the probe', () => {
  it('resolves while the database answers', async () => {
    await expect(new DatabaseProbe(test.database).ping()).resolves.toBeUndefined();
  });
});
