import { readdir } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Database } from '../../src/platform/database/database.js';
import { OperationStore, SnapshotStore } from '../../src/platform/database/index.js';
import { TestApp, dumpOf } from '../support/app.js';
import { patient } from '../support/patient.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start({ demo: false });
});
afterAll(() => app.close());
afterEach(() => vi.restoreAllMocks());

interface Operation {
  readonly id: string;
  readonly status: string;
  readonly result: { readonly number: number } | null;
  readonly problem: { readonly code: string; readonly detail: string } | null;
}

const async = { prefer: 'respond-async' };

/** Begins an import that waits at the beginning of `phase` until it is let go. */
async function beginHeld(cluster: string, phase: string): Promise<{ operation: Operation; reached: Promise<void>; letGo: () => void }> {
  const operations = app.nest.get(OperationStore);
  const progress = operations.progress.bind(operations);
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  let reach = (): void => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  vi.spyOn(operations, 'progress').mockImplementation(async (id, owner, told) => {
    const isOurs = await progress(id, owner, told);
    if (told.phase !== phase) return isOurs;
    reach();
    await gate;
    return isOurs;
  });
  const response = await app.import(cluster, dumpOf(80), { headers: async });
  expect(response.status).toBe(202);
  return { operation: response.json<Operation>(), reached, letGo };
}

async function endOf(id: string): Promise<Operation> {
  for await (const { status } of app.nest.get(OperationStore).watch(id)) if (status !== 'pending' && status !== 'running') break;
  return app.get<Operation>(`/v1/operations/${id}`);
}

const spooled = () => readdir(app.config.spoolDir);

describe('an import that nobody waits for', () => {
  it('is an operation, whose result is the snapshot', async () => {
    const { status, headers, json } = await app.import('slow', dumpOf(80), { headers: async });
    const { id } = json<Operation>();
    expect([status, headers['location'], headers['preference-applied']]).toEqual([202, `/v1/operations/${id}`, 'respond-async']);
    const { result, ...ended } = await endOf(id);
    expect(ended).toMatchObject({ status: 'succeeded', problem: null, cluster: 'slow', kind: 'import', progress: { phase: 'store', done: 2, total: 2 } });
    expect(result).toEqual(await app.get('/v1/clusters/slow/snapshots/1'));
    await vi.waitFor(async () => expect(await spooled()).toEqual([]), patient);
  });

  it('that fails says why, and that nothing was stored', async () => {
    const { json } = await app.send({
      method: 'POST', url: '/v1/clusters/failing/snapshots/import', headers: { 'content-type': 'application/json', ...async }, payload: 'nothing to see here',
    });
    expect(await endOf(json<Operation>().id)).toMatchObject({ status: 'failed', result: null, problem: { code: 'unreadable-upload', detail: expect.stringContaining('nothing was stored') as string } });
    expect((await app.send({ url: '/v1/clusters/failing' })).status).toBe(404);
    await vi.waitFor(async () => expect(await spooled()).toEqual([]), patient);
  });

  it('can be followed event by event', async () => {
    const { operation, reached, letGo } = await beginHeld('followed', 'normalise');
    await reached;
    const streaming = app.send({ url: `/v1/operations/${operation.id}`, headers: { accept: 'text/event-stream' } });
    letGo();
    const { text, headers } = await streaming;
    const states = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => (JSON.parse(data) as Operation).status);
    expect(headers['content-type']).toMatch(/^text\/event-stream/);
    expect([states[0], states.at(-1), text.startsWith('id: 1\nevent: operation\ndata: ')]).toEqual(['running', 'succeeded', true]);
  });
});

describe('an operation', () => {
  it('can be cancelled while it reads: nothing of it stays', async () => {
    const { operation, reached, letGo } = await beginHeld('cancelled', 'normalise');
    await reached;
    const cancelling = app.send({ method: 'DELETE', url: `/v1/operations/${operation.id}` });
    await endOf(operation.id);
    letGo();
    expect((await cancelling).json()).toMatchObject({ id: operation.id, status: 'cancelled', result: null });
    expect((await app.send({ url: '/v1/clusters/cancelled' })).status).toBe(404);
    expect(await spooled()).toEqual([]);
  });

  it('cannot be cancelled while it stores', async () => {
    const { operation, reached, letGo } = await beginHeld('storing', 'store');
    await reached;
    const { status, text } = await app.send({ method: 'DELETE', url: `/v1/operations/${operation.id}` });
    letGo();
    expect([status, text]).toEqual([409, expect.stringContaining('cannot be undone')]);
    expect(await endOf(operation.id)).toMatchObject({ status: 'succeeded' });
  });

  it('that has ended cannot be cancelled', async () => {
    const { id } = (await app.import('ended', dumpOf(80), { headers: async })).json<Operation>();
    await endOf(id);
    expect((await app.send({ method: 'DELETE', url: `/v1/operations/${id}` })).status).toBe(409);
  });

  it.each(['no-uuid', '5f1d3c1e-7a07-4b3a-8d7b-6f9a30f2c411'])('that does not exist is not found: %s', async (id) => {
    for (const method of ['GET', 'DELETE'] as const) expect((await app.send({ method, url: `/v1/operations/${id}` })).status).toBe(404);
  });

  it.each([
    { moment: 'after its snapshot was stored', isStored: true },
    { moment: 'before its snapshot was stored', isStored: false },
  ])('that loses the database $moment is not called failed: it goes on, and stores once', async ({ isStored }) => {
    const cluster = isStored ? 'lost-late' : 'lost-early';
    const snapshots = app.nest.get(SnapshotStore);
    const store = snapshots.store.bind(snapshots);
    vi.spyOn(snapshots, 'store').mockImplementationOnce(async (...told) => {
      if (isStored) await store(...told);
      throw new Error('Connection terminated unexpectedly');
    });
    const headers = { 'idempotency-key': cluster };
    expect((await app.import(cluster, dumpOf(80), { headers })).status).toBe(503);
    const { items } = await app.get<{ items: [Operation] }>('/v1/operations?limit=1');
    expect(items).toMatchObject([{ status: 'running' }]);
    expect((await app.import(cluster, dumpOf(80), { headers })).json()).toMatchObject({ code: 'idempotency-in-progress' });
    await app.nest.get(Database).manager.query("UPDATE operation SET heartbeat_at = now() - interval '1 minute' WHERE id = $1", [items[0].id]);
    expect(await endOf(items[0].id)).toMatchObject({ status: 'succeeded', result: { number: 1 } });
    expect((await app.import(cluster, dumpOf(80), { headers })).json()).toMatchObject({ number: 1 });
    expect(await app.get(`/v1/clusters/${cluster}`)).toMatchObject({ snapshots: 1 });
    await vi.waitFor(async () => expect(await spooled()).toEqual([]), patient);
  });

  it('of a defect tells nothing of it', async () => {
    vi.spyOn(app.nest.get(SnapshotStore), 'store').mockRejectedValueOnce(new Error('a secret of the inside'));
    const { status, text } = await app.import('defect', dumpOf(80));
    expect([status, text]).toEqual([500, expect.not.stringContaining('secret')]);
    const { items } = await app.get<{ items: Operation[] }>('/v1/operations?limit=1');
    expect(items).toMatchObject([{ status: 'failed', problem: { code: 'internal' } }]);
  });
});

describe('the list of operations', () => {
  it('comes newest first, page by page, every one once', async () => {
    const ids: string[] = [];
    let next: string | null = null;
    do {
      const page: { items: Operation[]; next: string | null } = await app.get(`/v1/operations?limit=2${next === null ? '' : `&cursor=${encodeURIComponent(next)}`}`);
      ids.push(...page.items.map(({ id }) => id));
      next = page.next;
    } while (next !== null);
    const whole = await app.get<{ items: (Operation & { createdAt: string })[] }>('/v1/operations');
    expect(ids).toEqual(whole.items.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(4);
    const times = whole.items.map(({ createdAt }) => createdAt);
    expect(times).toEqual([...times].sort().reverse());
  });
});
