import { setImmediate } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { AnswerMemory } from './answer-memory.js';
import { createDataSource, poolOf } from './data-source.js';
import type { EmbeddedData } from './embedded-data.js';
import type { Engine, Question } from './engine.js';
import { SharedLookUps } from './shared-look-ups.js';
import { Wear } from './wear.js';

/**
 * Postgres in WebAssembly (PGlite), in a thread of this process: one session, no background workers. While a statement runs all others wait.
 * So statements are kept short, transactions use their own manager only, and vacuum and checkpoint are ours to call.
 */
export class EmbeddedPostgres implements Engine {
  private readonly wear = new Wear(this.dataSource);
  private readonly pool = poolOf(this.dataSource);
  private readonly answers = new AnswerMemory();
  private readonly lookUps = new SharedLookUps<readonly unknown[]>();

  private constructor(
    readonly dataSource: DataSource,
    private readonly data: EmbeddedData,
  ) {}

  static async open(data: EmbeddedData): Promise<EmbeddedPostgres> {
    try {
      const extra = { stream: () => data.thread.connect(), user: 'postgres', database: 'postgres', max: 1, idleTimeoutMillis: 0 };
      const dataSource = createDataSource({ extra, poolSize: 1, connectTimeoutMS: 30_000 });
      return new EmbeddedPostgres(await dataSource.initialize(), data);
    } catch (error) {
      data.lock?.release();
      throw error;
    }
  }

  /** The folder's lock has seen to it. */
  alone(act: () => Promise<void>): Promise<void> {
    return act();
  }

  /** Prepared, as to read and to plan a statement takes this database longer than to run a small one; and not even run where nothing can have changed since it was run before. */
  async ask<T>(question: Question): Promise<readonly T[]> {
    const known = this.answers.known(question, this.data.thread.writes) ?? (await this.lookUps.get(question.key, () => this.askAnew(question)));
    return known as readonly T[];
  }

  private async askAnew(question: Question): Promise<readonly unknown[]> {
    const { name, text, values } = question;
    const { writes } = this.data.thread;
    const { rows } = await this.pool.query<object>({ name, text, values: [...values] });
    this.answers.remember(question, writes, rows);
    return rows;
  }

  /** Past the pool, into the one session there is, which is the transaction's. (A copy stream through the pool ends the instance.) */
  async copy(_tx: EntityManager, into: string, chunks: Iterable<string>): Promise<void> {
    let copied: Promise<void> = Promise.resolve();
    for (const chunk of chunks) {
      await copied;
      copied = this.data.thread.copy(`COPY ${into} FROM '/dev/blob'`, chunk);
      // Awaited above or below; the next chunk is made meanwhile.
      copied.catch(() => undefined);
      await setImmediate();
    }
    await copied;
  }

  async settle(rows: number): Promise<void> {
    if (await this.wear.add(rows)) await this.dataSource.query('VACUUM (ANALYZE) object_version, template');
    await this.dataSource.query('CHECKPOINT');
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
    await this.data.thread.close();
    this.data.lock?.release();
  }
}
