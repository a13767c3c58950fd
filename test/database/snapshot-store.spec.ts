import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { finish } from '../../src/core/analysis/index.js';
import { DigestTable, draftToState, type SnapshotDraft } from '../../src/core/cluster/index.js';
import { ClusterStore } from '../../src/platform/database/cluster.store.js';
import { BaseOutdated, SnapshotStore, type Base, type ComparedDraft, type SnapshotAbout } from '../../src/platform/database/snapshot.store.js';
import { StateCache } from '../../src/platform/database/state-cache.js';
import { openTestDatabase, type OpenTestDatabase } from '../support/database.js';
import { changesOf } from '../support/changes.js';
import { draftOf, namespace, pod, service } from '../support/drafts.js';

let test: OpenTestDatabase;
let clusters: ClusterStore;
let snapshots: SnapshotStore;
beforeAll(async () => {
  test = await openTestDatabase();
  clusters = new ClusterStore(test.database);
  snapshots = new SnapshotStore(test.database, new StateCache());
});
afterAll(() => test.close());

/** A cluster of its own for each test. */
let cluster: string;
let lastCluster = 0;
beforeEach(async () => {
  cluster = `cluster-${++lastCluster}`;
  await clusters.create({ name: cluster, source: { type: 'import' } });
});

function about(day: number, more: Partial<SnapshotAbout> = {}): SnapshotAbout {
  const takenAt = new Date(Date.UTC(2026, 0, day));
  return { takenAt, now: takenAt, label: null, source: { type: 'import', files: 1, bytes: 100 }, ...more };
}

function storeAll(...drafts: SnapshotDraft[]) {
  return drafts.reduce<Promise<unknown>>((before, draft, i) => before.then(() => snapshots.store(cluster, draft, about(i + 1))), Promise.resolve());
}

async function rowCount(table: 'object_version' | 'template' | 'snapshot' | 'readout'): Promise<number> {
  const [row] = await test.database.manager.query<[{ count: number }]>(
    `SELECT count(*)::integer AS count FROM ${table} WHERE cluster_id = (SELECT id FROM cluster WHERE name = $1)`,
    [cluster],
  );
  return row.count;
}

async function tableOf(base: Base | undefined): Promise<DigestTable> {
  const table = new DigestTable();
  for await (const rows of base?.digests ?? []) table.add(rows);
  return table;
}

async function comparedWithNewest({ objects, ...draft }: SnapshotDraft): Promise<ComparedDraft> {
  const base = await snapshots.base(cluster);
  return { ...draft, base: base?.number ?? 0, difference: finish((await tableOf(base)).differenceSteps(objects)) };
}

const shop = [namespace('shop'), pod('shop', 'web-1'), pod('shop', 'web-2', { ip: '10.0.0.2' }), service('shop', 'web')];

describe('storing', () => {
  it('answers what was stored', async () => {
    const draft = { ...draftOf(shop), kubernetesVersion: 'v1.34.1', ignored: { Lease: 3 }, warnings: [{ detail: 'odd', file: 'a.yaml' }] };
    const record = await snapshots.store(cluster, draft, about(1, { label: 'first' }));
    expect(record).toEqual({
      cluster,
      number: 1,
      takenAt: '2026-01-01T00:00:00.000Z',
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      source: { type: 'import', files: 1, bytes: 100 },
      label: 'first',
      kubernetesVersion: 'v1.34.1',
      counts: { Namespace: 1, Pod: 2, Service: 1 },
      ignored: { Lease: 3 },
      coverage: draft.coverage,
      resourceVersions: {},
      warnings: [{ detail: 'odd', file: 'a.yaml' }],
    });
    expect(Object.keys(record.counts)).toEqual(['Namespace', 'Pod', 'Service']);
    expect(await snapshots.find(cluster, { number: 1 })).toEqual(record);
  });

  it('gives the state back as it was', async () => {
    const draft = draftOf(shop);
    await snapshots.store(cluster, draft, about(1));
    expect(await snapshots.state(cluster, 1)).toEqual(draftToState(draft, '2026-01-01T00:00:00.000Z'));
  });

  it('knows the moments of the lists of a capture; those of an upload were never meant to be one', async () => {
    const draft = { ...draftOf(shop), resourceVersions: { Pod: '7', Service: '8' } };
    await snapshots.store(cluster, draft, about(1));
    await snapshots.store(cluster, draft, about(2, { source: { type: 'capture', requests: 2, bytes: 100 } }));
    expect((await snapshots.state(cluster, 1)).resourceVersions).toEqual({});
    expect((await snapshots.state(cluster, 2)).resourceVersions).toEqual({ Pod: '7', Service: '8' });
  });

  it('keeps every character of a value', async () => {
    const odd = 'tab\t line\n return\r back\\slash \\N quote" nul\u0000 umlaut ü astral 😀 lone\ud800 end\\.';
    const draft = draftOf([pod('shop', 'web-1', { labels: { odd } }), { apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'shop', name: 'web', labels: { odd } }, spec: {} }]);
    await snapshots.store(cluster, draft, about(1));
    expect(await snapshots.state(cluster, 1)).toEqual(draftToState(draft, '2026-01-01T00:00:00.000Z'));
  });

  it('refuses a label that the database cannot hold, and passes over such a uid', async () => {
    await expect(snapshots.store(cluster, draftOf([]), about(1, { label: 'a\u0000b' }))).rejects.toMatchObject({ code: 'invalid-request' });
    await storeAll(draftOf([pod('shop', 'web-1', { uid: 'a\u0000b' })]), draftOf([pod('shop', 'web-1', { uid: 'a\u0000b' })]));
    expect(await rowCount('object_version')).toBe(1);
    expect(await snapshots.timeline(cluster, 'Pod', 'shop', 'web-1')).toMatchObject([{ from: 1, to: null, uid: null }]);
  });

  it('takes a snapshot without objects', async () => {
    expect((await snapshots.store(cluster, draftOf([]), about(1))).counts).toEqual({});
    expect((await snapshots.state(cluster, 1)).objects.Pod).toEqual([]);
  });

  it('adds no rows for objects that did not change', async () => {
    await storeAll(draftOf(shop));
    const before = [await rowCount('object_version'), await rowCount('template')];
    await storeAll(draftOf(shop));
    expect([await rowCount('object_version'), await rowCount('template')]).toEqual(before);
  });

  it('takes a draft that was compared with the newest snapshot before, like any other', async () => {
    await storeAll(draftOf(shop));
    const next = draftOf([shop[0], pod('shop', 'web-2', { ip: '10.0.0.9' }), pod('shop', 'web-3'), shop[3]]);
    const record = await snapshots.store(cluster, await comparedWithNewest(next), about(2));
    expect(record).toMatchObject({ number: 2, counts: { Namespace: 1, Pod: 2, Service: 1 } });
    expect(await snapshots.state(cluster, 2)).toEqual(draftToState(next, '2026-01-02T00:00:00.000Z'));
    expect((await snapshots.history(cluster, { limit: 1 })).items).toMatchObject([{ added: 1, removed: 1, changed: 1 }]);
    expect((await snapshots.store(cluster, next, about(3))).counts).toEqual(record.counts);
    expect((await snapshots.history(cluster, { limit: 1 })).items).toMatchObject([{ added: 0, removed: 0, changed: 0 }]);
  });

  it('refuses a draft that was compared with a snapshot that is not the newest any more, and leaves no trace of it', async () => {
    await storeAll(draftOf(shop));
    const compared = await comparedWithNewest(draftOf(shop.slice(0, 2)));
    await snapshots.store(cluster, draftOf(shop), about(2));
    await expect(snapshots.store(cluster, compared, about(3))).rejects.toThrow(BaseOutdated);
    await snapshots.delete(cluster, 2);
    expect((await snapshots.store(cluster, compared, about(3))).number).toBe(3);
    await snapshots.delete(cluster, 3);
    await snapshots.delete(cluster, 1);
    await expect(snapshots.store(cluster, compared, about(4))).rejects.toThrow(BaseOutdated);
    expect(await rowCount('object_version')).toBe(0);
  });

  it('has nothing to compare with where there is no snapshot, or no cluster', async () => {
    expect(await snapshots.base(cluster)).toBeUndefined();
    expect(await snapshots.base('no-such-cluster')).toBeUndefined();
  });

  it('says so where what a draft is compared with goes meanwhile', async () => {
    await storeAll(draftOf(shop));
    const base = await snapshots.base(cluster);
    await snapshots.delete(cluster, 1);
    await expect(tableOf(base)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('adds one row for one changed object, and none for its template', async () => {
    await storeAll(draftOf(shop), draftOf([...shop.slice(0, 2), pod('shop', 'web-2', { ip: '10.0.0.9' }), shop[3]]));
    expect(await rowCount('object_version')).toBe(5);
    expect(await rowCount('template')).toBe(templatesOf(shop));
  });

  it('stores the template of replicas once', async () => {
    const replicas = Array.from({ length: 50 }, (_, i) => pod('shop', `web-${i}`, { ip: `10.0.0.${i}` }));
    await storeAll(draftOf(replicas));
    expect(await rowCount('template')).toBe(1);
    expect(await rowCount('object_version')).toBe(50);
  });

  it('stores a replaced object anew, though only its uid differs', async () => {
    await storeAll(draftOf([pod('shop', 'web-1', { uid: 'a' })]), draftOf([pod('shop', 'web-1', { uid: 'b' })]));
    expect(await rowCount('object_version')).toBe(2);
  });

  it('loads more objects than one batch holds', async () => {
    const many = draftOf(Array.from({ length: 6_000 }, (_, i) => pod(`ns-${i % 7}`, `pod-${i}`, { ip: `10.0.${i >> 8}.${i & 255}` })));
    const changed = { ...many, objects: many.objects.filter((_, i) => i % 1000 !== 0) };
    await storeAll(many, changed);
    expect(await snapshots.state(cluster, 2)).toEqual(draftToState(changed, '2026-01-02T00:00:00.000Z'));
    expect((await snapshots.changes(cluster, 1, 2)).length).toBe(6);
  });

  it('never takes the template of an object for one that is gone', async () => {
    const labelled = (app: string) => pod('shop', 'web-1', { labels: { app } });
    await storeAll(draftOf([labelled('a')]), draftOf([labelled('b')]));
    const appsOf = async (to: number) => (await changesOf(snapshots, cluster, 1, to)).map((pair) => pair.only ?? [pair.before.metadata.labels, pair.after.metadata.labels]);
    expect(await appsOf(2)).toEqual([[{ app: 'a' }, { app: 'b' }]]);
    await snapshots.delete(cluster, 2);
    await snapshots.store(cluster, draftOf([labelled('c')]), about(3));
    expect(await appsOf(3)).toEqual([[{ app: 'a' }, { app: 'c' }]]);
  });

  it('leaves nothing behind when it fails', async () => {
    const [first, ...rest] = draftOf(shop).objects;
    const twice = { ...draftOf(shop), objects: [first, ...rest, { ...first, kind: null }] } as unknown as SnapshotDraft;
    await expect(snapshots.store(cluster, twice, about(1))).rejects.toThrow();
    expect([await rowCount('snapshot'), await rowCount('object_version'), await rowCount('template')]).toEqual([0, 0, 0]);
    expect((await snapshots.store(cluster, draftOf(shop), about(1))).number).toBe(1);
  });

  it('stores once for one operation', async () => {
    const operationId = '7f2d52bb-8d30-4a0e-9d3c-3a0f3b1a2c11';
    const first = await snapshots.store(cluster, draftOf(shop), about(1, { operationId }));
    expect(await snapshots.store(cluster, draftOf(shop), about(1, { operationId }))).toEqual(first);
    expect(await rowCount('snapshot')).toBe(1);
  });

  it('numbers snapshots that come at the same time 1 to n', async () => {
    const drafts = Array.from({ length: 8 }, (_, i) => draftOf([...shop, service('shop', `extra-${i}`)]));
    const records = await Promise.all(drafts.map((draft, i) => snapshots.store(cluster, draft, about(i + 1, { label: String(i) }))));
    expect(records.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    for (const { number, label, takenAt } of records) {
      expect(await snapshots.state(cluster, number)).toEqual(draftToState(drafts[Number(label)] as SnapshotDraft, takenAt));
    }
  });

  it('makes an unknown cluster with its first snapshot, if asked to', async () => {
    const stored = await Promise.all([1, 2].map((day) => snapshots.store(`${cluster}-new`, draftOf(shop), about(day, { makesCluster: true }))));
    expect(stored.map(({ number }) => number).sort()).toEqual([1, 2]);
    const broken = { ...draftOf(shop), objects: [{ kind: null }] } as unknown as SnapshotDraft;
    await expect(snapshots.store(`${cluster}-never`, broken, about(1, { makesCluster: true }))).rejects.toThrow();
    await expect(clusters.get(`${cluster}-never`)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('refuses a cluster that does not exist, with the near name', async () => {
    await expect(snapshots.store(`${cluster}x`, draftOf(shop), about(1))).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining(cluster) as string });
  });
});

function templatesOf(objects: readonly unknown[]): number {
  return new Set(draftOf(objects).objects.map(({ template }) => template).filter((text) => text !== '')).size;
}

describe('finding', () => {
  beforeEach(() => storeAll(draftOf([]), draftOf([]), draftOf([])));

  it('knows the latest, and those before it', async () => {
    await snapshots.delete(cluster, 2);
    expect(await snapshots.find(cluster, { latest: 0 })).toMatchObject({ number: 3 });
    expect(await snapshots.find(cluster, { latest: 1 })).toMatchObject({ number: 1 });
    await expect(snapshots.find(cluster, { latest: 2 })).rejects.toMatchObject({ code: 'not-found', message: `cluster ${cluster} has no snapshot 2 before the latest; there are 2, numbered from 1 to 3` });
  });

  it('resolves an instant to the newest taken at or before it', async () => {
    const at = (text: string) => snapshots.find(cluster, { at: new Date(text) });
    expect(await at('2026-01-02T00:00:00Z')).toMatchObject({ number: 2 });
    expect(await at('2026-01-02T23:59:59.999Z')).toMatchObject({ number: 2 });
    expect(await at('2027-01-01T00:00:00Z')).toMatchObject({ number: 3 });
    await expect(at('2025-12-31T23:59:59.999Z')).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('the earliest was taken at 2026-01-01T00:00:00.000Z') as string });
  });

  it('goes by the time of taking, not by the number', async () => {
    await snapshots.store(cluster, draftOf([]), about(1));
    expect(await snapshots.find(cluster, { at: new Date(Date.UTC(2026, 0, 1, 12)) })).toMatchObject({ number: 4 });
    expect(await snapshots.find(cluster, { at: new Date(Date.UTC(2026, 0, 9)) })).toMatchObject({ number: 3 });
  });

  it.each([4, 0, -1, 2 ** 31, 1e300, 1.5])('has no snapshot %d', async (number) => {
    await expect(snapshots.find(cluster, { number })).rejects.toMatchObject({ code: 'not-found', message: `cluster ${cluster} has no snapshot ${number}; there are 3, numbered from 1 to 3` });
  });

  it('lists by page, newest first', async () => {
    const first = await snapshots.list(cluster, { limit: 2 });
    expect(first.items.map(({ number }) => number)).toEqual([3, 2]);
    const second = await snapshots.list(cluster, { limit: 2, after: first.next ?? '' });
    expect(second).toMatchObject({ items: [{ number: 1 }], next: null });
  });
});

describe('deleting', () => {
  it('never gives a number twice', async () => {
    await storeAll(draftOf(shop), draftOf(shop));
    await snapshots.delete(cluster, 2);
    await snapshots.delete(cluster, 1);
    expect([await rowCount('object_version'), await rowCount('template')]).toEqual([0, 0]);
    expect((await snapshots.store(cluster, draftOf(shop), about(1))).number).toBe(3);
  });

  it('forgets the state in memory', async () => {
    await storeAll(draftOf(shop));
    await snapshots.state(cluster, 1);
    await snapshots.delete(cluster, 1);
    await expect(snapshots.state(cluster, 1)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('takes a cluster that is made anew meanwhile for another one', async () => {
    await storeAll(draftOf(shop));
    const base = await snapshots.base(cluster);
    await clusters.delete(cluster);
    await clusters.create({ name: cluster, source: { type: 'import' } });
    await storeAll(draftOf(shop));
    await expect(tableOf(base)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('keeps templates that another snapshot needs', async () => {
    await storeAll(draftOf([pod('shop', 'web-1')]), draftOf([pod('shop', 'web-2')]));
    await snapshots.delete(cluster, 1);
    expect([await rowCount('object_version'), await rowCount('template')]).toEqual([1, 1]);
    expect((await snapshots.state(cluster, 2)).objects.Pod).toHaveLength(1);
  });

  it('leaves nothing of a deleted cluster', async () => {
    await storeAll(draftOf(shop), draftOf([pod('shop', 'web-1')]));
    const [{ id }] = await test.database.manager.query<[{ id: number }]>('SELECT id FROM cluster WHERE name = $1', [cluster]);
    await clusters.delete(cluster);
    for (const table of ['snapshot', 'object_version', 'template', 'readout']) {
      expect(await test.database.manager.query(`SELECT 1 FROM ${table} WHERE cluster_id = $1`, [id])).toEqual([]);
    }
  });
});

describe('retention', () => {
  const days = (day: number) => new Date(Date.UTC(2026, 0, day, 12));
  const kept = async () => (await snapshots.list(cluster, { limit: 10 })).items.map(({ number }) => number).reverse();
  beforeEach(() => storeAll(...Array.from({ length: 5 }, (_, i) => draftOf([...shop, service('shop', `extra-${i}`)]))));

  const cases = [
    { name: 'the newest by number', retention: { keepLast: 2 }, now: days(5), expected: [4, 5] },
    { name: 'the young', retention: { keepDays: 3 }, now: days(5), expected: [3, 4, 5] },
    { name: 'what either bound holds', retention: { keepLast: 1, keepDays: 2 }, now: days(5), expected: [4, 5] },
    { name: 'the newest, however old', retention: { keepDays: 1 }, now: days(30), expected: [5] },
    { name: 'all, without bounds', retention: {}, now: days(30), expected: [1, 2, 3, 4, 5] },
  ];
  it.each(cases)('keeps $name', async ({ retention, now, expected }) => {
    const gone = await snapshots.applyRetention(cluster, retention, now);
    expect(await kept()).toEqual(expected);
    expect([...gone, ...expected].sort()).toEqual([1, 2, 3, 4, 5]);
    expect((await snapshots.state(cluster, 5)).objects.Service.map(({ metadata }) => metadata.name)).toEqual(['extra-4', 'web']);
    expect(await snapshots.changes(cluster, expected[0] ?? 0, 5)).toHaveLength(expected.length === 1 ? 0 : 2);
  });

  it('is applied when a snapshot is stored', async () => {
    await clusters.update(cluster, { retention: { keepLast: 3 } });
    await snapshots.store(cluster, draftOf(shop), about(6));
    expect(await kept()).toEqual([4, 5, 6]);
  });

  it('counts its days back from the present of whoever stores', async () => {
    await clusters.update(cluster, { retention: { keepDays: 3 } });
    await snapshots.store(cluster, draftOf(shop), about(6, { now: days(6) }));
    expect(await kept()).toEqual([4, 5, 6]);
  });

  it('is applied by whoever comes after a crash that came between it and the storing', async () => {
    const operationId = randomUUID();
    await snapshots.store(cluster, draftOf(shop), about(6, { operationId }));
    await clusters.update(cluster, { retention: { keepLast: 1 } });
    await snapshots.store(cluster, draftOf(shop), about(6, { operationId }));
    expect(await kept()).toEqual([6]);
  });
});

describe('objects by page', () => {
  const objects = [
    namespace('a'),
    namespace('b'),
    pod('a', 'web-1', { labels: { app: 'web' } }),
    pod('a', 'db-1', { labels: { app: 'db' } }),
    pod('b', 'web-1', { labels: { app: 'web', tier: 'front' } }),
    service('a', 'web', 80, { app: 'web' }),
  ];
  beforeEach(() => storeAll(draftOf(objects), draftOf([])));

  async function read(filter: Parameters<SnapshotStore['objects']>[2], limit = 2): Promise<string[]> {
    const found: string[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const page = await snapshots.objects(cluster, 1, filter, { limit, ...(after !== undefined && { after }) });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      found.push(...page.items.map((object) => [object.kind, 'namespace' in object.metadata ? object.metadata.namespace : '', object.metadata.name].join('/')));
      after = page.next;
    }
    return found;
  }

  const cases: { name: string; filter: Parameters<SnapshotStore['objects']>[2]; expected: string[] }[] = [
    {
      name: 'all, by kind in catalogue order, namespace, name',
      filter: {},
      expected: ['Namespace//a', 'Namespace//b', 'Pod/a/db-1', 'Pod/a/web-1', 'Pod/b/web-1', 'Service/a/web'],
    },
    { name: 'of one kind', filter: { kind: 'Pod' }, expected: ['Pod/a/db-1', 'Pod/a/web-1', 'Pod/b/web-1'] },
    { name: 'of a kind that is not there', filter: { kind: 'Gateway' }, expected: [] },
    { name: 'of one namespace', filter: { namespace: 'b' }, expected: ['Pod/b/web-1'] },
    { name: 'cluster-scoped', filter: { namespace: '' }, expected: ['Namespace//a', 'Namespace//b'] },
    { name: 'of one name', filter: { name: 'web-1' }, expected: ['Pod/a/web-1', 'Pod/b/web-1'] },
    { name: 'by label', filter: { labelSelector: 'app=web,!tier' }, expected: ['Pod/a/web-1', 'Service/a/web'] },
    { name: 'by all at once', filter: { kind: 'Pod', namespace: 'a', name: 'db-1', labelSelector: 'app in (db)' }, expected: ['Pod/a/db-1'] },
    { name: 'of a name that no object can have', filter: { name: 'web\u0000' }, expected: [] },
  ];
  it.each(cases)('$name', async ({ filter, expected }) => {
    for (const limit of [1, 2, 100]) expect(await read(filter, limit)).toEqual(expected);
  });

  it('gives others a turn while it looks for what a selector fits', async () => {
    const pods = Array.from({ length: 1_200 }, (_, i) => pod('c', `web-${i}`));
    await snapshots.store(cluster, draftOf(pods), about(3));
    let turns = 0;
    const count = (): unknown => (turns++, (turn = setImmediate(count)));
    let turn = setImmediate(count);
    await snapshots.objects(cluster, 3, { labelSelector: 'app=none' }, { limit: 1 });
    clearImmediate(turn);
    expect(turns).toBeGreaterThanOrEqual(3);
  });

  it('refuses a selector that cannot be read', async () => {
    await expect(snapshots.objects(cluster, 1, { labelSelector: 'app in' }, { limit: 1 })).rejects.toMatchObject({ code: 'invalid-request' });
  });
});

describe('the state of a snapshot that differs little from one in memory', () => {
  const pods = Array.from({ length: 10 }, (_, i) => pod('shop', `web-${i}`));
  const others = pods.slice(1);

  it.each([400_000, 0])('is made of that one, even where there is room for %s objects', async (room) => {
    const store = new SnapshotStore(test.database, new StateCache(room));
    await store.store(cluster, draftOf(pods), about(1));
    await store.store(cluster, draftOf([...others, pod('shop', 'new')]), about(2));
    const before = await store.state(cluster, 1);
    const after = await store.state(cluster, 2);
    expect(after.objects.Pod.map(({ metadata }) => metadata.name)).toEqual(['new', ...others.map((_, i) => `web-${i + 1}`)]);
    for (const kept of after.objects.Pod.slice(1)) expect(before.objects.Pod).toContain(kept);
  });
});
