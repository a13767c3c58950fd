import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStub } from '../support/api-stub.js';
import { Receiver, receiverEnvironment } from '../support/receiver.js';
import { chance, pick, seed } from './chance.js';
import { crowd, dumpOfCrowd, variants, type Variant } from './crowd.js';
import { kills } from './kills.js';
import { hasServer, makeServerPlace, type Place } from './place.js';
import { expectLawfulRows, letHeartbeatsPass, letLeasesPass } from './rows.js';
import { Service, type Ask } from './service.js';
import { all, hashOf, snapshotsOf, untilIdle, type Operation, type Snapshot } from './snapshots.js';
import { frequencies, tell } from './tally.js';
import { waitUntil } from './waiting.js';

const pods = 150;
const lasting = ['shared-1', 'shared-2'];
const clusters = [...lasting, 'shared-3'];
const writers = 8;
/** The long run waits as long as a process really does before it takes over; the short one lets the time pass in the database. */
const isLong = kills >= 100;
const actionsEach = isLong ? 60 : 10;

describe.skipIf(!hasServer)('two processes on one server', () => {
  let place: Place;
  let stub: ApiStub;
  let receiver: Receiver;
  let services: Service[] = [];
  const uploads = variants.map((variant) => dumpOfCrowd(variant, pods));

  beforeAll(async () => {
    place = await makeServerPlace();
    stub = await ApiStub.start(crowd(0, pods));
    stub.pageSize = 50;
    receiver = await Receiver.start();
    services = [await start(), await start()];
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.kill()));
    await stub.close();
    await receiver.close();
    await place.discard();
  });

  const start = () => Service.start({ ...place.env, KUBECONFIG: stub.kubeconfig, ...receiverEnvironment });
  const make = (name: string) => services[0]?.ask('/v1/clusters', { method: 'POST', body: { name, source: { type: 'kubeconfig', context: 'stub' } } });

  it('never deadlock and never give a number twice, whatever both do to the same clusters', async () => {
    for (const cluster of clusters) await make(cluster);
    const numbers: string[] = [];
    const statuses: string[] = [];
    await Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        const draw = chance(seed + writer);
        for (let i = 0; i < actionsEach; i++) {
          const { name, path, ask } = action(draw);
          const { status, text } = await (services[(writer + i) % 2] as Service).ask(path, ask);
          statuses.push(`${name} ${status}`);
          expect([200, 201, 202, 204, 404, 409], `${name}: ${text.slice(0, 300)}`).toContain(status);
          if (status === 201 && (name === 'import' || name === 'capture')) numbers.push(`${path} ${(JSON.parse(text) as Snapshot).number}`.replace('/import', ''));
        }
      }),
    );
    // What is due every minute would come between what is looked at from here on.
    for (const cluster of clusters) await services[0]?.ask(`/v1/clusters/${cluster}`, { method: 'PATCH', body: { schedule: null } });
    for (const service of services) {
      await untilIdle(service);
      expect(service.defects).toEqual([]);
    }
    const ofLasting = numbers.filter((number) => lasting.some((cluster) => number.includes(cluster)));
    expect(new Set(ofLasting).size).toBe(ofLasting.length);
    for (const cluster of lasting) {
      const counts = await place.query(`SELECT last_number - (SELECT count(*)::integer FROM operation WHERE operation.cluster = '${cluster}' AND status = 'succeeded') AS gaps FROM cluster WHERE name = '${cluster}'`);
      expect(counts, `numbers of ${cluster} that no operation got`).toEqual([{ gaps: 0 }]);
    }
    for (const cluster of clusters) for (const snapshot of await snapshotsOf(services[0] as Service, cluster)) await hashOf(services[1] as Service, cluster, snapshot);
    await expectLawfulRows(place);
    await expectNoDeadlock();
    await tell({ what: 'requests of two processes at the same clusters', where: 'server', times: statuses.length, seen: frequencies(statuses) });
  });

  it('capture once what is due', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `due-${i}`);
    for (const name of names) {
      await make(name);
      await services[1]?.must(`/v1/clusters/${name}`, { method: 'PATCH', body: { schedule: '0 0 1 1 *' } });
    }
    const rounds = isLong ? 10 : 2;
    for (let round = 1; round <= rounds; round++) {
      await place.query("UPDATE cluster SET next_capture_at = now() - interval '3 days' WHERE name LIKE 'due-%'");
      await waitUntil('all have been captured', async () => (await captured()).length >= names.length * round);
      await untilIdle(services[0] as Service);
      const operations = await captured();
      for (const name of names) expect(operations.filter(({ cluster }) => cluster === name).map(({ status }) => status), name).toEqual(Array.from({ length: round }, () => 'succeeded'));
      expect(await place.query("SELECT name FROM cluster WHERE name LIKE 'due-%' AND next_capture_at <= now()")).toEqual([]);
    }
    await expectNoDeadlock();
    await tell({ what: 'captures that were due, seen by two processes', where: 'server', times: names.length * rounds, seen: 'each captured once' });

    async function captured(): Promise<Operation[]> {
      return (await all<Operation>(services[0] as Service, '/v1/operations')).filter(({ cluster }) => names.includes(cluster));
    }
  });

  it('capture what is due, and tell of it, once, whichever of them is killed', async () => {
    const names = Array.from({ length: 3 }, (_, i) => `ticking-${i}`);
    for (const name of names) {
      await make(name);
      await services[0]?.must(`/v1/clusters/${name}`, { method: 'PATCH', body: { schedule: '0 0 1 1 *' } });
    }
    const made = await services[0]?.must('/v1/webhooks', { method: 'POST', body: { url: receiver.url('/ticks'), events: ['snapshot.completed', 'snapshot.failed', 'finding.opened', 'finding.resolved', 'diff.changed'], clusters: names } });
    const { id } = made?.json<{ id: string }>() ?? { id: '' };
    const draw = chance(seed);
    const rounds = Math.max(2, Math.ceil(kills / 2));
    for (let round = 0; round < rounds; round++) {
      Object.assign(stub.lists, crowd(variants[round % variants.length] as Variant, pods));
      stub.revision++;
      await place.query("UPDATE cluster SET next_capture_at = now() - interval '1 hour' WHERE name LIKE 'ticking-%'");
      await setTimeout(draw() * 9_000);
      const victim = Math.floor(draw() * 2);
      await services[victim]?.kill();
      await letHeartbeatsPass(place);
      await letLeasesPass(place);
      services[victim] = await start();
      await waitUntil('nothing is due', async () => (await place.query("SELECT FROM cluster WHERE name LIKE 'ticking-%' AND next_capture_at <= now()")).length === 0);
      await untilIdle(services[0] as Service);
    }
    const told = () => all<{ eventId: string; type: string; cluster: string; status: string }>(services[0] as Service, `/v1/webhooks/${id}/deliveries`);
    await waitUntil('all has been told', async () => (await place.query('SELECT FROM news')).length === 0 && (await told()).every(({ status }) => status === 'delivered'));
    const [deliveries, operations] = [await told(), await all<Operation>(services[0] as Service, '/v1/operations')];
    for (const name of names) {
      const snapshots = await snapshotsOf(services[1] as Service, name);
      expect(operations.filter(({ cluster, status }) => cluster === name && status === 'succeeded').length, `captures of ${name}`).toBe(snapshots.length);
      expect(snapshots.length).toBeLessThanOrEqual(rounds);
      expect(deliveries.filter(({ cluster, type }) => cluster === name && type === 'snapshot.completed').length, `messages on ${name}`).toBe(snapshots.length);
    }
    const findings = receiver.at('/ticks').map(({ body }) => JSON.parse(body) as { id: string; type: string; data: { key?: string } }).filter(({ type }) => type === 'finding.opened');
    const keyOf = new Map(findings.map((event) => [event.id, event.data.key]));
    expect(new Set(keyOf.values()).size, 'no finding is told under two ids').toBe(keyOf.size);
    expect(new Set(receiver.at('/ticks').map(({ headers }) => headers['webhook-id'])), 'what was received is what was made').toEqual(new Set(deliveries.map(({ eventId }) => eventId)));
    expect(new Set(deliveries.map(({ eventId }) => eventId)).size).toBe(deliveries.length);
    await tell({ what: 'ticks of a schedule while one of two processes is killed', where: 'server', times: rounds, seen: `${deliveries.length} messages, none lost and none under two ids` });
  });

  it.each(['import', 'capture'] as const)('take over the %s of one that was killed', async (kind) => {
    const [victim, heir] = services as [Service, Service];
    const cluster = `inherited-${kind}`;
    await make(cluster);
    const path = `/v1/clusters/${cluster}/snapshots${kind === 'import' ? '/import' : ''}`;
    const body = kind === 'import' ? dumpOfCrowd(0, 10 * pods) : { label: 'inherited' };
    const { status, json } = await victim.ask(path, { method: 'POST', headers: { prefer: 'respond-async' }, body });
    await victim.kill();
    expect(status).toBe(202);
    const { id } = json<Operation>();
    const killed = performance.now();
    const { status: left } = await heir.get<Operation>(`/v1/operations/${id}`);
    if (!isLong) await letHeartbeatsPass(place);
    await untilIdle(heir);
    const seconds = (performance.now() - killed) / 1000;
    expect(await heir.get<Operation>(`/v1/operations/${id}`)).toMatchObject({ status: 'succeeded', result: { number: 1 } });
    expect(await snapshotsOf(heir, cluster)).toHaveLength(1);
    await expectLawfulRows(place);
    services = [heir, await start()];
    await tell({ what: `${kind} taken over from a killed process`, where: 'server', times: 1, seen: `was ${left}, ended after ${seconds.toFixed(1)} s${isLong ? '' : ' (its 12 s of silence passed in the database)'}` });
  });

  async function expectNoDeadlock(): Promise<void> {
    expect(await place.query('SELECT deadlocks::integer FROM pg_stat_database WHERE datname = current_database()')).toEqual([{ deadlocks: 0 }]);
  }

  function action(draw: () => number): { name: string; path: string; ask: Ask } {
    const cluster = `/v1/clusters/${pick(clusters, draw)}`;
    const prefer: Record<string, string> = draw() < 0.5 ? { prefer: 'respond-async' } : {};
    const headers = { ...prefer, 'idempotency-key': randomUUID() };
    const chosen = draw();
    if (chosen < 0.3) return { name: 'import', path: `${cluster}/snapshots/import`, ask: { method: 'POST', headers, body: pick(uploads, draw) } };
    if (chosen < 0.5) return { name: 'capture', path: `${cluster}/snapshots`, ask: { method: 'POST', headers, body: {} } };
    if (chosen < 0.7) return { name: 'delete snapshot', path: `${cluster}/snapshots/latest`, ask: { method: 'DELETE' } };
    if (chosen < 0.75) return { name: 'delete cluster', path: '/v1/clusters/shared-3', ask: { method: 'DELETE' } };
    if (chosen < 0.8) return { name: 'patch', path: cluster, ask: { method: 'PATCH', body: { retention: { keepLast: 3 } } } };
    if (chosen < 0.85) return { name: 'schedule', path: cluster, ask: { method: 'PATCH', body: { schedule: '* * * * *' } } };
    if (chosen < 0.95) return { name: 'readout', path: `${cluster}/snapshots/latest/nodes/a/readouts`, ask: { method: 'POST', body: { format: 'resolv-conf', text: 'nameserver 192.0.2.1\n' } } };
    return { name: 'findings', path: `${cluster}/snapshots/latest/findings`, ask: {} };
  }
});
