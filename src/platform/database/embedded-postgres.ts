import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { DataDirLock } from './data-dir-lock.js';
import { createDataSource } from './data-source.js';
import { bundledTemplate, fresh, unpackTemplate } from './database-template.js';
import type { Engine } from './engine.js';
import { PostgresThread } from './postgres-thread.js';

/** Rows after whose writing a VACUUM is worth the pause. */
const vacuumFrom = 1_000;

/**
 * Postgres in WebAssembly (PGlite), in a thread of this process: one session, no background workers. While a statement runs all others wait.
 * So statements are kept short, transactions use their own manager only, and vacuum and checkpoint are ours to call.
 */
export class EmbeddedPostgres implements Engine {
  private constructor(
    readonly dataSource: DataSource,
    private readonly thread: PostgresThread,
    private readonly lock: DataDirLock | undefined,
  ) {}

  /**
   * @param dataDir the folder, made if need be; `memory` for a database that ends with the process
   * @param template a file of `writeTemplate` to start from; where there is none, a new database takes its time
   */
  static async open(dataDir: string, template = bundledTemplate): Promise<EmbeddedPostgres> {
    const lock = dataDir === 'memory' ? undefined : DataDirLock.acquire(dataDir);
    try {
      const thread = await (lock === undefined ? openMemory(template) : openFolder(dataDir, template));
      const extra = { stream: () => thread.connect(), user: 'postgres', database: 'postgres', max: 1, idleTimeoutMillis: 0 };
      const dataSource = createDataSource({ extra, poolSize: 1, connectTimeoutMS: 30_000 });
      return new EmbeddedPostgres(await dataSource.initialize(), thread, lock);
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
    let copied: Promise<void> = Promise.resolve();
    for (const chunk of chunks) {
      await copied;
      copied = this.thread.copy(`COPY ${into} FROM '/dev/blob'`, chunk);
      // Awaited above or below; the next chunk is made meanwhile.
      copied.catch(() => undefined);
      await setImmediate();
    }
    await copied;
  }

  async settle(rows: number): Promise<void> {
    if (rows >= vacuumFrom) await this.dataSource.query('VACUUM (ANALYZE) object_version, template');
    await this.dataSource.query('CHECKPOINT');
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
    await this.thread.close();
    this.lock?.release();
  }
}

/** A creation that was cut off leaves a mark behind, and is begun again. */
async function openFolder(dataDir: string, template: string): Promise<PostgresThread> {
  const folder = join(dataDir, 'pg');
  const unfinished = join(dataDir, 'pg.unfinished');
  if (existsSync(unfinished)) rmSync(folder, { recursive: true, force: true });
  else if (existsSync(folder)) return PostgresThread.start({ dataDir: folder });
  writeFileSync(unfinished, '');
  const hasTemplate = existsSync(template);
  if (hasTemplate) await unpackTemplate(template, folder);
  const thread = await PostgresThread.start({ dataDir: folder, ...(!hasTemplate && fresh) });
  rmSync(unfinished);
  return thread;
}

function openMemory(template: string): Promise<PostgresThread> {
  return PostgresThread.start(existsSync(template) ? { dataDir: 'memory://', template } : { dataDir: 'memory://', ...fresh });
}
