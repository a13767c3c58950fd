import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { emptyDatabase } from './build.mjs';

/**
 * Where a service keeps its data.
 *
 * @typedef {object} Home
 * @property {Readonly<Record<string, string>>} env what the service is told
 * @property {string} where for a floor: the URL of a database, or the folder of an embedded one. The service must not run on the latter.
 * @property {() => Promise<Session>} open
 * @property {() => Promise<void>} discard
 *
 * @typedef {object} Session
 * @property {(sql: string) => Promise<Record<string, unknown>[]>} query
 * @property {(select: string, path: string) => Promise<void>} copyTo writes rows to a file, in the text format of COPY
 * @property {() => Promise<void>} close
 *
 * @typedef {object} Database
 * @property {'embedded' | 'server'} name
 * @property {string} version
 * @property {() => Promise<Home>} create an empty one
 */

/** @type {(folder: string) => Promise<Database>} */
export async function embedded(folder) {
  const pglite = await PGlite.create({ loadDataDir: emptyDatabase() });
  const version = await versionOf(sessionOf(pglite));
  return { name: 'embedded', version: `PGlite (PostgreSQL ${version})`, create: () => Promise.resolve(embeddedHome(mkdtempSync(join(folder, 'data-')))) };
}

/** @type {(folder: string, url: string) => Promise<Database>} */
export async function server(folder, url) {
  const session = await connect(url);
  const version = await versionOf(session);
  return { name: 'server', version: `PostgreSQL ${version}`, create: () => serverHome(mkdtempSync(join(folder, 'data-')), url) };
}

/** @type {(dataDir: string) => Home} */
function embeddedHome(dataDir) {
  const where = join(dataDir, 'database/pg');
  return {
    env: { DATA_DIR: dataDir },
    where,
    open: async () => sessionOf(await PGlite.create(where)),
    discard: () => Promise.resolve(rmSync(dataDir, { recursive: true, force: true })),
  };
}

/** @type {(dataDir: string, url: string) => Promise<Home>} */
async function serverHome(dataDir, url) {
  const name = `foretrace_bench_${randomBytes(6).toString('hex')}`;
  await execute(url, `CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = name;
  return {
    env: { DATA_DIR: dataDir, DATABASE_URL: own.href },
    where: own.href,
    open: () => connect(own.href),
    async discard() {
      await execute(url, `DROP DATABASE ${name} WITH (FORCE)`);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** @type {(pglite: PGlite) => Session} */
const sessionOf = (pglite) => ({
  query: async (sql) => rowsOf(await pglite.query(sql)),
  async copyTo(select, path) {
    const { blob } = await pglite.query(`COPY (${select}) TO '/dev/blob'`);
    await writeFile(path, blob?.stream() ?? '');
  },
  close: () => pglite.close(),
});

/** @type {(url: string) => Promise<Session>} */
async function connect(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    query: async (sql) => rowsOf(await client.query(sql)),
    copyTo: (select, path) => pipeline(client.query(copyTo(`COPY (${select}) TO STDOUT`)), createWriteStream(path)),
    close: () => client.end(),
  };
}

/** Both clients leave the type open. @type {(result: { readonly rows: Record<string, unknown>[] }) => Record<string, unknown>[]} */
const rowsOf = ({ rows }) => rows;

/** @type {(session: Session) => Promise<string>} */
async function versionOf(session) {
  const [row] = await session.query('SHOW server_version');
  await session.close();
  return String(row?.server_version).split(' ')[0] ?? '';
}

/** @type {(url: string, statement: string) => Promise<void>} */
async function execute(url, statement) {
  const session = await connect(url);
  await session.query(statement).finally(() => session.close());
}
