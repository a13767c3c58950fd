import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { PoolClient } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClusterStore } from '../../src/platform/database/cluster.store.js';
import { Database } from '../../src/platform/database/database.js';
import { writeTemplate } from '../../src/platform/database/database-template.js';
import { isDatabaseUnavailable } from '../../src/platform/database/index.js';
import { SnapshotStore } from '../../src/platform/database/snapshot.store.js';
import { StateCache } from '../../src/platform/database/state-cache.js';
import { emptyDatabase } from '../support/database.js';
import { changesOf } from '../support/changes.js';
import { draftOf, namespace, pod, service } from '../support/drafts.js';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'foretrace-data-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const locks = () => readdirSync(dataDir).filter((name) => name.startsWith('lock'));

async function open(): Promise<Database> {
  return Database.open({ dataDir, template: await emptyDatabase() });
}

/** All that callers can learn. */
async function tell(database: Database): Promise<string> {
  const snapshots = new SnapshotStore(database, new StateCache());
  return JSON.stringify([
    await new ClusterStore(database).get('prod'),
    await snapshots.list('prod', { limit: 10 }),
    await snapshots.state('prod', 1),
    await snapshots.objects('prod', 2, {}, { limit: 10 }),
    await changesOf(snapshots, 'prod', 1, 2),
    await snapshots.history('prod', { limit: 10 }),
    await snapshots.timeline('prod', 'Pod', 'shop', 'web-1'),
  ]);
}

async function fill(database: Database): Promise<void> {
  const snapshots = new SnapshotStore(database, new StateCache());
  await new ClusterStore(database).create({ name: 'prod', source: { type: 'import' } });
  const about = { now: new Date(2), label: null, source: { type: 'demo' } as const };
  await snapshots.store('prod', draftOf([namespace('shop'), pod('shop', 'web-1')]), { ...about, takenAt: new Date(0) });
  await snapshots.store('prod', draftOf([namespace('shop'), pod('shop', 'web-1', { ip: '10.0.0.7' }), service('shop', 'web')]), { ...about, takenAt: new Date(1) });
}

describe('the embedded database', () => {
  it('gives the same answers after a restart', async () => {
    const first = await open();
    await fill(first);
    const told = await tell(first);
    await first.close();
    const second = await open();
    expect(await tell(second)).toBe(told);
    await second.close();
  });

  it('begins from a dump of another, with its tables and all that is in them', async () => {
    const first = await open();
    await fill(first);
    const told = await tell(first);
    const migrated = await first.manager.query<object[]>('SELECT * FROM migration ORDER BY id');
    await first.close();
    const template = join(dataDir, 'dump.tar');
    await writeTemplate(template, join(dataDir, 'pg'));
    for (const folder of [join(dataDir, 'second'), 'memory']) {
      const second = await Database.open({ dataDir: folder, template });
      expect(await tell(second)).toBe(told);
      expect(await second.manager.query('SELECT * FROM migration ORDER BY id')).toEqual(migrated);
      await second.close();
    }
  });

  it('is for one process at a time', async () => {
    const first = await open();
    await expect(open()).rejects.toThrow(`process ${process.pid} uses the data directory ${dataDir}`);
    await first.close();
    expect(locks()).toEqual([]);
  });

  it('begins a creation again that was cut off', async () => {
    mkdirSync(join(dataDir, 'pg/base'), { recursive: true });
    writeFileSync(join(dataDir, 'pg/PG_VERSION'), '18\n');
    writeFileSync(join(dataDir, 'pg.unfinished'), '');
    const database = await open();
    await fill(database);
    await database.close();
    expect(existsSync(join(dataDir, 'pg.unfinished'))).toBe(false);
    expect(readFileSync(join(dataDir, 'pg/PG_VERSION'), 'utf8')).toBe('18\n');
  });

  it('lets the folder go when it cannot be opened', async () => {
    mkdirSync(join(dataDir, 'pg'));
    writeFileSync(join(dataDir, 'pg/PG_VERSION'), 'not a version');
    await expect(open()).rejects.toThrow();
    expect(locks()).toEqual([]);
  });

  it('ends the transaction of a client that is gone', async () => {
    const database = await open();
    const runner = database.dataSource.createQueryRunner();
    const client = (await runner.connect()) as PoolClient & { readonly connection: { readonly stream: Duplex } };
    await runner.query('BEGIN');
    await runner.query("INSERT INTO setting (name, value) VALUES ('half', '')");
    client.connection.stream.destroy();
    await runner.release();
    expect(await database.manager.query("SELECT name FROM setting WHERE name = 'half'")).toEqual([]);
    await new ClusterStore(database).create({ name: 'prod', source: { type: 'import' } });
    await database.close();
    const again = await open();
    expect(await new ClusterStore(again).get('prod')).toMatchObject({ name: 'prod' });
    await again.close();
  });

  it('is unavailable once closed', async () => {
    const database = await open();
    await database.close();
    const error = await database.manager.query<unknown>('SELECT 1').then(undefined, (reason: unknown) => reason);
    expect(isDatabaseUnavailable(error)).toBe(true);
  });

  it('keeps its log of changes small', async () => {
    const database = await open();
    expect(await database.manager.query("SELECT setting FROM pg_settings WHERE name = 'max_wal_size'")).toEqual([{ setting: '64' }]);
    await database.close();
  });
});
