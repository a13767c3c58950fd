import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { inject } from 'vitest';
import { query } from './private-postgres.js';

export const placeNames = ['embedded', 'server'] as const;
export type PlaceName = (typeof placeNames)[number];

/** Where the data of a service lie: what outlives a kill. */
export interface Place {
  readonly name: PlaceName;
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  /** The rows of one statement. On the embedded database only while no service runs: its folder is for one process at a time. */
  readonly query: <T extends object>(statement: string) => Promise<T[]>;
  /** Uploads that lie in the spool. */
  readonly spooled: () => Promise<string[]>;
  readonly discard: () => Promise<void>;
}

/** @param url a database of its own on a server; the embedded one without it */
export async function makePlace(url?: string): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'foretrace-crash-'));
  return {
    name: url === undefined ? 'embedded' : 'server',
    env: { DATA_DIR: folder, ...(url !== undefined && { DATABASE_URL: url }) },
    folder,
    query: <T extends object>(statement: string) => (url === undefined ? queryFolder<T>(join(folder, 'database', 'pg'), statement) : query<T>(url, statement)),
    spooled: () => readdir(join(folder, 'spool')).catch(() => []),
    discard: () => rm(folder, { recursive: true, force: true }),
  };
}

async function queryFolder<T extends object>(folder: string, statement: string): Promise<T[]> {
  const database = await PGlite.create(folder);
  try {
    return (await database.query<T>(statement)).rows;
  } finally {
    await database.close();
  }
}

/** Whether there is a server to test on. */
export const hasServer = inject('serverUrl') !== '';

let databases = 0;

/** An empty database on the suite's server. */
export async function makeServerPlace(): Promise<Place> {
  const name = `crash_${process.pid}_${++databases}`;
  const address = new URL(inject('serverUrl'));
  await query(address.href, `CREATE DATABASE ${name}`);
  address.pathname = name;
  return makePlace(address.href);
}
