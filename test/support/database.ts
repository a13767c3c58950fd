import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { sha256 } from '../../src/core/hash.js';
import { Database, type DatabaseOptions } from '../../src/platform/database/database.js';
import { fresh, writeTemplate } from '../../src/platform/database/database-template.js';

/** Options for an empty database of its own, and what puts it away afterwards. */
export interface TestDatabase {
  readonly options: DatabaseOptions;
  readonly discard: () => Promise<void>;
}

/** On the server of TEST_DATABASE_URL where that is set, else in memory. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { TEST_DATABASE_URL: url } = process.env;
  if (url === undefined || url === '') return { options: { dataDir: 'memory', template: await emptyDatabase() }, discard: () => Promise.resolve() };
  const name = `foretrace_test_${randomBytes(8).toString('hex')}`;
  await execute(url, `CREATE DATABASE ${name}`);
  const databaseUrl = new URL(url);
  databaseUrl.pathname = name;
  return { options: { databaseUrl: databaseUrl.href, dataDir: 'memory' }, discard: () => execute(url, `DROP DATABASE ${name} WITH (FORCE)`) };
}

export interface OpenTestDatabase {
  readonly database: Database;
  readonly close: () => Promise<void>;
}

/** An empty database of the newest schema. */
export async function openTestDatabase(): Promise<OpenTestDatabase> {
  const { options, discard } = await createTestDatabase();
  const database = await Database.open(options);
  return {
    database,
    async close() {
      await database.close();
      await discard();
    },
  };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const cache = join(import.meta.dirname, '../../node_modules/.cache/foretrace');

/** The dump of an empty embedded database, made once for each version of PGlite and of how it is made. */
export async function emptyDatabase(): Promise<string> {
  const manifest = await readFile(join(import.meta.dirname, '../../node_modules/@electric-sql/pglite/package.json'), 'utf8');
  const file = join(cache, `empty-database-${sha256(manifest + JSON.stringify(fresh)).slice(0, 16)}.tar`);
  if (existsSync(file)) return file;
  await mkdir(cache, { recursive: true });
  await writeTemplate(file);
  return file;
}
