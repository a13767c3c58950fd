import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

  it('can be taken back', async () => {
    const { dataSource } = test.database;
    for (let i = 0; i < dataSource.migrations.length; i++) await dataSource.undoLastMigration();
    const tables = await test.database.manager.query<unknown>("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    expect(tables).toEqual([{ tablename: 'migration' }]);
    await dataSource.runMigrations();
  });
});
