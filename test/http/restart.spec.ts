import { readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DraftBuilder } from '../../src/core/cluster/index.js';
import { ClusterStore, OperationStore, SnapshotStore } from '../../src/platform/database/index.js';
import { ImportJob } from '../../src/platform/jobs/import.job.js';
import { SpoolSweeper } from '../../src/platform/jobs/spool-sweeper.js';
import { TestApp, dumpOf, makeHome, type Home } from '../support/app.js';
import { patient } from '../support/patient.js';

let home: Home;
let app: TestApp;

beforeEach(async () => {
  home = await makeHome();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await app.close();
  await home.discard();
});

const questions = [
  '/v1/clusters',
  '/v1/clusters/demo/snapshots',
  '/v1/clusters/demo/snapshots/1/objects?limit=1000',
  '/v1/clusters/demo/snapshots/latest/findings',
  '/v1/clusters/demo/diff',
  '/v1/clusters/demo/diff?view=findings&format=md',
  '/v1/clusters/demo/timeline?kind=Service&namespace=shop&name=web',
  '/v1/clusters/demo/snapshots/2/nodes/demo-worker-1/readouts',
  '/v1/operations',
];

async function answers(): Promise<string[]> {
  const texts: string[] = [];
  for (const url of questions) texts.push((await app.send({ url })).text);
  return texts;
}

describe('a restart', () => {
  it('changes no answer, and loads the demo no second time', async () => {
    app = await TestApp.start({ home });
    await app.send({ method: 'POST', url: '/v1/clusters/demo/snapshots/2/nodes/demo-worker-1/readouts', payload: { format: 'resolv-conf', text: 'nameserver 192.0.2.1\n' } });
    await app.import('other', dumpOf(80));
    const before = await answers();
    const cursor = (await app.get<{ next: string }>('/v1/clusters?limit=1')).next;
    await app.close();
    app = await TestApp.start({ home });
    expect(await answers()).toEqual(before);
    expect(await app.get(`/v1/clusters?limit=1&cursor=${encodeURIComponent(cursor)}`)).toMatchObject({ items: [{ name: 'other' }] });
  });

  it.each([
    { deleted: 'a demo', url: '/v1/clusters/demo', left: [] },
    { deleted: 'a snapshot of the demo', url: '/v1/clusters/demo/snapshots/2', left: [{ name: 'demo', snapshots: 1 }] },
  ])('does not bring back $deleted that was deleted', async ({ url, left }) => {
    app = await TestApp.start({ home });
    await app.send({ method: 'DELETE', url });
    await app.close();
    app = await TestApp.start({ home });
    expect((await app.get<{ items: object[] }>('/v1/clusters')).items).toMatchObject(left);
  });

  it('gives no demo to a database that was in use before it was emptied', async () => {
    app = await TestApp.start({ home, demo: false });
    await app.import('other', dumpOf(80));
    await app.close();
    app = await TestApp.start({ home });
    await app.send({ method: 'DELETE', url: '/v1/clusters/other' });
    await app.close();
    app = await TestApp.start({ home });
    expect(await app.get('/v1/clusters')).toMatchObject({ items: [] });
  });

  it.each([0, 1])('ends the demo that a crash has left after %i snapshots', async (stored) => {
    app = await TestApp.start({ home, demo: false });
    await app.nest.get(ClusterStore).create({ name: 'demo', source: { type: 'demo' } });
    const about = { takenAt: new Date(0), now: new Date(0), label: null, source: { type: 'demo' }, operationId: '00000000-0000-4000-8000-000000000001' } as const;
    if (stored > 0) await app.nest.get(SnapshotStore).store('demo', new DraftBuilder().finish(), about);
    await app.close();
    app = await TestApp.start({ home });
    expect(await app.get('/v1/clusters')).toMatchObject({ items: [{ name: 'demo', snapshots: 2, latest: { number: 2 } }] });
  });
});

describe('an import that a restart interrupts', () => {
  it('goes on from the spool, and is stored once', async () => {
    app = await TestApp.start({ home, demo: false });
    const id = await interrupt('resumed');
    app = await TestApp.start({ home, demo: false });
    expect(await endOf(id)).toMatchObject({ status: 'succeeded', result: { number: 1, label: 'held' } });
    expect(await app.get('/v1/clusters/resumed')).toMatchObject({ snapshots: 1 });
    await vi.waitFor(async () => expect(await readdir(app.config.spoolDir)).toEqual([]), patient);
  });

  it('is not stored again where it was stored already', async () => {
    app = await TestApp.start({ home, demo: false });
    vi.spyOn(app.nest.get(OperationStore), 'succeed').mockRejectedValueOnce(new Error('the process dies here'));
    vi.spyOn(app.nest.get(OperationStore), 'fail').mockRejectedValueOnce(new Error('the process dies here'));
    await app.import('stored', dumpOf(80));
    const [{ id } = { id: '' }] = (await app.get<{ items: { id: string }[] }>('/v1/operations')).items;
    await app.nest.get(OperationStore).claimInterrupted('a process that died', 0, 1);
    await app.nest.get(OperationStore).release(id, 'a process that died');
    await app.close();
    app = await TestApp.start({ home, demo: false });
    expect(await endOf(id)).toMatchObject({ status: 'succeeded', result: { number: 1 } });
    expect(await app.get('/v1/clusters/stored')).toMatchObject({ snapshots: 1 });
  });

  it('fails, and says that nothing was stored, where its upload is gone', async () => {
    app = await TestApp.start({ home, demo: false });
    const id = await interrupt('lost');
    await rm(app.config.spoolDir, { recursive: true });
    app = await TestApp.start({ home, demo: false });
    expect(await endOf(id)).toMatchObject({ status: 'failed', problem: { code: 'unavailable', detail: expect.stringContaining('nothing was stored') as string } });
    expect((await app.send({ url: '/v1/clusters/lost' })).status).toBe(404);
  });

  it('is given up once the service has died at it too often', async () => {
    app = await TestApp.start({ home, demo: false });
    const id = await interrupt('deadly', async (operations, held) => {
      for (let claims = 0; claims < 4; ) claims += (await operations.claimInterrupted('a process that dies', 0, 1)).length;
      // What is released now is for the next start, not for a round of this one.
      vi.spyOn(operations, 'claimInterrupted').mockResolvedValue([]);
      await operations.release(held, 'a process that dies');
    });
    app = await TestApp.start({ home, demo: false });
    expect(await endOf(id)).toMatchObject({ status: 'failed', problem: { code: 'internal', detail: expect.stringMatching(/died \d times.*nothing was stored/) as string } });
    expect((await app.send({ url: '/v1/clusters/deadly' })).status).toBe(404);
    await vi.waitFor(async () => expect(await readdir(app.config.spoolDir)).toEqual([]), patient);
  });

  it('leaves no file behind that nobody will read', async () => {
    app = await TestApp.start({ home, demo: false });
    await app.import('any', dumpOf(80));
    await app.close();
    await writeFile(join(app.config.spoolDir, 'orphan'), 'half an upload');
    if (home.database.databaseUrl !== undefined) return;
    app = await TestApp.start({ home, demo: false });
    expect(await readdir(app.config.spoolDir)).toEqual([]);
  });

  it('leaves a file of another process alone until it cannot be an upload under way', async () => {
    app = await TestApp.start({ home, demo: false });
    await app.import('any', dumpOf(80));
    const [young, old] = [join(app.config.spoolDir, 'young'), join(app.config.spoolDir, 'old')];
    await Promise.all([young, old].map((path) => writeFile(path, 'half an upload')));
    const written = new Date(Date.now() - 16 * 60_000);
    await utimes(old, written, written);
    await app.nest.get(SpoolSweeper).sweep();
    expect(await readdir(app.config.spoolDir)).toEqual(['young']);
  });
});

/** Begins an import, and ends the service before it has stored anything. `meanwhile` is called once the import stands still: before, it holds its operation's row now and then, and claims pass over that. */
async function interrupt(cluster: string, meanwhile?: (operations: OperationStore, id: string) => Promise<void>): Promise<string> {
  const operations = app.nest.get(OperationStore);
  const progress = operations.progress.bind(operations);
  const job = app.nest.get(ImportJob);
  const run = job.run.bind(job);
  // What goes on any sooner may have stored everything before the service tells it to end.
  const gate = new Promise<void>((resolve) => {
    vi.spyOn(job, 'run').mockImplementation((operation, course) => {
      course.signal.addEventListener('abort', () => resolve());
      return run(operation, course);
    });
  });
  const standsStill = new Promise<void>((resolve) => {
    vi.spyOn(operations, 'progress').mockImplementation(async (...told) => {
      const isOurs = await progress(...told);
      if (told[2].phase === 'normalise') {
        resolve();
        await gate;
      }
      return isOurs;
    });
  });
  const response = await app.import(cluster, dumpOf(80), { query: '?label=held', headers: { prefer: 'respond-async' } });
  const { id } = response.json<{ id: string }>();
  await standsStill;
  await meanwhile?.(operations, id);
  await app.close();
  return id;
}

async function endOf(id: string): Promise<object> {
  for await (const { status } of app.nest.get(OperationStore).watch(id)) if (status !== 'pending' && status !== 'running') break;
  return app.get(`/v1/operations/${id}`);
}
