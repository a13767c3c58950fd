import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { DataSource, EntityManager } from 'typeorm';
import { createDataSource, poolOf } from './data-source.js';
import type { Engine, Question } from './engine.js';
import { PreparedStatements } from './prepared-statements.js';
import { SharedLookUps } from './shared-look-ups.js';
import { Wear } from './wear.js';

/** Any number that nothing else on the server uses as an advisory lock. */
const migrationLock = 0x466f7265;

/** A Postgres server, version 15 or newer. */
export class PostgresServer implements Engine {
  private readonly wear = new Wear(this.dataSource);
  private readonly pool = poolOf(this.dataSource);
  private readonly lookUps = new SharedLookUps<readonly unknown[]>();
  private readonly statements = new PreparedStatements((statement) => this.pool.query<object>(statement));

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
    return (await this.lookUps.get(question.key, () => this.statements.ask(question))) as readonly T[];
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

/** Making the chunks is work, too: others have a turn between two of them. */
async function* paced(chunks: Iterable<string>): AsyncGenerator<string> {
  for (const chunk of chunks) {
    yield chunk;
    await setImmediate();
  }
}
