import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, dumpOf, type Received } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start({ env: { IMPORT_MAX_BYTES: '64KiB' } });
});
afterAll(() => app.close());

interface Snapshot {
  readonly number: number;
  readonly takenAt: string;
  readonly counts: object;
}

const upload = (cluster: string, contentType: string, payload: string | Buffer): Promise<Received> =>
  app.send({ method: 'POST', url: `/v1/clusters/${cluster}/snapshots/import`, headers: { 'content-type': contentType }, payload });

const codeOf = (response: Received) => [response.status, response.json<{ code: string }>().code];

describe('an import', () => {
  it('makes the cluster, and answers what is known of the new snapshot', async () => {
    const response = await app.import('new', dumpOf(80), { query: '?label=first&takenAt=2026-01-31T13:00:00%2B01:00' });
    expect([response.status, response.headers['location']]).toEqual([201, '/v1/clusters/new/snapshots/1']);
    const body = response.json<Snapshot>();
    expect(body).toMatchObject({
      cluster: 'new', number: 1, takenAt: '2026-01-31T12:00:00.000Z', label: 'first', source: { type: 'import', files: 1 },
      counts: { Namespace: 1, Service: 1 }, ignored: {}, coverage: { Service: 'collected', Pod: 'absent' }, warnings: [],
    });
    expect(await app.get('/v1/clusters/new/snapshots/1')).toEqual(body);
  });

  it('tells the kinds that it does not read, and the namespaces of a list that speaks for one', async () => {
    const dump = [
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'shop' } },
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' }, spec: { ports: [{ port: 80 }] } },
    ];
    expect((await app.import('ignoring', dump)).json()).toMatchObject({ ignored: { ServiceAccount: 1 }, counts: { Service: 1 } });
  });

  it('takes YAML', async () => {
    const { status, json } = await upload('yaml', 'application/yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n');
    expect([status, json<Snapshot>().counts]).toEqual([201, { Namespace: 2 }]);
  });

  it('stores the same bytes once for a repeated request with an Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'once' };
    const first = await app.import('idempotent', dumpOf(80), { headers });
    const again = await app.import('idempotent', dumpOf(80), { headers });
    expect([again.status, again.text, again.headers['idempotency-replayed']]).toEqual([201, first.text, 'true']);
    expect(codeOf(await app.import('idempotent', dumpOf(81), { headers }))).toEqual([422, 'idempotency-mismatch']);
    expect(await app.get('/v1/clusters/idempotent')).toMatchObject({ snapshots: 1 });
  });

  it.each<[string, string, string, [number, string]]>([
    ['in which nothing can be read', 'application/json', 'nothing to see here', [422, 'unreadable-upload']],
    ['that is nested too deep', 'application/json', `${'['.repeat(200)}${']'.repeat(200)}`, [422, 'unsafe-upload']],
    ['that is too large', 'application/json', JSON.stringify(dumpOf(80)) + ' '.repeat(70_000), [413, 'too-large']],
    ['that is empty', 'application/json', '', [400, 'invalid-body']],
    ['of another content type', 'text/html', '<html>', [415, 'unsupported-media-type']],
  ])('%s is refused, and leaves no cluster behind', async (_, contentType, payload, expected) => {
    expect(codeOf(await upload('never', contentType, payload))).toEqual(expected);
    expect((await app.send({ url: '/v1/clusters/never' })).status).toBe(404);
  });

  it.each([
    ['a cluster name that is no DNS label', '/v1/clusters/Not_A_Name/snapshots/import', ':cluster'],
    ['an instant that is none', '/v1/clusters/never/snapshots/import?takenAt=yesterday', '?takenAt'],
    ['a day that is none', '/v1/clusters/never/snapshots/import?takenAt=2026-02-31T99:00:00Z', '?takenAt'],
    ['an empty label', '/v1/clusters/never/snapshots/import?label=', '?label'],
    ['a parameter that is not known', '/v1/clusters/never/snapshots/import?colour=red', '?colour'],
  ])('with %s is refused', async (_, url, pointer) => {
    const { status, json } = await app.send({ method: 'POST', url, headers: { 'content-type': 'application/json' }, payload: JSON.stringify(dumpOf(80)) });
    expect([status, json<{ errors: { pointer: string }[] }>().errors[0]?.pointer]).toEqual([400, pointer]);
  });
});

describe('a snapshot', () => {
  it.each([
    ['1', 1],
    ['latest', 2],
    ['latest~1', 1],
    ['2026-03-02T14:29:59Z', 1],
    ['2026-03-02T15:30:00%2B01:00', 2],
  ])('is found as %s', async (ref, number) => {
    const { headers, json } = await app.send({ url: `/v1/clusters/demo/snapshots/${ref}` });
    expect(json<Snapshot>().number).toBe(number);
    if (ref !== '1') expect(headers['content-location']).toBe(`/v1/clusters/demo/snapshots/${number}`);
  });

  it.each([
    ['3', 404],
    ['latest~2', 404],
    ['2020-01-01T00:00:00Z', 404],
    ['0', 400],
    ['newest', 400],
  ])('is not found as %s', async (ref, status) => {
    expect((await app.send({ url: `/v1/clusters/demo/snapshots/${ref}` })).status).toBe(status);
  });

  it('has not changed for whoever has its ETag', async () => {
    const { headers } = await app.send({ url: '/v1/clusters/demo/snapshots/1' });
    const again = await app.send({ url: '/v1/clusters/demo/snapshots/1', headers: { 'if-none-match': String(headers['etag']) } });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('is listed newest first, page by page', async () => {
    const first = await app.get<{ items: Snapshot[]; next: string }>('/v1/clusters/demo/snapshots?limit=1');
    const second = await app.get<{ items: Snapshot[]; next: string | null }>(`/v1/clusters/demo/snapshots?limit=1&cursor=${encodeURIComponent(first.next)}`);
    expect([first.items[0]?.number, second.items[0]?.number, second.next]).toEqual([2, 1, null]);
  });

  it('can be deleted, and its number is not given again', async () => {
    await app.import('gone', dumpOf(1));
    await app.import('gone', dumpOf(2));
    expect((await app.send({ method: 'DELETE', url: '/v1/clusters/gone/snapshots/latest' })).status).toBe(204);
    expect((await app.send({ url: '/v1/clusters/gone/snapshots/2' })).status).toBe(404);
    expect((await app.import('gone', dumpOf(3))).json<Snapshot>().number).toBe(3);
  });
});

describe('the objects of a snapshot', () => {
  const objects = '/v1/clusters/demo/snapshots/2/objects';

  interface Objects {
    readonly items: { kind: string; metadata: { name: string; namespace?: string } }[];
    readonly next: string | null;
  }

  const namesOf = ({ items }: Objects) => items.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

  it.each([
    ['kind and namespace', '?kind=Service&namespace=dev', ['Service docs', 'Service legacy-api', 'Service printer']],
    ['name', '?name=checkout&kind=Service', ['Service checkout']],
    ['labels', '?kind=Service&labelSelector=app%20in%20(redis,cart)', ['Service cart', 'Service redis']],
    ['what none has', '?kind=Gateway', []],
  ])('are found by %s', async (_, query, expected) => {
    expect(namesOf(await app.get<Objects>(`${objects}${query}`))).toEqual(expected);
  });

  it('come page by page, every one once', async () => {
    const whole = namesOf(await app.get<Objects>(`${objects}?limit=1000`));
    const paged: string[] = [];
    let next: string | null = null;
    do {
      const page: Objects = await app.get<Objects>(`${objects}?limit=30${next === null ? '' : `&cursor=${encodeURIComponent(next)}`}`);
      paged.push(...namesOf(page));
      next = page.next;
    } while (next !== null);
    expect(paged).toEqual(whole);
    expect(whole).toHaveLength(104);
  });

  it.each([['its plural', 'pods'], ['its short name', 'po'], ['its name in small letters', 'pod']])('are asked for by a kind as kubectl takes it: by %s', async (_, word) => {
    expect(await app.get(`${objects}?kind=${word}`)).toEqual(await app.get(`${objects}?kind=Pod`));
  });

  it.each([
    ['an unknown kind, with the near ones', '?kind=Servise', 'near: Service'],
    ['an unknown namespace, with the near ones', '?kind=Service&namespace=shopp', 'near: shop'],
    ['a selector that cannot be read', '?labelSelector=a%20in%20(', ''],
    ['a kind that stands twice', '?kind=Pod&kind=Node', 'may stand once'],
    ['a cursor of another list', '?cursor=x', ''],
  ])('refuse %s', async (_, query, hint) => {
    const { status, text } = await app.send({ url: `${objects}${query}` });
    expect([status, text]).toEqual([400, expect.stringContaining(hint)]);
  });
});
