import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClusterStore, SnapshotStore } from '../../src/platform/database/index.js';
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

  it('can be taken back', async () => {
    const { dataSource } = test.database;
    for (let i = 0; i < dataSource.migrations.length; i++) await dataSource.undoLastMigration();
    const tables = await test.database.manager.query<unknown>("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    expect(tables).toEqual([{ tablename: 'migration' }]);
    await dataSource.runMigrations();
  });
});
