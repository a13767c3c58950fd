// The floors of storage: node bench/bare-rows.mjs copy <where> <folder of rows> | changes <where> <from> <to> | bodies <where> <number>. Prints {"milliseconds", …}.
// <where> is the URL of a database, or the folder of an embedded one.
import { createReadStream, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { emptyDatabase, fromBuild } from './build.mjs';
import { median } from './quantities.mjs';

/** @typedef {{ readonly query: (sql: string) => Promise<{ rows: unknown[] }>, readonly copy: (table: string, path: string) => Promise<void>, readonly close: () => Promise<void> }} Bare */

const [, , what = '', where = '', ...rest] = process.argv;
const database = await (where.startsWith('postgres') ? connect(where) : openEmbedded(where));
const found = what === 'copy' ? await copyRows(rest[0] ?? '') : what === 'changes' ? await readChanges(Number(rest[0]), Number(rest[1])) : await parseBodies(Number(rest[0]));
await database.close();
process.stdout.write(`${JSON.stringify(found)}\n`);

/** Into empty tables of the same shape, indexes and all, in one transaction. @type {(folder: string) => Promise<object>} */
async function copyRows(folder) {
  // The embedded database that the build made has them.
  if (where.startsWith('postgres')) await makeTables();
  const begun = performance.now();
  await database.query('BEGIN');
  for (const table of ['template', 'object_version']) await database.copy(table, join(folder, table));
  await database.query('COMMIT');
  return { milliseconds: performance.now() - begun };
}

async function makeTables() {
  const { createDataSource } = /** @type {typeof import('../src/platform/database/data-source.js')} */ (await fromBuild('src/platform/database/data-source.js'));
  const runner = { query: (/** @type {string} */ sql) => database.query(sql), manager: { query: async (/** @type {string} */ sql) => (await database.query(sql)).rows } };
  const migrations = /** @type {readonly (new () => import('typeorm').MigrationInterface)[]} */ (/** @type {unknown} */ (createDataSource({}).options.migrations));
  for (const Migration of migrations) await new Migration().up(/** @type {import('typeorm').QueryRunner} */ (/** @type {unknown} */ (runner)));
}

/** The rows that a diff of two snapshots is made of, by one statement; the median of twenty. @type {(from: number, to: number) => Promise<object>} */
async function readChanges(from, to) {
  const sql = `SELECT kind, namespace, name, valid_from, valid_to, uid, template_id, body FROM object_version
    WHERE cluster_id = 1 AND ((valid_from > ${from} AND valid_from <= ${to}) OR (valid_to > ${from} AND valid_to <= ${to}))`;
  /** @type {number[]} */ const times = [];
  let rows = 0;
  for (let run = 0; run < 25; run++) {
    const begun = performance.now();
    rows = (await database.query(sql)).rows.length;
    times.push(performance.now() - begun);
  }
  return { milliseconds: median(times.slice(5)), rows };
}

/** The texts of a snapshot parsed once each, the templates too, and kept. @type {(number: number) => Promise<object>} */
async function parseBodies(number) {
  const live = `cluster_id = 1 AND valid_from <= ${number} AND (valid_to IS NULL OR valid_to > ${number})`;
  const texts = [await textsOf(`SELECT text FROM template WHERE id IN (SELECT template_id FROM object_version WHERE ${live})`), await textsOf(`SELECT body AS text FROM object_version WHERE ${live}`)].flat();
  const begun = performance.now();
  const parsed = texts.map((text) => /** @type {unknown} */ (JSON.parse(text)));
  return { milliseconds: performance.now() - begun, bytes: texts.reduce((sum, text) => sum + text.length, 0), parsed: parsed.length };
}

/** In portions, as the embedded database holds an answer whole. @type {(select: string) => Promise<string[]>} */
async function textsOf(select) {
  /** @type {string[]} */ const texts = [];
  await database.query('BEGIN');
  await database.query(`DECLARE portion NO SCROLL CURSOR FOR ${select}`);
  for (let rows; (rows = (await database.query('FETCH 5000 FROM portion')).rows).length > 0; ) for (const { text } of /** @type {{ text: string }[]} */ (rows)) texts.push(text);
  await database.query('COMMIT');
  return texts;
}

/** @type {(url: string) => Promise<Bare>} */
async function connect(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    query: (sql) => client.query(sql),
    copy: (table, path) => pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), client.query(copyFrom(`COPY ${table} FROM STDIN`))),
    close: () => client.end(),
  };
}

/** A new one begins as one of the service does, so that what is compared is the loading. @type {(folder: string) => Promise<Bare>} */
async function openEmbedded(folder) {
  mkdirSync(dirname(folder), { recursive: true });
  const template = what === 'copy' ? { loadDataDir: emptyDatabase() } : {};
  const pglite = await PGlite.create({ dataDir: folder, ...template });
  return {
    query: (sql) => pglite.query(sql),
    async copy(table, path) {
      for (const lines of portions(readFileSync(path))) await pglite.query(`COPY ${table} FROM '/dev/blob'`, [], { blob: new Blob([lines]) });
    },
    close: () => pglite.close(),
  };
}

/** Whole lines, about 4 MiB at a time: larger ones are no faster. @type {(text: Buffer<ArrayBuffer>) => Generator<Buffer<ArrayBuffer>>} */
function* portions(text) {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', Math.min(text.length - 1, from + (4 << 20))) + 1 || text.length;
    yield text.subarray(from, end);
    from = end;
  }
}
