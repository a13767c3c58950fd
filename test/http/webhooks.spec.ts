import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Database } from '../../src/platform/database/database.js';
import { DeliveryWorker } from '../../src/platform/jobs/index.js';
import { read } from '../house/project.js';
import { TestApp, apiTokens, dumpOf, tokens } from '../support/app.js';
import { dumpOfLonely } from '../support/lonely.js';
import { patient } from '../support/patient.js';
import { Receiver, receiverEnvironment, verified, type ReceivedEvent } from '../support/receiver.js';

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await Receiver.start();
  app = await TestApp.start({ env: receiverEnvironment });
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});
afterEach(() => {
  receiver.reply = () => 204;
});

interface Made {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  readonly enabled: boolean;
}

interface CloudEvent {
  readonly specversion: string;
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly data: { readonly summary: string; readonly link: string; readonly finding?: { readonly rule: string; readonly subject: { readonly name: string } } };
}

interface Delivery {
  readonly id: string;
  readonly eventId: string;
  readonly type: string;
  readonly status: string;
  readonly tries: number;
  readonly attempts: readonly { readonly status: number | null; readonly error: string | null }[];
  readonly dueAt: string | null;
}

const allEvents = ['snapshot.completed', 'snapshot.failed', 'diff.changed', 'finding.opened', 'finding.resolved', 'range.filling'];
let places = 0;

const create = (payload: object) => app.send({ method: 'POST', url: '/v1/webhooks', payload });

/** A webhook of its own, to a path of its own. */
async function make(payload: object = {}): Promise<Made & { path: string; got: () => ReceivedEvent[] }> {
  const path = `/hook-${++places}`;
  const answer = await create({ url: receiver.url(path), events: allEvents, ...payload });
  expect(answer.status, answer.text).toBe(201);
  const made = answer.json<Made>();
  return { ...made, path, got: () => receiver.at(path) };
}

const remove = (id: string) => app.send({ method: 'DELETE', url: `/v1/webhooks/${id}` });
const deliveriesOf = async (id: string, query = '') => (await app.get<{ items: Delivery[] }>(`/v1/webhooks/${id}/deliveries${query}`)).items;
const bodyOf = ({ body }: ReceivedEvent) => JSON.parse(body) as CloudEvent;
const databaseOf = (service: TestApp) => service.nest.get(Database).manager;
const query = (statement: string) => databaseOf(app).query(statement);

/** As if time had passed for deliveries. */
async function letDue(): Promise<void> {
  await query("UPDATE webhook_delivery SET due_at = now() - interval '1 second' WHERE status = 'pending'");
  app.nest.get(DeliveryWorker).wake();
}

describe('a webhook', () => {
  it('is made with a secret that is shown once, read, changed and deleted', async () => {
    const made = await create({ url: 'https://receiver.example.com/x?token=y', events: ['finding.opened'], enabled: false });
    const { secret, ...webhook } = made.json<Made>();
    expect([made.status, made.headers['location']]).toEqual([201, `/v1/webhooks/${webhook.id}`]);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhook).toMatchObject({ name: '', url: 'https://receiver.example.com/x?token=y', preset: 'cloudevents', events: ['finding.opened'], clusters: [], namespaces: [], severities: [], enabled: false, disabledReason: 'asked' });
    expect(await app.get(`/v1/webhooks/${webhook.id}`)).toEqual(webhook);
    expect((await app.get<{ items: Made[] }>('/v1/webhooks')).items).toContainEqual(webhook);
    const changed = await app.send({ method: 'PATCH', url: `/v1/webhooks/${webhook.id}`, payload: { name: 'ops', severities: ['critical'], enabled: true } });
    expect(changed.json()).toMatchObject({ name: 'ops', severities: ['critical'], enabled: true, disabledReason: null, events: ['finding.opened'] });
    expect((await remove(webhook.id)).status).toBe(204);
    expect((await app.send({ url: `/v1/webhooks/${webhook.id}` })).status).toBe(404);
  });

  it('is listed page by page', async () => {
    const made = [await make({ enabled: false }), await make({ enabled: false }), await make({ enabled: false })];
    const ids: string[] = [];
    let next: string | null = null;
    do {
      const page: { items: Made[]; next: string | null } = await app.get(`/v1/webhooks?limit=2${next === null ? '' : `&cursor=${encodeURIComponent(next)}`}`);
      ids.push(...page.items.map(({ id }) => id));
      next = page.next;
    } while (next !== null);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(made.map(({ id }) => id)));
    for (const { id } of made) await remove(id);
  });

  it('is made as the page shows', async () => {
    const [, payload = ''] = /curl --json '([^']*)'/.exec(read('docs/webhooks.md')) ?? [];
    const made = await create({ ...(JSON.parse(payload) as object), enabled: false });
    expect(made.status).toBe(201);
    await remove(made.json<Made>().id);
  });

  const good = { url: 'https://receiver.example.com/', events: ['finding.opened'] };
  it.each<[string, object, string]>([
    ['without a URL', { url: undefined }, '/url'],
    ['with a URL that is null', { url: null }, '/url'],
    ['with a URL that is a number', { url: 7 }, '/url'],
    ['with a URL that is empty', { url: '' }, '/url'],
    ['with a URL that is none', { url: 'receiver.example.com' }, '/url'],
    ['with a URL with a NUL character', { url: 'https://receiver.example.com/\0' }, '/url'],
    ['with a URL of 2 049 characters', { url: `https://receiver.example.com/${'x'.repeat(2_020)}` }, '/url'],
    ['with a URL of another scheme', { url: 'ftp://receiver.example.com/' }, '/url'],
    ['with a URL of a file', { url: 'file:///etc/passwd' }, '/url'],
    ['with a URL that names a user', { url: 'https://me:secret@receiver.example.com/' }, '/url'],
    ['with a URL with a fragment', { url: 'https://receiver.example.com/#x' }, '/url'],
    ['with a URL of a private address', { url: 'http://10.0.0.7/' }, '/url'],
    ['with a URL of the metadata of a cloud', { url: 'http://169.254.169.254/latest/meta-data/' }, '/url'],
    ['with a URL of this machine in disguise', { url: 'http://[::ffff:127.0.0.2]/' }, '/url'],
    ['with a URL of this machine as a number', { url: 'http://2130706434/' }, '/url'],
    ['without events', { events: undefined }, '/events'],
    ['with no event', { events: [] }, '/events'],
    ['with an event that is not known', { events: ['pod.started'] }, '/events'],
    ['with an event twice', { events: ['finding.opened', 'finding.opened'] }, '/events'],
    ['with events that are no list', { events: 'finding.opened' }, '/events'],
    ['with events that hold null', { events: [null] }, '/events'],
    ['with events that its preset cannot tell', { preset: 'alertmanager', events: ['finding.opened', 'diff.changed'] }, '/events'],
    ['with a preset that is not known', { preset: 'irc' }, '/preset'],
    ['with a preset that is null', { preset: null }, '/preset'],
    ['with a name that is no text', { name: ['a'] }, '/name'],
    ['with a name that is too long', { name: 'x'.repeat(101) }, '/name'],
    ['with a name of two lines', { name: 'a\nb' }, '/name'],
    ['with clusters that are no list', { clusters: 'demo' }, '/clusters'],
    ['with a cluster that is no DNS label', { clusters: ['Prod_EU'] }, '/clusters'],
    ['with a cluster that is a number', { clusters: [1] }, '/clusters'],
    ['with 101 clusters', { clusters: Array.from({ length: 101 }, (_, i) => `c-${i}`) }, '/clusters'],
    ['with a namespace that is none', { namespaces: ['a/b'] }, '/namespaces'],
    ['with a severity that is not known', { severities: ['fatal'] }, '/severities'],
    ['with severities that are an object', { severities: { critical: true } }, '/severities'],
    ['with enabled that is a text', { enabled: 'yes' }, '/enabled'],
    ['with a field that is not known', { secret: 'whsec_mine' }, '/secret'],
  ])('is refused %s, when it is made and when it is changed', async (_, fields, pointer) => {
    const pointers = (text: string) => [...new Set((JSON.parse(text) as { errors: { pointer: string }[] }).errors.map((fault) => fault.pointer))];
    const made = await create({ ...good, ...fields });
    expect([made.status, pointers(made.text)]).toEqual([400, [pointer]]);
    if (Object.values(fields).some((value) => value === undefined)) return;
    const { id } = (await create({ ...good, enabled: false })).json<Made>();
    const changed = await app.send({ method: 'PATCH', url: `/v1/webhooks/${id}`, payload: fields });
    expect([changed.status, pointers(changed.text)]).toEqual([400, [pointer]]);
    await remove(id);
  });

  it.each(['[]', '"x"', 'null', '{', ''])('is refused as the body %s', async (payload) => {
    expect((await app.send({ method: 'POST', url: '/v1/webhooks', headers: { 'content-type': 'application/json' }, payload })).status).toBe(400);
  });

  it('that is repeated with its Idempotency-Key is made once', async () => {
    const headers = { 'idempotency-key': 'one-webhook' };
    const payload = { ...good, enabled: false };
    const [first, again] = [await app.send({ method: 'POST', url: '/v1/webhooks', headers, payload }), await app.send({ method: 'POST', url: '/v1/webhooks', headers, payload })];
    expect([again.status, again.text]).toEqual([201, first.text]);
    await remove(first.json<Made>().id);
  });
});

describe('a new snapshot', () => {
  it('is told, signed, with what changed, what is new and what is resolved; and nothing of it twice', async () => {
    await app.import('shop', dumpOfLonely('lonely'));
    const { id, secret, got } = await make({ clusters: ['shop'] });
    await app.import('shop', dumpOfLonely('web'));
    await vi.waitFor(async () => expect((await deliveriesOf(id)).map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'delivered')), patient);
    const events = got().map((request) => verified<CloudEvent>(request, secret));
    expect(events.map(({ type }) => type).sort()).toEqual(['diff.changed', 'finding.opened', 'finding.resolved', 'snapshot.completed']);
    expect(events.map(({ data }) => data.finding?.subject.name ?? '').sort()).toEqual(['', '', 'lonely', 'web']);
    for (const [i, request] of got().entries()) {
      expect(request.headers['webhook-id']).toBe(events[i]?.id);
      expect(request.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
      expect(events[i]).toMatchObject({ specversion: '1.0', source: '/v1/clusters/shop' });
      expect((await app.send({ url: events[i]?.data.link ?? '' })).status).toBe(200);
    }
    await app.import('shop', dumpOfLonely('web'));
    await vi.waitFor(() => expect(got().map((request) => bodyOf(request).type).filter((type) => type === 'snapshot.completed')).toHaveLength(2), patient);
    expect(got()).toHaveLength(5);
    await remove(id);
  });

  it('is told with all that is wrong where it is the first of its cluster', async () => {
    const { id, got } = await make({ clusters: ['fresh'], events: ['finding.opened'], namespaces: ['shop'] });
    await app.import('fresh', dumpOfLonely('web'));
    await vi.waitFor(() => expect(got().map((request) => bodyOf(request).data.finding?.subject.name)).toEqual(['web']), patient);
    await remove(id);
  });

  it('is told although the cluster keeps only one', async () => {
    await app.import('short', dumpOfLonely('one'));
    await app.send({ method: 'PATCH', url: '/v1/clusters/short', payload: { retention: { keepLast: 1 } } });
    const { id, got } = await make({ clusters: ['short'], events: ['diff.changed', 'finding.resolved'] });
    await app.import('short', dumpOfLonely('two'));
    await vi.waitFor(() => expect(got().map((request) => bodyOf(request).type).sort()).toEqual(['diff.changed', 'finding.resolved']), patient);
    await vi.waitFor(async () => expect(await app.get('/v1/clusters/short')).toMatchObject({ snapshots: 1, latest: { number: 2 } }), patient);
    await remove(id);
  });

  it('is not told whom it does not concern', async () => {
    const others = [await make({ clusters: ['other'] }), await make({ enabled: false }), await make({ events: ['snapshot.failed'] }), await make({ events: ['finding.opened'], severities: ['critical'] }), await make({ events: ['finding.opened'], namespaces: ['kube-system'] })];
    const { id, got } = await make({ clusters: ['quiet'], events: ['snapshot.completed'] });
    await app.import('quiet', dumpOfLonely('web'));
    await vi.waitFor(() => expect(got()).toHaveLength(1), patient);
    for (const other of others) expect([other.path, await deliveriesOf(other.id)]).toEqual([other.path, []]);
    for (const each of [...others.map((other) => other.id), id]) await remove(each);
  });

  it('that could not be stored is told too', async () => {
    const { id, got } = await make({ clusters: ['broken'], events: ['snapshot.failed'] });
    expect((await app.import('broken', [])).status).toBe(422);
    await vi.waitFor(() => expect(got()).toHaveLength(1), patient);
    expect(bodyOf(got()[0] as ReceivedEvent)).toMatchObject({ type: 'snapshot.failed', data: { cluster: 'broken', operation: { kind: 'import' }, problem: { code: 'unreadable-upload' } } });
    await remove(id);
  });
});

describe('a delivery', () => {
  /** One event that is on its way. */
  async function send(payload: object = {}) {
    const webhook = await make({ events: ['snapshot.completed'], clusters: ['sent'], ...payload });
    await app.import('sent', dumpOf(80));
    return webhook;
  }

  it('that fails is tried again under the same id with the same body, until it is taken', async () => {
    receiver.reply = () => 503;
    const { id, secret, got } = await send();
    for (let tries = 1; tries <= 3; tries++) {
      await vi.waitFor(async () => expect((await deliveriesOf(id))[0]).toMatchObject({ status: 'pending', tries }), patient);
      if (tries === 3) receiver.reply = () => 200;
      await letDue();
    }
    await vi.waitFor(async () => expect((await deliveriesOf(id))[0]).toMatchObject({ status: 'delivered', tries: 4, dueAt: null }), patient);
    const tried = got();
    expect([new Set(tried.map(({ headers }) => headers['webhook-id'])).size, new Set(tried.map(({ body }) => body)).size, tried.length]).toEqual([1, 1, 4]);
    tried.forEach((request) => verified(request, secret));
    expect((await deliveriesOf(id))[0]?.attempts.map(({ status }) => status)).toEqual([503, 503, 503, 200]);
    await remove(id);
  });

  it('that failed ten times is dead, is found as such, and goes out when it is replayed', async () => {
    receiver.reply = () => 500;
    const { id, got } = await send();
    for (let tries = 1; tries < 10; tries++) {
      await vi.waitFor(async () => expect((await deliveriesOf(id))[0]).toMatchObject({ status: 'pending', tries }), patient);
      await letDue();
    }
    await vi.waitFor(async () => expect((await deliveriesOf(id, '?status=dead'))[0]).toMatchObject({ tries: 10, dueAt: null }), patient);
    expect(await deliveriesOf(id, '?status=pending')).toEqual([]);
    const [dead] = (await deliveriesOf(id, '?status=dead')) as [Delivery];
    receiver.reply = () => 200;
    const replayed = await app.send({ method: 'POST', url: `/v1/webhooks/${id}/deliveries/${dead.id}/replay` });
    expect([replayed.status, replayed.json<Delivery>()]).toMatchObject([200, { status: 'pending', tries: 0 }]);
    await vi.waitFor(async () => expect((await deliveriesOf(id))[0]).toMatchObject({ status: 'delivered', tries: 1 }), patient);
    expect(new Set(got().map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    await remove(id);
  });

  it('keeps the Retry-After of its receiver', async () => {
    receiver.reply = () => ({ status: 429, headers: { 'retry-after': '3600' } });
    const { id } = await send();
    await vi.waitFor(async () => expect((await deliveriesOf(id))[0]?.tries).toBe(1), patient);
    const [{ dueAt }] = (await deliveriesOf(id)) as [Delivery];
    expect(Date.parse(dueAt ?? '') - Date.now()).toBeGreaterThan(3_500_000);
    const conflict = await app.send({ method: 'POST', url: `/v1/webhooks/${id}/deliveries/${(await deliveriesOf(id))[0]?.id}/replay` });
    expect(conflict.status).toBe(409);
    await remove(id);
  });

  it('that is redirected has failed, and is not followed', async () => {
    receiver.reply = ({ path }) => (path === '/elsewhere' ? 200 : { status: 307, headers: { location: receiver.url('/elsewhere') } });
    const { id } = await send();
    await vi.waitFor(async () => expect((await deliveriesOf(id))[0]).toMatchObject({ status: 'pending', attempts: [{ status: 307 }] }), patient);
    expect(receiver.at('/elsewhere')).toEqual([]);
    await remove(id);
  });

  it('whose receiver is gone for good is dead at once, and disables its webhook', async () => {
    receiver.reply = () => 410;
    const { id, got } = await send();
    await vi.waitFor(async () => expect((await deliveriesOf(id))[0]).toMatchObject({ status: 'dead', tries: 1 }), patient);
    expect(await app.get(`/v1/webhooks/${id}`)).toMatchObject({ enabled: false, disabledReason: 'gone' });
    await app.import('sent', dumpOf(81));
    expect(got()).toHaveLength(1);
    const enabled = await app.send({ method: 'PATCH', url: `/v1/webhooks/${id}`, payload: { enabled: true } });
    expect(enabled.json()).toMatchObject({ enabled: true, disabledReason: null });
    await remove(id);
  });

  it('is looked at with its event and its body', async () => {
    const { id } = await send({ preset: 'slack' });
    await vi.waitFor(async () => expect((await deliveriesOf(id))[0]?.status).toBe('delivered'), patient);
    const [{ id: delivery, eventId }] = (await deliveriesOf(id)) as [Delivery];
    const whole = await app.get<{ event: CloudEvent; body: string }>(`/v1/webhooks/${id}/deliveries/${delivery}`);
    expect(whole.event).toMatchObject({ specversion: '1.0', id: eventId, type: 'snapshot.completed' });
    expect(JSON.parse(whole.body)).toHaveProperty('blocks');
    for (const wrong of ['no-such-thing', '5f0c2b1a-9a7e-4c3d-8b6f-1e2d3c4b5a69']) expect((await app.send({ url: `/v1/webhooks/${id}/deliveries/${wrong}` })).status).toBe(404);
    expect((await app.send({ url: `/v1/webhooks/${id}/deliveries?status=lost` })).status).toBe(400);
    await remove(id);
  });

  it('goes nowhere where a name stands for an address that is not allowed, which is found out when it is connected to', async () => {
    const strict = await TestApp.start({ demo: false, env: { WEBHOOK_ALLOWED_ADDRESSES: '192.0.2.0/24' } });
    try {
      const { id } = (await strict.send({ method: 'POST', url: '/v1/webhooks', payload: { url: 'https://receiver.example.com/', events: ['snapshot.completed'] } })).json<Made>();
      // As a name does that stands for another address by now.
      await databaseOf(strict).query(`UPDATE webhook SET url = '${receiver.url('/rebound', 'localhost')}' WHERE id = '${id}'`);
      const tried = await strict.send({ method: 'POST', url: `/v1/webhooks/${id}/test` });
      expect(tried.json<Delivery>()).toMatchObject({ status: 'dead', attempts: [{ status: null, error: expect.stringMatching(/this machine|loopback/) as string }] });
      expect(receiver.at('/rebound')).toEqual([]);
    } finally {
      await strict.close();
    }
  });
});

describe('a secret', () => {
  it('that is new signs beside the one before', async () => {
    const { id, secret, got } = await make();
    const rotated = await app.send({ method: 'POST', url: `/v1/webhooks/${id}/rotate` });
    const { secret: next } = rotated.json<Made>();
    expect([rotated.status, next === secret]).toEqual([200, false]);
    expect(await app.get(`/v1/webhooks/${id}`)).toMatchObject({ previousSecretUntil: expect.any(String) as string });
    await app.send({ method: 'POST', url: `/v1/webhooks/${id}/test` });
    const [request] = got() as [ReceivedEvent];
    expect(verified<CloudEvent>(request, secret)).toEqual(verified<CloudEvent>(request, next));
    await query(`UPDATE webhook SET previous_until = now() - interval '1 second' WHERE id = '${id}'`);
    await app.send({ method: 'POST', url: `/v1/webhooks/${id}/test` });
    const [, later] = got() as [ReceivedEvent, ReceivedEvent];
    verified(later, next);
    expect(() => verified(later, secret)).toThrow();
    await remove(id);
  });
});

describe('a test', () => {
  it('tells how the receiver answered, and is tried once', async () => {
    const { id, secret, got } = await make({ enabled: false });
    const good = await app.send({ method: 'POST', url: `/v1/webhooks/${id}/test` });
    expect([good.status, good.json()]).toMatchObject([200, { type: 'webhook.test', status: 'delivered', tries: 1 }]);
    expect(verified<CloudEvent>(got()[0] as ReceivedEvent, secret)).toMatchObject({ type: 'webhook.test', source: '/' });
    receiver.reply = () => 404;
    const bad = await app.send({ method: 'POST', url: `/v1/webhooks/${id}/test` });
    expect([bad.status, bad.json()]).toMatchObject([200, { status: 'dead', attempts: [{ status: 404, error: null }] }]);
    await remove(id);
  });
});

describe('in a chat that can change messages', () => {
  it('one finding is one message, which is changed when it is resolved and made anew when it comes back', async () => {
    let messages = 0;
    receiver.reply = ({ method }) => ({ status: 200, body: JSON.stringify({ type: 0, id: String(1_000 + (method === 'POST' ? ++messages : messages)), content: '' }) });
    const { id, path } = await make({ preset: 'discord', clusters: ['chatty'], events: ['finding.opened', 'finding.resolved'], namespaces: ['shop'] });
    const seen = () => receiver.received.filter((each) => each.path.startsWith(path)).map(({ method, path: at }) => `${method} ${at.slice(path.length)}`);
    for (const [name, expected] of [
      ['web', ['POST ?wait=true']],
      [null, ['POST ?wait=true', 'PATCH /messages/1001']],
      ['web', ['POST ?wait=true', 'PATCH /messages/1001', 'POST ?wait=true']],
    ] as const) {
      await app.import('chatty', name === null ? dumpOfLonely() : dumpOfLonely(name));
      await vi.waitFor(() => expect(seen()).toEqual(expected), patient);
    }
    await remove(id);
  });
});

describe('with tokens', () => {
  it('viewers see whom, but not where', async () => {
    const guarded = await TestApp.start({ demo: false, env: { API_TOKENS: apiTokens } });
    const as = (role: keyof typeof tokens) => ({ authorization: `Bearer ${tokens[role]}` });
    try {
      const made = await guarded.send({ method: 'POST', url: '/v1/webhooks', headers: as('operator'), payload: { url: 'https://hooks.slack.com/services/T0/B0/secret', events: ['finding.opened'], preset: 'slack', enabled: false } });
      const { id } = made.json<Made>();
      expect(made.json()).toMatchObject({ createdBy: 'operator' });
      expect((await guarded.send({ url: `/v1/webhooks/${id}`, headers: as('viewer') })).json<Made>().url).toBe('https://hooks.slack.com/...');
      expect((await guarded.send({ url: '/v1/webhooks', headers: as('viewer') })).text).not.toContain('secret');
      expect((await guarded.send({ url: `/v1/webhooks/${id}`, headers: as('operator') })).json<Made>().url).toBe('https://hooks.slack.com/services/T0/B0/secret');
    } finally {
      await guarded.close();
    }
  });
});
