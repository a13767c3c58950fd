import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embedded, server } from './databases.mjs';
import { PrivateServer } from './postgres.mjs';
import { stopAll } from './processes.mjs';
import { Stages } from './stages.mjs';

/** What every row measures with. */
export class Context {
  /** @param {number} pods @param {string} corpora @param {string} work */
  constructor(pods, corpora, work) {
    this.pods = pods;
    /** Folder of what was generated; it outlives the bench. */
    this.corpora = corpora;
    /** Folder of everything else. */
    this.work = work;
    /** @type {import('./databases.mjs').Database[]} */
    this.databases = [];
    this.stages = new Stages(this);
    /** @type {PrivateServer | undefined} */
    this.server = undefined;
  }

  /** Sizes that show how a cost grows; the last is the one that is measured. */
  get sizes() {
    return [Math.round(this.pods / 10), Math.round(this.pods / 3), this.pods];
  }

  /** Pods that change from one epoch to the next at the measured size. */
  get changing() {
    return this.pods / 100;
  }

  get hasServer() {
    return this.databases.some(({ name }) => name === 'server');
  }

  /** @param {number} pods */
  static async open(pods) {
    const corpora = process.env.BENCH_DIR ?? join(tmpdir(), 'foretrace-bench');
    mkdirSync(corpora, { recursive: true });
    const context = new Context(pods, corpora, mkdtempSync(join(corpora, 'work-')));
    context.databases.push(await embedded(context.work));
    return context;
  }

  async openServer() {
    const { BENCH_DATABASE_URL: given = '' } = process.env;
    this.server = given === '' ? await PrivateServer.start() : undefined;
    const url = this.server?.url ?? given;
    if (url !== '') this.databases.push(await server(this.work, url));
  }

  /** Tells on stderr what is under way, since the whole takes long. @param {string} text */
  say(text) {
    process.stderr.write(`${(performance.now() / 1000).toFixed(0).padStart(5)} s  ${text}\n`);
  }

  /** The lines of each database; of one that is not there, a line that says so. @type {(measure: (database: import('./databases.mjs').Database) => Promise<import('./page.mjs').Line[]>) => Promise<import('./page.mjs').Line[]>} */
  onEach = async (measure) => {
    /** @type {import('./page.mjs').Line[]} */ const lines = [];
    for (const database of this.databases) lines.push(...(await measure(database)));
    if (!this.hasServer) lines.push({ case: 'server', absent: 'not measured: no PostgreSQL server was there' });
    return lines;
  };

  async close() {
    await stopAll();
    if (process.env.BENCH_DATABASE_URL !== undefined) await this.stages.discard().catch(() => undefined);
    await this.server?.stop();
    rmSync(this.work, { recursive: true, force: true, maxRetries: 3 });
  }
}
