import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ClusterStore, OperationStore, ScheduleStore } from '../../src/platform/database/index.js';
import { nextRun } from '../../src/platform/jobs/index.js';
import { ApiStub, smallCluster } from '../support/api-stub.js';
import { TestApp, type Received } from '../support/app.js';

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

describe('a capture', () => {
  it('is a snapshot of one instant, with what there is and what there is not', async () => {
    const { status, headers, json } = await capture('live', { payload: { label: 'before the upgrade' } });
    expect([status, headers['location']]).toEqual([201, '/v1/clusters/live/snapshots/1']);
    const snapshot = json<Snapshot>();
    expect(snapshot).toMatchObject({ number: 1, label: 'before the upgrade', kubernetesVersion: 'v1.34.1', counts: { Node: 2, Namespace: 3, Pod: 10, Service: 1, ConfigMap: 1 } });
    expect(snapshot.source).toMatchObject({ type: 'capture', requests: expect.any(Number) as number });
    expect(snapshot.coverage).toMatchObject({ Pod: 'collected', Deployment: 'collected', Gateway: 'absent', Secret: 'absent' });
    expect(new Set(Object.values(snapshot.resourceVersions))).toEqual(new Set(['1000']));
  });

  it('needs no body', async () => {
    expect((await capture('live')).status).toBe(201);
  });

  it('reads no Secret, and asks nothing but to read', () => {
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
    expect((await app.send({ method: 'DELETE', url: `/v1/operations/${id}` })).json<Operation>().status).toBe('cancelled');
    expect(await app.get('/v1/clusters/live')).toEqual(before);
  });

  it('ends at its deadline, and says how far it came', async () => {
    stub.before = (path) => (path === '/api/v1/pods' ? new Promise(() => undefined) : undefined);
    const { status, json } = await capture('live');
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
    { why: 'that is in no cluster', source: { type: 'in-cluster' }, status: 503, pointer: undefined, says: 'does not run in a cluster' },
    { why: 'with a context where none is', source: { type: 'import', context: 'stub' }, status: 400, pointer: '/source/context', says: 'a context is of a kubeconfig' },
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

  it('that there is not cannot be captured', async () => {
    expect((await capture('lives')).json<Problem>()).toMatchObject({ code: 'not-found', detail: expect.stringContaining('near names: live') as string });
  });
});

describe('a schedule', () => {
  const change = (cluster: string, payload: object) => app.send({ method: 'PATCH', url: `/v1/clusters/${cluster}`, payload });
  const takeDue = (now: string) => app.nest.get(ScheduleStore).takeDue(new Date(now), { kind: 'held', input: { label: null } }, nextRun);
  const held = async () => (await app.nest.get(OperationStore).list({ limit: 100 })).items.filter(({ kind }) => kind === 'held');

  it('tells when it is due, until it is taken back', async () => {
    await make('timed', { type: 'kubeconfig' });
    const { json } = await change('timed', { schedule: '0 3 * * *', retention: { keepLast: 5 } });
    expect(json()).toMatchObject({ schedule: '0 3 * * *', nextCaptureAt: expect.stringMatching(/T03:00:00\.000Z$/) as string, retention: { keepLast: 5 } });
    expect((await change('timed', { schedule: null })).json()).toMatchObject({ schedule: null, nextCaptureAt: null, retention: { keepLast: 5 } });
  });

  it.each([
    { schedule: '* * * *  ', says: 'five fields' },
    { schedule: '0 0 0 0 0 0', says: 'five fields' },
    { schedule: '61 * * * *', says: 'no schedule' },
    { schedule: '0 0 31 2 *', says: 'never due' },
    { schedule: 'a b c d e', says: 'no schedule' },
    { schedule: 'hourly', says: 'five fields' },
    { schedule: 5, says: 'five fields' },
  ])('$schedule is none', async ({ schedule, says }) => {
    const { status, json } = await change('live', { schedule });
    expect([status, json<Problem>().errors?.[0]?.pointer]).toEqual([400, '/schedule']);
    expect(json<Problem>().detail).toContain(says);
  });

  it('is for live clusters only', async () => {
    expect((await change('demo', { schedule: '* * * * *' })).status).toBe(409);
  });

  it('that is due makes one operation, however many look, and however many times were missed', async () => {
    await make('due', { type: 'kubeconfig' });
    await app.nest.get(ClusterStore).update('due', { schedule: '*/10 * * * *', nextCaptureAt: new Date('2020-01-01T00:00:00Z') });
    await Promise.all(Array.from({ length: 5 }, () => takeDue('2030-01-01T00:05:00Z')));
    expect((await held()).map(({ cluster, status }) => ({ cluster, status }))).toEqual([{ cluster: 'due', status: 'pending' }]);
    expect(await app.get('/v1/clusters/due')).toMatchObject({ nextCaptureAt: '2030-01-01T00:10:00.000Z' });
  });

  it('does not pile up captures: one that is still at work takes the place of the next', async () => {
    await takeDue('2030-01-01T00:20:00Z');
    expect(await held()).toHaveLength(1);
    expect(await app.get('/v1/clusters/due')).toMatchObject({ nextCaptureAt: '2030-01-01T00:30:00.000Z' });
    await change('due', { schedule: null });
  });

  it('captures by itself', async () => {
    await make('self', { type: 'kubeconfig' });
    await app.nest.get(ClusterStore).update('self', { schedule: '0 0 1 1 *', nextCaptureAt: new Date(0) });
    await vi.waitFor(async () => expect(await app.get('/v1/clusters/self')).toMatchObject({ latest: { number: 1 } }), { timeout: 60_000, interval: 200 });
  });
});
