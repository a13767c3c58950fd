import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClusterStore, SnapshotStore } from '../../src/platform/database/index.js';
import { ClusterEntity } from '../../src/platform/database/entities/cluster.entity.js';
import { StateCache } from '../../src/platform/database/state-cache.js';
import { draftOf, pod, service } from '../support/drafts.js';
import { openTestDatabase, type OpenTestDatabase } from '../support/database.js';

let test: OpenTestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());

describe('the schema', () => {
  it('is what the entities say: there is nothing left to migrate', async () => {
    const { upQueries } = await test.database.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('is migrated once', async () => {
    expect(await test.database.dataSource.runMigrations()).toEqual([]);
  });

  it('gives objects that were stored without one the digest that they would be stored with', async () => {
    const { database } = test;
    const store = new SnapshotStore(database, new StateCache());
    await new ClusterStore(database).create({ name: 'old', source: { type: 'import' } });
    const draft = draftOf([pod('shop', 'web-1'), pod('shop', 'web-2', { uid: 'with \\ and\nümlaut' }), service('shop', 'web'), { kind: 'Node', apiVersion: 'v1', metadata: { name: 'without-uid' } }]);
    await store.store('old', draft, { takenAt: new Date(0), now: new Date(0), label: null, source: { type: 'import', files: 1, bytes: 1 } });
    const digests = () => database.manager.query<object[]>("SELECT kind, name, encode(digest, 'hex') AS digest FROM object_version ORDER BY kind, name");
    const stored = await digests();
    expect(stored).toHaveLength(4);
    const { migrations } = database.dataSource;
    for (let i = migrations.length; i > migrations.findIndex((migration) => migration.constructor.name.startsWith('ObjectDigest')); i--) await database.dataSource.undoLastMigration();
    await database.dataSource.runMigrations();
    expect(await digests()).toEqual(stored);
  });

  it('gives objects that were stored when usual values had no place of their own the form that they would be stored in, and takes it back', async () => {
    const { database } = test;
    const store = new SnapshotStore(database, new StateCache());
    await new ClusterStore(database).create({ name: 'older', source: { type: 'import' } });
    const status = (ready: boolean) => ({ conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', ...(!ready && { reason: 'ContainersNotReady' }) }], containerStatuses: [{ name: 'main', ready, state: { running: {} } }] });
    const podOf = (name: string, ready: boolean) => ({ ...(pod('shop', name) as object), status: status(ready) });
    const endpoint = (i: number, ready: boolean) => ({ addresses: [`10.0.0.${i}`], conditions: { ready, serving: ready, terminating: false } });
    const slice = (name: string, ...endpoints: object[]) => ({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { namespace: 'shop', name }, addressType: 'IPv4', endpoints });
    const draft = draftOf([podOf('web-1', true), podOf('web-2', false), podOf('web-3', false), slice('mixed', endpoint(1, true), endpoint(2, false)), slice('usual', endpoint(3, true)), service('shop', 'web')]);
    await store.store('older', draft, { takenAt: new Date(0), now: new Date(0), label: null, source: { type: 'import', files: 1, bytes: 1 } });
    const { id } = await database.manager.findOneByOrFail(ClusterEntity, { name: 'older' });
    const stored = () => database.manager.query<{ name: string; text: string | null; body: string; digest: string }[]>(
      "SELECT name, (SELECT text FROM template WHERE cluster_id = $1 AND id = template_id) AS text, body, encode(digest, 'hex') AS digest FROM object_version WHERE cluster_id = $1 ORDER BY kind, name",
      [id],
    );
    const templates = async () => (await database.manager.query<[{ count: number }]>('SELECT count(*)::integer AS count FROM template WHERE cluster_id = $1', [id]))[0].count;
    const before = await stored();
    expect(await templates()).toBe(2);
    const { migrations } = database.dataSource;
    for (let i = migrations.length; i > migrations.findIndex((migration) => migration.constructor.name.startsWith('UsualValues')); i--) await database.dataSource.undoLastMigration();
    const old = await stored();
    expect(old.filter(({ body }) => body.startsWith('[{'))).toEqual([]);
    expect(old.filter(({ text, body }) => !before.some((each) => each.text === text && each.body === body)).map(({ name }) => name)).toEqual(['mixed', 'web-2', 'web-3']);
    expect(await templates()).toBe(4);
    await database.dataSource.runMigrations();
    expect(await stored()).toEqual(before);
    expect(await templates()).toBe(2);
    const [numbers] = await database.manager.query<[object]>('SELECT last_template AS last, (SELECT max(id) FROM template WHERE cluster_id = $1) AS highest FROM cluster WHERE id = $1', [id]);
    const { last, highest } = numbers as { last: number; highest: number };
    expect(last).toBe(highest);
  });

  it('can be taken back', async () => {
    const { dataSource } = test.database;
    for (let i = 0; i < dataSource.migrations.length; i++) await dataSource.undoLastMigration();
    const tables = await test.database.manager.query<unknown>("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    expect(tables).toEqual([{ tablename: 'migration' }]);
    await dataSource.runMigrations();
  });
});
