import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClusterStore, DatabaseModule, DatabaseProbe, SnapshotStore, isDatabaseUnavailable } from '../../src/platform/database/index.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { draftOf, namespace } from '../support/drafts.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.discard());

describe('the module', () => {
  it('opens the database with the application, and closes it with the application', async () => {
    const app = await NestFactory.createApplicationContext(DatabaseModule.forRoot(test.options), { logger: false });
    await app.get(ClusterStore).create({ name: 'prod', source: { type: 'import' } });
    await app.get(SnapshotStore).store('prod', draftOf([namespace('shop')]), { takenAt: new Date(0), now: new Date(0), label: null, source: { type: 'demo' } });
    await app.get(DatabaseProbe).ping();
    await app.close();
    const error = await app.get(DatabaseProbe).ping().then(undefined, (reason: unknown) => reason);
    expect(isDatabaseUnavailable(error)).toBe(true);
  });
});
