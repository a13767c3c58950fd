import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClusterStore } from '../../src/platform/database/cluster.store.js';
import { Database } from '../../src/platform/database/database.js';
import { SnapshotStore } from '../../src/platform/database/snapshot.store.js';
import { StateCache } from '../../src/platform/database/state-cache.js';
import { emptyDatabase, openTestDatabase, type OpenTestDatabase } from '../support/database.js';
import { changesOf } from '../support/changes.js';
import { draftOf, namespace, pod, service } from '../support/drafts.js';

const odd = 'tab\t back\\slash quote" umlaut ü astral 😀';
const drafts = [
  draftOf([namespace('b'), namespace('a'), pod('b', 'web-1'), pod('a-b', 'web.1'), pod('a', 'Web-1'), service('a', 'web')]),
  draftOf([namespace('a'), pod('b', 'web-1', { ip: '10.0.0.9' }), pod('a', 'Web-1', { labels: { odd } }), pod('a', 'web-2'), service('a', 'web', 8080)]),
  draftOf([namespace('a'), pod('b', 'web-1'), service('a', 'web')]),
];

/** All that callers can learn, but for the time of storing. */
async function tell(database: Database): Promise<string> {
  const snapshots = new SnapshotStore(database, new StateCache());
  await new ClusterStore(database).create({ name: 'prod', source: { type: 'import' } });
  for (const [i, draft] of drafts.entries()) {
    await snapshots.store('prod', draft, { takenAt: new Date(i), now: new Date(i), label: odd, source: { type: 'demo' } });
  }
  await snapshots.delete('prod', 2);
  await snapshots.store('prod', drafts[1] ?? draftOf([]), { takenAt: new Date(4), now: new Date(4), label: null, source: { type: 'demo' } });
  const told = [
    (await snapshots.list('prod', { limit: 10 })).items.map((record) => ({ ...record, createdAt: '' })),
    await snapshots.state('prod', 4),
    await snapshots.objects('prod', 1, {}, { limit: 10 }),
    await changesOf(snapshots, 'prod', 1, 4),
    await changesOf(snapshots, 'prod', 4, 3),
    await snapshots.history('prod', { limit: 10 }),
    await snapshots.timeline('prod', 'Pod', 'b', 'web-1'),
  ];
  return JSON.stringify(told, null, 1);
}

describe.skipIf((process.env.TEST_DATABASE_URL ?? '') === '')('the embedded database and the server', () => {
  let server: OpenTestDatabase;
  let embedded: Database;
  beforeAll(async () => {
    server = await openTestDatabase();
    embedded = await Database.open({ dataDir: 'memory', template: await emptyDatabase() });
  });
  afterAll(() => Promise.all([server.close(), embedded.close()]));

  it('answer the same bytes', async () => {
    expect(await tell(embedded)).toBe(await tell(server.database));
  });
});
