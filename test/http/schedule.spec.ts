import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Clock } from '../../src/platform/clock.js';
import { OperationStore, ScheduleStore, type OperationRecord } from '../../src/platform/database/index.js';
import { nextRun } from '../../src/platform/jobs/index.js';
import { ApiStub, smallCluster } from '../support/api-stub.js';
import { TestApp, makeHome, type Home } from '../support/app.js';
import { patient } from '../support/patient.js';

let stub: ApiStub;
let home: Home;
let app: TestApp;

beforeAll(async () => {
  stub = await ApiStub.start(smallCluster());
  home = await makeHome({ lasting: false });
  app = await start();
  await make('live');
});
afterAll(async () => {
  await app.close();
  await home.discard();
  await stub.close();
});
afterEach(() => {
  vi.restoreAllMocks();
  stub.before = () => undefined;
});

interface Cluster {
  readonly snapshots: number;
  readonly nextCaptureAt: string | null;
}

interface Problem {
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string }[];
}

const start = () => TestApp.start({ demo: true, home, env: { KUBECONFIG: stub.kubeconfig, CAPTURE_DEADLINE_SECONDS: '60' } });
const make = (name: string) => app.send({ method: 'POST', url: '/v1/clusters', payload: { name, source: { type: 'kubeconfig' } } });
const change = (cluster: string, payload: object) => app.send({ method: 'PATCH', url: `/v1/clusters/${cluster}`, payload });
const read = (cluster: string) => app.get<Cluster>(`/v1/clusters/${cluster}`);

/** Sets the time of a process; schedules that are due by then are seen at its next look. */
function setTime(process: TestApp, now: string): void {
  vi.spyOn(process.nest.get(Clock), 'now').mockImplementation(() => new Date(now));
}

async function operationsOf(cluster: string, kind = 'capture'): Promise<OperationRecord[]> {
  const { items } = await app.nest.get(OperationStore).list({ limit: 1000 });
  return items.filter((operation) => operation.cluster === cluster && operation.kind === kind);
}

describe('a schedule', () => {
  it('tells when it is due, until it is taken back', async () => {
    const { json } = await change('live', { schedule: '0 3 * * *', retention: { keepLast: 5 } });
    expect(json()).toMatchObject({ schedule: '0 3 * * *', nextCaptureAt: expect.stringMatching(/T03:00:00\.000Z$/) as string, retention: { keepLast: 5 } });
    expect((await change('live', { schedule: null })).json()).toMatchObject({ schedule: null, nextCaptureAt: null, retention: { keepLast: 5 } });
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

  it('captures by itself once it is due, and once only for all the times that were missed', async () => {
    await make('missed');
    await change('missed', { schedule: '0 3 * * *' });
    setTime(app, '2035-05-05T03:00:30Z');
    await vi.waitFor(async () => expect(await read('missed')).toMatchObject({ snapshots: 1, nextCaptureAt: '2035-05-06T03:00:00.000Z' }), patient);
    expect(await operationsOf('missed')).toMatchObject([{ status: 'succeeded', createdBy: null, result: { takenAt: '2035-05-05T03:00:30.000Z' } }]);
    await change('missed', { schedule: null });
  });

  it('whose captures fail shows them as failed, and deletes nothing', async () => {
    await make('failing');
    await app.send({ method: 'POST', url: '/v1/clusters/failing/snapshots' });
    await change('failing', { schedule: '0 3 * * *', retention: { keepDays: 1 } });
    stub.lists['/api/v1/nodes'] = { kind: 'SomethingElse', items: [{ metadata: { name: 'a' } }] };
    setTime(app, '2036-05-05T03:00:30Z');
    await vi.waitFor(async () => expect((await operationsOf('failing')).map(({ status }) => status)).toEqual(['failed', 'succeeded']), patient);
    stub.lists['/api/v1/nodes'] = smallCluster()['/api/v1/nodes'] as never;
    expect(await read('failing')).toMatchObject({ snapshots: 1, nextCaptureAt: '2036-05-06T03:00:00.000Z' });
    expect((await operationsOf('failing'))[0]?.problem).toMatchObject({ code: 'cluster-unreachable', detail: expect.stringContaining('nothing was stored') as string });
    await change('failing', { schedule: null });
  });
});

describe('what is due', () => {
  /** Of a kind that nobody works on. */
  const takeDue = (now: string) => app.nest.get(ScheduleStore).takeDue(new Date(now), { kind: 'held', input: { label: null } }, nextRun);

  it('is taken once, however many look', async () => {
    await make('due');
    await change('due', { schedule: '*/10 * * * *' });
    await Promise.all(Array.from({ length: 5 }, () => takeDue('2037-01-01T00:05:00Z')));
    expect(await operationsOf('due', 'held')).toMatchObject([{ status: 'pending' }]);
    expect(await read('due')).toMatchObject({ nextCaptureAt: '2037-01-01T00:10:00.000Z' });
  });

  it('is passed over where the one before is still at work', async () => {
    await takeDue('2037-01-01T00:20:00Z');
    expect(await operationsOf('due', 'held')).toHaveLength(1);
    expect(await read('due')).toMatchObject({ nextCaptureAt: '2037-01-01T00:30:00.000Z' });
    await change('due', { schedule: null });
  });
});

describe.runIf(process.env['TEST_DATABASE_URL'])('two processes on one server', () => {
  it('share what is due: each capture is made once, and neither makes them all', async () => {
    const other = await start();
    try {
      const clusters = Array.from({ length: 12 }, (_, i) => `shared-${i}`);
      for (const cluster of clusters) {
        await make(cluster);
        await change(cluster, { schedule: '0 3 * * *' });
      }
      const makers = [app, other].map((process) => vi.spyOn(process.nest.get(OperationStore), 'succeed'));
      // None ends before more have begun than one process takes.
      let goOn: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (goOn = resolve));
      stub.before = () => held;
      for (const process of [app, other]) setTime(process, '2038-05-05T03:00:30Z');
      await vi.waitFor(async () => expect((await Promise.all(clusters.map((cluster) => operationsOf(cluster)))).flat().filter(({ status }) => status === 'running').length).toBeGreaterThan(4), patient);
      goOn();
      await vi.waitFor(async () => {
        for (const cluster of clusters) expect((await operationsOf(cluster)).map(({ status }) => status)).toEqual(['succeeded']);
      }, patient);
      for (const cluster of clusters) expect(await read(cluster)).toMatchObject({ snapshots: 1, nextCaptureAt: '2038-05-06T03:00:00.000Z' });
      const made = makers.map(({ mock }) => mock.calls.length);
      expect(made.reduce((sum, count) => sum + count)).toBe(clusters.length);
      expect(Math.min(...made)).toBeGreaterThan(0);
    } finally {
      await other.close();
    }
  });
});
