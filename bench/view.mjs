// From the database to a view with all its indexes: node --expose-gc bench/view.mjs <where> <cluster> <first> <next>. Prints milliseconds, and bytes of heap.
import 'reflect-metadata';
import { dirname } from 'node:path';
import { fromBuild } from './build.mjs';

const { Database } = /** @type {typeof import('../src/platform/database/database.js')} */ (await fromBuild('src/platform/database/database.js'));
const { SnapshotStore } = /** @type {typeof import('../src/platform/database/snapshot.store.js')} */ (await fromBuild('src/platform/database/snapshot.store.js'));
const { StateCache } = /** @type {typeof import('../src/platform/database/state-cache.js')} */ (await fromBuild('src/platform/database/state-cache.js'));
const { kindNames, viewOf } = /** @type {typeof import('../src/core/cluster/index.js')} */ (await fromBuild('src/core/cluster/index.js'));

const [, , where = '', cluster = '', first = '1', next = '2'] = process.argv;
// The service's folder is the one above that of the embedded database.
const database = await Database.open(where.startsWith('postgres') ? { databaseUrl: where, dataDir: 'memory' } : { dataDir: dirname(where) });
const snapshots = new SnapshotStore(database, new StateCache());

const before = heap();
const cold = await open(Number(first));
const heapOfFirst = heap() - before;
const warm = await open(Number(next));
const heapOfNext = heap() - before - heapOfFirst;
await database.close();
process.stdout.write(`${JSON.stringify({ first: cold.times, next: warm.times, heapOfFirst, heapOfNext, objects: cold.objects })}\n`);

/** Keeps the view, so that what it holds is counted. @param {number} number */
async function open(number) {
  const begun = performance.now();
  const state = await snapshots.state(cluster, number);
  const loaded = performance.now();
  const view = viewOf(state);
  for (const kind of kindNames) view.get(kind, '', '');
  view.podsIn('');
  view.podsSelectedBy('', { app: '' });
  view.podsByIP('');
  view.slicesOf({ metadata: { namespace: '', name: '' } });
  const ended = performance.now();
  return { view, times: { state: loaded - begun, view: ended - begun }, objects: kindNames.reduce((sum, kind) => sum + view.objects(kind).length, 0) };
}

function heap() {
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
