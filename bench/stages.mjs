import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { writeDump, writeLists } from './corpus.mjs';
import { ListServer } from './lists.mjs';
import { repeat } from './quantities.mjs';
import { Service } from './service.mjs';
import { withWaits } from './waits.mjs';

/** The cluster whose snapshots are captured or imported. */
export const clusterName = 'bench';

/**
 * What one snapshot cost.
 *
 * @typedef {object} Made
 * @property {number} milliseconds from the request to its answer
 * @property {number} read milliseconds of it in which the upload or the lists were read
 * @property {number} store milliseconds of it from then on
 * @property {number} peak bytes that the service had in memory at most, since the snapshot before
 * @property {number} relations bytes of the tables and their indexes afterwards; NaN where the database cannot be asked while the service runs
 * @property {import('./waits.mjs').Waits} waits of others meanwhile
 *
 * @typedef {{ readonly runs: readonly Made[], readonly home: Home }} Imported
 *
 * @typedef {object} Captured
 * @property {readonly Made[]} firsts the first snapshot of each run
 * @property {readonly Made[]} series the snapshots that `home` holds: see {@link series}
 * @property {Home} home
 *
 * @typedef {import('./databases.mjs').Home} Home
 * @typedef {import('./databases.mjs').Database} Database
 */

/** What each snapshot of a series captures: 1 % changed, unchanged, back again, and so on. Its first two are the neighbours that are compared. */
const series = [0, 1, 1, 0, 0, 1, 1];

/** At the smaller sizes two more, between which as many pods change as at the measured size. */
const sameChange = [0, 2];
export const sameChangeNumbers = { from: series.length + 1, to: series.length + 2 };

/** What several rows look at, made once when it is first wanted. */
export class Stages {
  /** @type {Map<string, unknown>} */ #made = new Map();
  /** @type {Home[]} */ #homes = [];

  /** @param {import('./context.mjs').Context} context */
  constructor(context) {
    this.context = context;
  }

  /** A service that imported the dump. @type {(database: Database, pods?: number) => Promise<Imported>} */
  imported(database, pods = this.context.pods) {
    return this.#once(`imports of ${pods} pods, ${database.name}`, async () => {
      const dump = this.dump(pods);
      /** @type {Home[]} */ const homes = [];
      const runs = await repeat(async () => {
        this.context.say(`import of ${pods} pods, ${database.name}`);
        const home = await this.#create(database);
        homes.push(home);
        const service = await Service.start(home);
        const made = await this.#make(service, home, 'import', () => service.upload(`/v1/clusters/${clusterName}/snapshots/import`, dump.path));
        await service.stop();
        return made;
      }, ({ milliseconds }) => milliseconds);
      const [home, ...others] = homes;
      for (const other of others) await other.discard();
      return { runs, home: /** @type {Home} */ (home) };
    });
  }

  /** A service that captured a whole series of snapshots. @type {(database: Database, pods?: number) => Promise<Captured>} */
  captured(database, pods = this.context.pods) {
    return this.#once(`captures of ${pods} pods, ${database.name}`, async () => {
      const epochs = pods === this.context.pods ? series : [...series, ...sameChange];
      const home = await this.#create(database);
      const made = await this.#captures(database, home, pods, epochs);
      const [first] = /** @type {[Made]} */ (made);
      const firsts = [first, ...(first.milliseconds < 10_000 ? [await this.#firstCapture(database, pods), await this.#firstCapture(database, pods)] : [])];
      return { firsts, series: made.slice(0, series.length), home };
    });
  }

  /** @type {(pods: number) => import('./corpus.mjs').ItemFile} */
  dump(pods) {
    return this.#once(`dump of ${pods} pods`, () => writeDump(this.context.corpora, pods, 0));
  }

  /** The indexes of the lists that a series asks for. @type {(pods: number) => string[]} */
  lists(pods) {
    const { corpora, changing } = this.context;
    return this.#once(`lists of ${pods} pods`, () => {
      const same = pods === this.context.pods ? [] : [writeLists(corpora, pods, 1, changing)];
      return [writeLists(corpora, pods, 0), writeLists(corpora, pods, 1), ...same];
    });
  }

  /** The rows of an import in a folder, a file for each table. @type {(database: Database) => Promise<string>} */
  rows(database) {
    return this.#once(`rows of an import, ${database.name}`, async () => {
      const { home } = await this.imported(database);
      const folder = mkdtempSync(join(this.context.work, 'rows-'));
      const session = await home.open();
      for (const table of ['template', 'object_version']) await session.copyTo(`SELECT * FROM ${table}`, join(folder, table));
      await session.close();
      return folder;
    });
  }

  async discard() {
    for (const home of this.#homes) await home.discard().catch(() => undefined);
  }

  /** @type {(database: Database, pods: number) => Promise<Made>} */
  async #firstCapture(database, pods) {
    const home = await this.#create(database);
    const [made] = /** @type {[Made]} */ (await this.#captures(database, home, pods, [0]));
    await home.discard();
    return made;
  }

  /** @type {(database: Database, home: Home, pods: number, epochs: readonly number[]) => Promise<Made[]>} */
  async #captures(database, home, pods, epochs) {
    const server = await ListServer.start(this.context.work, this.lists(pods));
    const service = await Service.start(home, { KUBECONFIG: server.kubeconfig });
    await service.post('/v1/clusters', { name: clusterName, source: { type: 'kubeconfig' } });
    /** @type {Made[]} */ const made = [];
    for (const [i, epoch] of epochs.entries()) {
      this.context.say(`capture ${i + 1} of ${epochs.length}, ${pods} pods, ${database.name}`);
      await server.become(epoch);
      made.push(await this.#make(service, home, 'capture', () => service.post(`/v1/clusters/${clusterName}/snapshots`, {})));
      service.started.forgetPeak();
    }
    await service.stop();
    await server.stop();
    return made;
  }

  /** @type {(service: Service, home: Home, source: string, work: () => Promise<import('./service.mjs').Answer>) => Promise<Made>} */
  async #make(service, home, source, work) {
    const before = await phases(service, source);
    const { result, waits } = await withWaits(service, work);
    const { peak } = service.started.memory;
    const after = await phases(service, source);
    return { milliseconds: result.milliseconds, read: after.read - before.read, store: after.store - before.store, peak, relations: await relationBytes(home), waits };
  }

  /** @type {(database: Database) => Promise<Home>} */
  async #create(database) {
    const home = await database.create();
    this.#homes.push(home);
    return home;
  }

  /** What failed once is not tried again. @template T @param {string} what @param {() => T} make @returns {T} */
  #once(what, make) {
    if (!this.#made.has(what)) {
      this.context.say(what);
      this.#made.set(what, make());
    }
    return /** @type {T} */ (this.#made.get(what));
  }
}

/** Milliseconds that snapshots took so far. @type {(service: Service, source: string) => Promise<{ read: number, store: number }>} */
async function phases(service, source) {
  const metrics = await service.metrics();
  const sum = (/** @type {string} */ phase) => metrics(`foretrace_snapshot_phase_seconds_sum{source="${source}",phase="${phase}"}`) * 1000;
  return { read: sum('read'), store: sum('store') };
}

/** @type {(home: Home) => Promise<number>} */
async function relationBytes({ where, open }) {
  if (!where.startsWith('postgres')) return NaN;
  const session = await open();
  const [row] = await session.query("SELECT pg_total_relation_size('object_version') + pg_total_relation_size('template') AS bytes");
  await session.close();
  return Number(row?.bytes);
}
