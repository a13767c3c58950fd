import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import type { DataSource, EntityManager } from 'typeorm';
import { DataDirLock } from './data-dir-lock.js';
import { createDataSource } from './data-source.js';
import type { Engine } from './engine.js';

/** Rows after whose writing a VACUUM is worth the pause. */
const vacuumFrom = 1_000;

/** Written by the build (`scripts/write-template.mjs`), beside the compiled file. */
export const bundledTemplate = join(import.meta.dirname, 'empty-database.tar');

/**
 * Postgres in WebAssembly, in this process (PGlite): one session, no background workers, the event loop stands still while a statement runs.
 * So statements are kept short, transactions use their own manager only, and vacuum and checkpoint are ours to call.
 */
export class EmbeddedPostgres implements Engine {
  private constructor(
    readonly dataSource: DataSource,
    private readonly pglite: PGlite,
    private readonly lock: DataDirLock | undefined,
  ) {}

  /**
   * @param dataDir the folder, made if need be; `memory` for a database that ends with the process
   * @param template a file of {@link writeTemplate} to start from; where there is none, a new database takes its time
   */
  static async open(dataDir: string, template = bundledTemplate): Promise<EmbeddedPostgres> {
    const lock = dataDir === 'memory' ? undefined : DataDirLock.acquire(dataDir);
    try {
      const pglite = await (lock === undefined ? create('memory://', template) : openFolder(dataDir, template));
      const dataSource = createDataSource({ extra: { ...createPgConfig(pglite), max: 1, idleTimeoutMillis: 0 }, poolSize: 1, connectTimeoutMS: 30_000 });
      return new EmbeddedPostgres(await dataSource.initialize(), pglite, lock);
    } catch (error) {
      lock?.release();
      throw error;
    }
  }

  /** The folder's lock has seen to it. */
  alone(act: () => Promise<void>): Promise<void> {
    return act();
  }

  /** Past the pool, into the one session there is, which is the transaction's. (A copy stream through the pool ends the instance.) */
  async copy(_tx: EntityManager, into: string, chunks: Iterable<string>): Promise<void> {
    for (const chunk of chunks) {
      await this.pglite.query(`COPY ${into} FROM '/dev/blob'`, [], { blob: new Blob([chunk]) });
      await setImmediate();
    }
  }

  async settle(rows: number): Promise<void> {
    if (rows >= vacuumFrom) await this.dataSource.query('VACUUM (ANALYZE) object_version, template');
    await this.dataSource.query('CHECKPOINT');
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
    await this.pglite.close();
    this.lock?.release();
  }
}

/** A creation that was cut off leaves a mark behind, and is begun again. */
async function openFolder(dataDir: string, template: string): Promise<PGlite> {
  const folder = join(dataDir, 'pg');
  const unfinished = join(dataDir, 'pg.unfinished');
  if (existsSync(unfinished)) rmSync(folder, { recursive: true, force: true });
  else if (existsSync(folder)) return PGlite.create(folder);
  writeFileSync(unfinished, '');
  const pglite = await create(folder, template);
  rmSync(unfinished);
  return pglite;
}

async function create(dataDir: string, template: string): Promise<PGlite> {
  return existsSync(template) ? PGlite.create({ dataDir, loadDataDir: new Blob([await readFile(template)]) }) : initialize(dataDir);
}

/** Without a background checkpointer the log of changes grows up to `max_wal_size`, which is 1 GB by default. */
function initialize(dataDir: string): Promise<PGlite> {
  return PGlite.create({
    dataDir,
    initDbStartParams: ['--no-sync', '--locale=C', '--encoding=UTF8'],
    postgresqlconf: ['max_wal_size=64MB', 'min_wal_size=32MB'],
  });
}

/** Writes a dump of an empty embedded database to `file`, whole or not at all. To start from it takes a fifth of the time of making one. */
export async function writeTemplate(file: string): Promise<void> {
  const pglite = await initialize('memory://');
  const dump = await pglite.dumpDataDir('none');
  await pglite.close();
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, Buffer.from(await dump.arrayBuffer()));
  await rename(unfinished, file);
}
