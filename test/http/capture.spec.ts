import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DraftBuilder } from '../../src/core/cluster/index.js';
import { Database } from '../../src/platform/database/database.js';
import { OperationStore, SnapshotStore } from '../../src/platform/database/index.js';
import { ApiStub, smallCluster } from '../support/api-stub.js';
import { TestApp, dumpOf, type Received } from '../support/app.js';
import { patient } from '../support/patient.js';

let stub: ApiStub;
let app: TestApp;

beforeAll(async () => {
  stub = await ApiStub.start(smallCluster());
  stub.named['/api/v1/namespaces/kube-system/configmaps/coredns'] = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'coredns', namespace: 'kube-system', uid: 'c' },
    data: { Corefile: '.:53 {\n}\n' },
  };
  app = await TestApp.start({ demo: true, env: { KUBECONFIG: stub.kubeconfig, CAPTURE_DEADLINE_SECONDS: '5' } });
  await make('live', { type: 'kubeconfig', context: 'stub' });
});
afterAll(async () => {
  await app.close();
  await stub.close();
});
afterEach(() => {
  vi.restoreAllMocks();
  stub.before = () => undefined;
  stub.forbidden.clear();
});

interface Snapshot {
  readonly number: number;
  readonly label: string | null;
  readonly source: object;
  readonly kubernetesVersion: string;
  readonly counts: Record<string, number>;
  readonly coverage: Record<string, string>;
  readonly resourceVersions: Record<string, string>;
}

interface Operation {
  readonly id: string;
  readonly status: string;
  readonly kind: string;
  readonly cluster: string;
  readonly problem: { readonly code: string; readonly detail: string } | null;
}

interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string }[];
}

const make = (name: string, source: object) => app.send({ method: 'POST', url: '/v1/clusters', payload: { name, source } });

function capture(cluster: string, { payload, headers = {} }: { payload?: object; headers?: Readonly<Record<string, string>> } = {}): Promise<Received> {
  return app.send({ method: 'POST', url: `/v1/clusters/${cluster}/snapshots`, headers, ...(payload !== undefined && { payload }) });
}

async function endOf(id: string): Promise<Operation> {
  for await (const { status } of app.nest.get(OperationStore).watch(id)) if (status !== 'pending' && status !== 'running') break;
  return app.get<Operation>(`/v1/operations/${id}`);
}

/** As the metrics count them. */
async function failures(): Promise<number> {
  const { text } = await app.send({ url: '/metrics' });
  return Number(/^foretrace_captures_total\{outcome="failed"\} (\d+)$/m.exec(text)?.[1] ?? 0);
}

describe('a capture', () => {
  it('is a snapshot of one instant, with what there is and what there is not', async () => {
    const { status, headers, json } = await capture('live', { payload: { label: 'before the upgrade' } });
    expect([status, headers['location']]).toEqual([201, '/v1/clusters/live/snapshots/1']);
    const snapshot = json<Snapshot>();
    expect(snapshot).toMatchObject({ number: 1, label: 'before the upgrade', kubernetesVersion: 'v1.37.2', counts: { Node: 2, Namespace: 3, Pod: 10, Service: 1, ConfigMap: 1 } });
    expect(snapshot.source).toMatchObject({ type: 'capture', requests: expect.any(Number) as number });
    expect(snapshot.coverage).toMatchObject({ Pod: 'collected', Deployment: 'collected', Gateway: 'absent', Secret: 'absent' });
    expect(new Set(Object.values(snapshot.resourceVersions))).toEqual(new Set(['1000']));
  });

  it('needs no body', async () => {
    expect((await capture('live')).status).toBe(201);
  });

  it('reads no Secret', () => {
    expect(stub.requests.filter((request) => request.includes('secrets'))).toEqual([]);
  });

  it('tells what it may not read', async () => {
    stub.forbidden.add('/api/v1/services');
    const snapshot = (await capture('live')).json<Snapshot>();
    expect(snapshot.coverage).toMatchObject({ Service: 'forbidden', Pod: 'collected' });
  });

  it('goes on at a later moment where the server forgets the first, and says so', async () => {
    stub.before = (path) => {
      if (path === '/api/v1/pods' && stub.oldest === 0) Object.assign(stub, { oldest: 2000, revision: 2001 });
    };
    const snapshot = (await capture('live')).json<Snapshot>();
    Object.assign(stub, { oldest: 0, revision: 1000 });
    expect(snapshot.counts['Pod']).toBe(10);
    expect(snapshot.resourceVersions).toMatchObject({ Namespace: '1000', Pod: '2001' });
  });

  it('that nobody waits for is an operation', async () => {
    const { status, json } = await capture('live', { headers: { prefer: 'respond-async' } });
    expect(status).toBe(202);
    expect(await endOf(json<Operation>().id)).toMatchObject({ status: 'succeeded', kind: 'capture', cluster: 'live', progress: { phase: 'store' } });
  });

  it('can be followed event by event', async () => {
    let letGo = (): void => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    stub.before = (path) => (path === '/api/v1/pods' ? gate : undefined);
    const { id } = (await capture('live', { headers: { prefer: 'respond-async' } })).json<Operation>();
    const streaming = app.send({ url: `/v1/operations/${id}`, headers: { accept: 'text/event-stream' } });
    await vi.waitFor(async () => expect(await app.get(`/v1/operations/${id}`)).toMatchObject({ progress: { phase: 'list' } }), patient);
    letGo();
    const told = [...(await streaming).text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data) as Operation);
    expect(told.length).toBeGreaterThan(1);
    expect([told[0]?.status, told.at(-1)?.status]).toEqual(['running', 'succeeded']);
  });

  it('that a crash has cut off after it was stored is not made again, even where the cluster answers no more', async () => {
    const operations = app.nest.get(OperationStore);
    await make('stored', { type: 'kubeconfig' });
    const { id } = await operations.create({ kind: 'capture', cluster: 'stored', input: { label: null }, createdBy: null });
    await operations.start(id, 'a process that died');
    const about = { takenAt: new Date(), now: new Date(), label: null, source: { type: 'capture', requests: 1, bytes: 1 }, operationId: id } as const;
    await app.nest.get(SnapshotStore).store('stored', new DraftBuilder().finish(), about);
    const before = stub.requests.length;
    await operations.release(id, 'a process that died');
    expect(await endOf(id)).toMatchObject({ status: 'succeeded', result: { number: 1 } });
    expect([stub.requests.length, await app.get('/v1/clusters/stored')]).toEqual([before, expect.objectContaining({ snapshots: 1 })]);
  });

  it('that a crash has cut off before it was stored begins anew', async () => {
    const operations = app.nest.get(OperationStore);
    await make('anew', { type: 'kubeconfig' });
    const { id } = await operations.create({ kind: 'capture', cluster: 'anew', input: { label: 'kept' }, createdBy: null });
    await operations.start(id, 'a process that died');
    await app.nest.get(Database).manager.query("UPDATE operation SET heartbeat_at = now() - interval '1 hour' WHERE id = $1", [id]);
    expect(await endOf(id)).toMatchObject({ status: 'succeeded', result: { number: 1, label: 'kept' } });
  });

  it('can be cancelled while it reads, and leaves nothing', async () => {
    let reach = (): void => undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    stub.before = (path) => {
      if (path !== '/api/v1/pods') return undefined;
      reach();
      return new Promise(() => undefined);
    };
    const before = await app.get<{ snapshots: number }>('/v1/clusters/live');
    const { id } = (await capture('live', { headers: { prefer: 'respond-async' } })).json<Operation>();
    await reached;
    const failed = await failures();
    expect((await app.send({ method: 'DELETE', url: `/v1/operations/${id}` })).json<Operation>().status).toBe('cancelled');
    expect([await app.get('/v1/clusters/live'), await failures()]).toEqual([before, failed]);
  });

  it('ends at its deadline, and says how far it came', async () => {
    stub.before = (path) => (path === '/api/v1/pods' ? new Promise(() => undefined) : undefined);
    const before = await failures();
    const { status, json } = await capture('live');
    expect(await failures()).toBe(before + 1);
    expect([status, json<Problem>()]).toMatchObject([504, { code: 'capture-timeout', detail: expect.stringMatching(/5 s .*pods/) as string }]);
  });

  it('of a cluster that does not answer names the cause', async () => {
    const gone = await ApiStub.start({});
    const other = await TestApp.start({ demo: false, env: { KUBECONFIG: gone.kubeconfig, CAPTURE_DEADLINE_SECONDS: '60' } });
    try {
      await other.send({ method: 'POST', url: '/v1/clusters', payload: { name: 'gone', source: { type: 'kubeconfig' } } });
      await gone.hangUp();
      const { status, json } = await other.send({ method: 'POST', url: '/v1/clusters/gone/snapshots' });
      expect([status, json<Problem>()]).toMatchObject([502, { code: 'cluster-unreachable', detail: expect.stringContaining('ECONNREFUSED') as string }]);
    } finally {
      await other.close();
      await gone.close();
    }
  });

  it('of many that are asked for at once, each has its number', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => capture('live')));
    const numbers = answers.map(({ json }) => json<Snapshot>().number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 8 }, (_, i) => (numbers[0] ?? 0) + i));
  });

  it('is not made twice for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'once' };
    const first = await capture('live', { headers });
    expect((await capture('live', { headers })).text).toBe(first.text);
  });
});

describe('a cluster', () => {
  it.each([
    { why: 'whose context the kubeconfig does not have', source: { type: 'kubeconfig', context: 'stubb' }, status: 400, pointer: '/source/context', says: 'near names: stub' },
    { why: 'that is in no cluster', source: { type: 'in-cluster' }, status: 409, pointer: undefined, says: 'does not run in a cluster' },
    { why: 'with a context where none is', source: { type: 'import', context: 'stub' }, status: 400, pointer: '/source/context', says: 'a context is of a kubeconfig' },
    { why: 'whose source brings a server', source: { type: 'kubeconfig', server: 'https://192.0.2.1' }, status: 400, pointer: '/source/server', says: 'server' },
    { why: 'whose source brings a file', source: { type: 'kubeconfig', path: '/etc/passwd' }, status: 400, pointer: '/source/path', says: 'path' },
    { why: 'of an unknown source', source: { type: 'ssh' }, status: 400, pointer: '/source/type', says: 'import, kubeconfig or in-cluster' },
  ])('$why is not made', async ({ source, status, pointer, says }) => {
    const answer = await make('nowhere', source);
    expect(answer.status).toBe(status);
    expect(answer.json<Problem>().detail).toContain(says);
    expect(answer.json<Problem>().errors?.[0]?.pointer).toBe(pointer);
  });

  it('that is not live cannot be captured', async () => {
    const { status, json } = await capture('demo');
    expect([status, json<Problem>().detail]).toEqual([409, expect.stringContaining('not live') as string]);
  });

  it('that is live takes imports too', async () => {
    expect((await app.import('live', dumpOf(80))).status).toBe(201);
  });

  it('that there is not cannot be captured', async () => {
    expect((await capture('lives')).json<Problem>()).toMatchObject({ code: 'not-found', detail: expect.stringContaining('near names: live') as string });
  });
});
