import type { DataSource, EntityManager } from 'typeorm';
import { openEmbeddedData, type EmbeddedData } from './embedded-data.js';
import { EmbeddedPostgres } from './embedded-postgres.js';
import type { Engine, Question } from './engine.js';
import { PostgresServer } from './postgres-server.js';

export interface DatabaseOptions {
  /** A Postgres server. Absent: the embedded one, in `dataDir`. */
  readonly databaseUrl?: string;
  /** The folder of the embedded database, made if need be, or `memory` for one that ends with the process. */
  readonly dataDir: string;
  /** The embedded database, where its opening has begun before the rest. Default: it is opened in `dataDir`. */
  readonly embedded?: Promise<EmbeddedData>;
  /** A dump of an empty embedded database to start from. Default: the one that the build made, if it did. */
  readonly template?: string;
  /** How many objects of snapshots stay in memory, decoded. Default 400,000, about 600 MB at most. */
  readonly cachedObjects?: number;
}

/** A Postgres that is ready for work: reached, and of the newest schema. */
export class Database {
  private constructor(private readonly engine: Engine) {}

  static async open({ databaseUrl, dataDir, template, embedded }: DatabaseOptions): Promise<Database> {
    const engine = databaseUrl === undefined ? await EmbeddedPostgres.open(await (embedded ?? openEmbeddedData(dataDir, template))) : await PostgresServer.open(databaseUrl);
    try {
      await engine.alone(async () => {
        await engine.dataSource.runMigrations({ transaction: 'each' });
      });
      return new Database(engine);
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  get dataSource(): DataSource {
    return this.engine.dataSource;
  }

  /** For reading and single statements. Inside a transaction use what {@link transaction} hands over, and nothing else. */
  get manager(): EntityManager {
    return this.engine.dataSource.manager;
  }

  /** The rows that answer a small question which is asked often. Outside transactions, for reading only. */
  ask<T>(question: Question): Promise<readonly T[]> {
    return this.engine.ask<T>(question);
  }

  transaction<T>(act: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.engine.dataSource.transaction(act);
  }

  /** Loads rows in bulk inside the transaction `tx`; `null` and text and numbers only. */
  copy(tx: EntityManager, table: string, columns: readonly string[], rows: Iterable<readonly CopyValue[]>): Promise<void> {
    return this.engine.copy(tx, `${table} (${columns.join(', ')})`, copyChunks(rows));
  }

  /** Gives back the room that writing left behind, once that is worth it; `rows` more were written. To be called outside transactions. */
  settle(rows: number): Promise<void> {
    return this.engine.settle(rows);
  }

  close(): Promise<void> {
    return this.engine.close();
  }
}

export type CopyValue = string | number | null;

/** Large enough to be quick, small enough that the embedded database stops the event loop for under 0.1 s at a time. */
const chunkSize = 1 << 20;

/** Source: PostgreSQL documentation, COPY, "Text Format". */
function* copyChunks(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    chunk += `${row.map(copyText).join('\t')}\n`;
    if (chunk.length < chunkSize) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function copyText(value: CopyValue): string {
  if (value === null) return '\\N';
  return typeof value === 'number' ? String(value) : value.replace(/[\\\n\r\t]/g, (char) => escapes[char] ?? char);
}
