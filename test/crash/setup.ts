import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { PrivatePostgres, postgresPrograms } from './private-postgres.js';
import { writeTally } from './tally.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A database of the suite's server, from which others are made; empty where the machine has no Postgres. */
    serverUrl: string;
    /** The folder in which each test tells what was survived. */
    told: string;
  }
}

/** One server for all files; the one that is stopped and started again is another. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const told = await mkdtemp(join(tmpdir(), 'foretrace-told-'));
  const postgres = (await postgresPrograms()) === undefined ? undefined : await PrivatePostgres.start();
  project.provide('serverUrl', postgres === undefined ? '' : await postgres.createDatabase());
  project.provide('told', told);
  return async () => {
    await postgres?.discard();
    await writeTally(told, postgres !== undefined);
    await rm(told, { recursive: true });
  };
}
