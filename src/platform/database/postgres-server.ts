import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { DataSource, EntityManager } from 'typeorm';
import { createDataSource, poolOf } from './data-source.js';
import type { Engine, Question } from './engine.js';
import { SharedLookUps } from './shared-look-ups.js';
import { Wear } from './wear.js';

/** Any number that nothing else on the server uses as an advisory lock. */
const migrationLock = 0x466f7265;

/** A Postgres server, version 15 or newer. */
export class PostgresServer implements Engine {
  private readonly wear = new Wear(this.dataSource);
  private readonly pool = poolOf(this.dataSource);
  private readonly lookUps = new SharedLookUps<readonly unknown[]>();
  /** False once a statement that was prepared was not there any more. */
  private keepsSessions = true;

  private constructor(readonly dataSource: DataSource) {}

  static async open(url: string): Promise<PostgresServer> {
    return new PostgresServer(await createDataSource({ url, poolSize: 10, connectTimeoutMS: 5_000 }).initialize());
  }

  async alone(act: () => Promise<void>): Promise<void> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.query('SELECT pg_advisory_lock($1)', [migrationLock]);
      await act();
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [migrationLock]);
      await runner.release();
    }
  }

  async ask<T>(question: Question): Promise<readonly T[]> {
    return (await this.lookUps.get(question.key, () => this.askAnew(question))) as readonly T[];
  }

  /** Prepared, as to plan a small question takes the server longer than to answer it; but for a pooler between here and the server that gives each statement another session. */
  private async askAnew({ name, text, values }: Question): Promise<readonly unknown[]> {
    if (this.keepsSessions) {
      try {
        return (await this.pool.query<object>({ name, text, values: [...values] })).rows;
      } catch (error) {
        if (!isOfAnotherSession(error)) throw error;
        this.keepsSessions = false;
      }
    }
    return (await this.pool.query<object>({ text, values: [...values] })).rows;
  }

  async copy(tx: EntityManager, into: string, chunks: Iterable<string>): Promise<void> {
    const client = (await tx.queryRunner?.connect()) as PoolClient;
    await pipeline(paced(chunks), client.query(copyFrom(`COPY ${into} FROM STDIN`)));
  }

  /** The server looks after itself, but not at once: until it has counted the rows of a first load, it reads them by the wrong plan. */
  async settle(rows: number): Promise<void> {
    if (await this.wear.add(rows)) await this.dataSource.query('ANALYZE object_version, template');
  }

  close(): Promise<void> {
    return this.dataSource.destroy();
  }
}

/** Whether a prepared statement is not there, or is there already, against all that was done before. Source: PostgreSQL documentation, "PostgreSQL Error Codes". */
function isOfAnotherSession(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return code === '26000' || code === '42P05';
}

/** Making the chunks is work, too: others have a turn between two of them. */
async function* paced(chunks: Iterable<string>): AsyncGenerator<string> {
  for (const chunk of chunks) {
    yield chunk;
    await setImmediate();
  }
}
