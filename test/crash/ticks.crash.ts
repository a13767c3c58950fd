import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStub } from '../support/api-stub.js';
import { Receiver, receiverEnvironment, verified, type ReceivedEvent } from '../support/receiver.js';
import { chance, pick, seed } from './chance.js';
import { crowd, variants } from './crowd.js';
import { hasServer, makeServerPlace, type Place } from './place.js';
import { expectLawfulRows } from './rows.js';
import { Service } from './service.js';
import { all, snapshotsOf, untilIdle, type Operation } from './snapshots.js';
import { tell } from './tally.js';
import { byTick, latest, ticks, type Tick } from './ticks.js';
import { waitUntil } from './waiting.js';

const pods = 40;
const minute = 60_000;
/** The long run goes by the minutes of a real schedule; the short one lets them come in the database. */
const isLong = ticks >= 100;
const rounds = isLong ? Math.ceil(ticks / 50) : 1;
const clusters = Array.from({ length: Math.ceil(ticks / rounds) }, (_, i) => `ticking-${i}`);

interface Told {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string;
  readonly data: { readonly cluster: string; readonly key?: string; readonly snapshot?: { readonly number: number } };
}

interface Message extends Told {
  readonly at: number;
}

describe.skipIf(!hasServer)('two processes on one server, of which one is killed now and again', () => {
  let place: Place;
  let stub: ApiStub;
  let receiver: Receiver;
  let services: Service[] = [];
  /** What the receiver was told, repeats too. */
  const messages: Message[] = [];
  const unverified: string[] = [];
  const defects: string[] = [];
  let webhook = { id: '', secret: '' };
  const draw = chance(seed);
  /** The first minute of the schedules. */
  let first = 0;

  beforeAll(async () => {
    place = await makeServerPlace();
    stub = await ApiStub.start(crowd(0, pods));
    stub.pageSize = 100;
    receiver = await Receiver.start();
    services = await Promise.all([start(), start()]);
    for (const name of clusters) await must('/v1/clusters', 'POST', { name, source: { type: 'kubeconfig', context: 'stub' } });
    webhook = (await must('/v1/webhooks', 'POST', { url: receiver.url('/ticks'), events: ['snapshot.completed', 'snapshot.failed', 'finding.opened', 'finding.resolved', 'diff.changed'] })).json();
    stub.before = () => setTimeout(draw() * 10);
    receiver.reply = async (request) => {
      hear(request);
      await setTimeout(draw() * 10);
      return 204;
    };
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.kill()));
    await stub.close();
    await receiver.close();
    await place.discard();
  });

  /** Small clusters, many of them: a thread for each would cost more than its capture. */
  const start = () => Service.start({ ...place.env, KUBECONFIG: stub.kubeconfig, READ_IN_THREADS: 'off', ...receiverEnvironment });
  const must = (path: string, method: string, body: object) => (services[0] as Service).must(path, { method, body });

  function hear(request: ReceivedEvent): void {
    try {
      messages.push({ ...verified<Told>(request, webhook.secret), at: Date.now() });
    } catch (error) {
      unverified.push(String(error));
    }
  }

  it(`capture each cluster once at each of ${ticks} ticks and tell of it once, ${latest} s later at most`, async () => {
    const due: Tick[] = [];
    let kills = 0;
    for (let round = 0; round < rounds; round++) {
      Object.assign(stub.lists, crowd(variants[round % variants.length] ?? 0, pods));
      stub.revision++;
      due.push(...(await nextTicks(round)));
      const begun = Date.now();
      await setTimeout(draw() * 6_000);
      await killOne();
      kills++;
      // One more, once what the first left behind has been taken up.
      if (round < rounds - 1) {
        await setTimeout(Math.max(0, begun + 27_000 + draw() * 15_000 - Date.now()));
        await killOne();
        kills++;
      }
    }
    await waitUntil('nothing is due', async () => (await place.query('SELECT FROM cluster WHERE next_capture_at <= now()')).length === 0);
    if (isLong) for (const name of clusters) await must(`/v1/clusters/${name}`, 'PATCH', { schedule: null });
    const operations = await untilAllIsTold();
    for (const service of services) defects.push(...service.defects);
    expect(defects).toEqual([]);
    expect(unverified).toEqual([]);

    const captures = operations.map((operation) => ({ ...operation, at: Date.parse(operation.createdAt) }));
    const byDue = byTick(due, captures);
    expect(byDue.filter(({ outcomes }) => outcomes.length !== 1 || outcomes[0]?.status !== 'succeeded').map(({ tick, outcomes }) => [tick, outcomes.map(({ status, problem }) => [status, problem])]), 'ticks with none or several captures').toEqual([]);
    expect(captures.length, 'captures without a tick').toBe(due.length);
    for (const name of clusters) expect((await snapshotsOf(services[1] as Service, name)).length, `snapshots of ${name}`).toBe(due.filter(({ cluster }) => cluster === name).length);

    const deliveries = await all<{ eventId: string; status: string }>(services[0] as Service, `/v1/webhooks/${webhook.id}/deliveries`);
    expect(deliveries.filter(({ status }) => status !== 'delivered')).toEqual([]);
    expect([...new Set(messages.map(({ id }) => id))].sort(), 'what was received is what was made').toEqual(deliveries.map(({ eventId }) => eventId).sort());
    const idsOf = new Map<string, Set<string>>();
    for (const { id, type, source, subject, data } of messages) {
      const what = [type, source, subject, data.key ?? ''].join(' ');
      idsOf.set(what, (idsOf.get(what) ?? new Set()).add(id));
    }
    expect([...idsOf].filter(([, ids]) => ids.size > 1), 'what was told under several ids').toEqual([]);
    const completed = messages.filter(({ type }) => type === 'snapshot.completed').map(({ data: { cluster, snapshot } }) => `${cluster} ${snapshot?.number}`);
    expect([...new Set(completed)].sort(), 'each snapshot is told of').toEqual(captures.map(({ cluster, result }) => `${cluster} ${result?.number}`).sort());

    const news = firsts(messages);
    const captured = latenesses(due, captures.map(({ cluster, result }) => ({ cluster, number: result?.number ?? NaN, at: Date.parse(result?.createdAt ?? '') })));
    const told = latenesses(due, news.map(({ data: { cluster }, subject, at }) => ({ cluster, number: Number(subject.replace('snapshots/', '')), at })));
    const seen = `${kills} kills; ${captured.length} captures, each once, the latest ${worst(captured)} s after its tick (median ${middle(captured)} s); ${told.length} messages, none lost and none under two ids, the latest after ${worst(told)} s (median ${middle(told)} s), ${messages.length - news.length} repeats`;
    await tell({ what: 'ticks of schedules while one of two processes is killed', where: 'server', times: due.length, seen });
    expect(Math.max(...captured, ...told), seen).toBeLessThanOrEqual(latest);
    await expectLawfulRows(place);
  });

  async function killOne(): Promise<void> {
    const victim = pick([0, 1], draw);
    defects.push(...(services[victim] as Service).defects);
    await services[victim]?.kill();
    services[victim] = await start();
  }

  /** Those that have just come: in the long run, with the next minute. */
  async function nextTicks(round: number): Promise<Tick[]> {
    if (round === 0) first = await schedule();
    const due = isLong ? first + round * minute : await makeDue();
    await setTimeout(Math.max(0, due - Date.now()));
    return clusters.map((cluster) => ({ cluster, due }));
  }

  /** When all are due first: not while one after the other is set. */
  async function schedule(): Promise<number> {
    const left = minute - (Date.now() % minute);
    if (isLong && left < 20_000) await setTimeout(left + 1_000);
    for (const name of clusters) await must(`/v1/clusters/${name}`, 'PATCH', { schedule: isLong ? '* * * * *' : '0 0 1 1 *' });
    return Math.ceil(Date.now() / minute) * minute;
  }

  async function makeDue(): Promise<number> {
    const [row] = await place.query<{ now: Date }>('WITH made AS (UPDATE cluster SET next_capture_at = now() WHERE schedule IS NOT NULL) SELECT now()');
    return row?.now.getTime() ?? NaN;
  }

  async function untilAllIsTold(): Promise<Operation[]> {
    const operations = await untilIdle(services[0] as Service);
    await waitUntil('all has been told', async () => (await place.query("SELECT id::text FROM news UNION ALL SELECT id::text FROM webhook_delivery WHERE status = 'pending'")).length === 0);
    return operations;
  }
});

/** The first of each id. */
function firsts(messages: readonly Message[]): Message[] {
  return messages.filter(({ id }, i) => messages.findIndex((each) => each.id === id) === i);
}

/** Seconds from the tick of a snapshot until what came of it, from the soonest to the latest. The first tick of a cluster made its snapshot 1, and so on. */
function latenesses(due: readonly Tick[], outcomes: readonly { readonly cluster: string; readonly number: number; readonly at: number }[]): number[] {
  return outcomes.map(({ cluster, number, at }) => (at - (due.filter((tick) => tick.cluster === cluster)[number - 1]?.due ?? NaN)) / 1000).sort((a, b) => a - b);
}

function worst(seconds: readonly number[]): string {
  return (seconds.at(-1) ?? NaN).toFixed(1);
}

function middle(seconds: readonly number[]): string {
  return (seconds[seconds.length >> 1] ?? NaN).toFixed(1);
}
