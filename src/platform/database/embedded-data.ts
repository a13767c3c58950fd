import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataDirLock } from './data-dir-lock.js';
import { bundledTemplate, fresh, unpackTemplate } from './database-template.js';
import { PostgresThread } from './postgres-thread.js';

/** The data of an embedded database, open in a thread of this process and locked against others. */
export interface EmbeddedData {
  readonly thread: PostgresThread;
  /** None of a database in memory. */
  readonly lock: DataDirLock | undefined;
}

/**
 * Leans on little, so that it can begin before the rest of the service is loaded.
 *
 * @param dataDir the folder, made if need be; `memory` for a database that ends with the process
 * @param template a file of `writeTemplate` to start from; where there is none, a new database takes its time
 */
export async function openEmbeddedData(dataDir: string, template = bundledTemplate): Promise<EmbeddedData> {
  const lock = dataDir === 'memory' ? undefined : DataDirLock.acquire(dataDir);
  try {
    return { thread: await (lock === undefined ? openMemory(template) : openFolder(dataDir, template)), lock };
  } catch (error) {
    lock?.release();
    throw error;
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
