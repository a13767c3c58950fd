import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, dumpOf } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start({ demo: false });
});
afterAll(() => app.close());

interface Listed {
  readonly items: readonly { readonly name: string }[];
  readonly next: string | null;
}

const create = (name: string, more: object = {}) => app.send({ method: 'POST', url: '/v1/clusters', payload: { name, source: { type: 'import' }, ...more } });

describe('a cluster', () => {
  it('is made, read, changed and deleted', async () => {
    const made = await create('prod-eu', { labels: { region: 'eu' } });
    expect([made.status, made.headers['location']]).toEqual([201, '/v1/clusters/prod-eu']);
    expect(made.json()).toMatchObject({ name: 'prod-eu', source: { type: 'import' }, labels: { region: 'eu' }, retention: {}, snapshots: 0, latest: null });

    const changed = await app.send({ method: 'PATCH', url: '/v1/clusters/prod-eu', payload: { retention: { keepLast: 2 }, labels: {} } });
    expect(changed.json()).toMatchObject({ retention: { keepLast: 2 }, labels: {} });
    expect(await app.get('/v1/clusters/prod-eu')).toEqual(changed.json());

    expect((await app.send({ method: 'DELETE', url: '/v1/clusters/prod-eu' })).status).toBe(204);
    expect((await app.send({ url: '/v1/clusters/prod-eu' })).status).toBe(404);
  });

  it('keeps what a change leaves out', async () => {
    await create('kept', { labels: { a: 'b' } });
    await app.send({ method: 'PATCH', url: '/v1/clusters/kept', payload: { retention: { keepDays: 30 } } });
    const { status } = await app.send({ method: 'PATCH', url: '/v1/clusters/kept', payload: {} });
    expect(status).toBe(200);
    expect(await app.get('/v1/clusters/kept')).toMatchObject({ labels: { a: 'b' }, retention: { keepDays: 30 } });
  });

  it('keeps only as many snapshots as its retention says', async () => {
    await create('short');
    await app.send({ method: 'PATCH', url: '/v1/clusters/short', payload: { retention: { keepLast: 2 } } });
    for (const port of [1, 2, 3]) await app.import('short', dumpOf(port));
    const { items } = await app.get<{ items: { number: number }[] }>('/v1/clusters/short/snapshots');
    expect(items.map(({ number }) => number)).toEqual([3, 2]);
  });

  it('takes the snapshots with it when it goes, and a new one of the same name begins anew', async () => {
    await app.import('again', dumpOf(1));
    await app.send({ method: 'DELETE', url: '/v1/clusters/again' });
    await app.import('again', dumpOf(2));
    expect(await app.get('/v1/clusters/again')).toMatchObject({ snapshots: 1, latest: { number: 1 } });
  });

  it('whose name is taken is a conflict', async () => {
    await create('twice');
    const { status, json } = await create('twice');
    expect([status, json<{ code: string }>().code]).toEqual([409, 'conflict']);
  });

  it('that is asked for by a slip of the keyboard is told by its near names', async () => {
    await create('staging');
    const { status, text } = await app.send({ url: '/v1/clusters/stagign' });
    expect([status, text]).toEqual([404, expect.stringContaining('near names: staging')]);
  });
});

describe('a cluster is refused', () => {
  it.each<[string, object, string]>([
    ['with a name that is no DNS label', { name: 'Prod_EU' }, '/name'],
    ['without a source', { source: undefined }, '/source'],
    ['with a source that is no object', { source: 'import' }, '/source'],
    ['with labels that are no texts', { labels: { a: 1 } }, '/labels'],
    ['with labels that are null', { labels: null }, '/labels'],
    ['with a field that is not known', { colour: 'red' }, '/colour'],
  ])('%s', async (_, fields, pointer) => {
    const { status, json } = await create('refused', fields);
    expect([status, [...new Set(json<{ errors: { pointer: string }[] }>().errors.map((fault) => fault.pointer))]]).toEqual([400, [pointer]]);
  });

  it.each<[string, object | null]>([
    ['is null', null],
    ['keeps null', { keepLast: null }],
    ['keeps nothing', { keepLast: 0 }],
    ['is no number', { keepDays: 'many' }],
    ['has a field that is not known', { keepForever: true }],
  ])('or a retention that %s', async (_, retention) => {
    await create('bounded');
    expect((await app.send({ method: 'PATCH', url: '/v1/clusters/bounded', payload: { retention } })).status).toBe(400);
  });
});

describe('the list of clusters', () => {
  it('comes page by page, by name, with cursors that cannot be made up', async () => {
    const names: string[] = [];
    let next: string | null = null;
    do {
      const page: Listed = await app.get<Listed>(`/v1/clusters?limit=2${next === null ? '' : `&cursor=${encodeURIComponent(next)}`}`);
      names.push(...page.items.map(({ name }) => name));
      next = page.next;
    } while (next !== null);
    expect(names).toEqual([...names].sort());
    expect(names.length).toBeGreaterThan(4);
    const { status, json } = await app.send({ url: '/v1/clusters?cursor=made-up' });
    expect([status, json<{ code: string }>().code]).toEqual([400, 'invalid-cursor']);
  });
});

describe('an Idempotency-Key', () => {
  const headers = { 'idempotency-key': 'the-same' };
  const send = (name: string) => app.send({ method: 'POST', url: '/v1/clusters', headers, payload: { name, source: { type: 'import' } } });

  it('makes a repeated request answer as the first did, and another one fail', async () => {
    const first = await send('idem');
    const again = await send('idem');
    expect([again.status, again.text, again.headers['location'], again.headers['idempotency-replayed']]).toEqual([201, first.text, '/v1/clusters/idem', 'true']);
    expect((await send('other')).status).toBe(422);
  });
});
