import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Shutdown } from '../../src/platform/http/index.js';
import { TestApp, apiTokens, dumpOf, tokens, type Received } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start({ demo: false, env: { API_TOKENS: apiTokens } });
});
afterAll(() => app.close());

const admin = { authorization: `Bearer ${tokens.admin}` };
const viewer = { authorization: `Bearer ${tokens.viewer}` };

const store = (cluster: string, port = 80) => app.import(cluster, dumpOf(port), { headers: admin });
const ask = (url: string, headers: Readonly<Record<string, string>> = {}) => app.send({ url, headers: { ...viewer, ...headers } });

/** What is the same of two answers that are the same: all but what each request has of its own. */
const told = ({ status, headers, text }: Received) => ({ status, text, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'x-request-id' && name !== 'date')) });

/** The path of the findings of a cluster of its own with one snapshot, and the headers of one who has them and has asked again several times. */
async function known(cluster: string, snapshot = '1', headers: Readonly<Record<string, string>> = {}): Promise<{ url: string; having: Readonly<Record<string, string>> }> {
  await store(cluster);
  const url = `/v1/clusters/${cluster}/snapshots/${snapshot}/findings`;
  const having = { ...headers, 'if-none-match': String((await ask(url, headers)).headers['etag']) };
  for (let i = 0; i < 3; i++) expect((await ask(url, having)).status).toBe(304);
  return { url, having };
}

describe('who asks again and again for what is unchanged', () => {
  it.each([
    ['a number', '1', {}],
    ['what is the latest', 'latest', {}],
    ['an instant', '2999-01-01T00:00:00Z', {}],
    ['another rendering', 'latest', { accept: 'text/markdown' }],
  ])('is told the same each time, by %s', async (name, snapshot, headers) => {
    const cluster = `same-${name.replaceAll(' ', '-')}`;
    await store(cluster);
    const url = `/v1/clusters/${cluster}/snapshots/${snapshot}/findings`;
    const { etag } = (await ask(url, headers)).headers;
    const answers: Received[] = [];
    for (let i = 0; i < 4; i++) answers.push(await ask(url, { ...headers, 'if-none-match': String(etag) }));
    expect(answers[0]).toMatchObject({ status: 304, text: '', headers: { etag, vary: 'Accept', 'cache-control': 'private, no-cache' } });
    expect(answers.slice(1).map(told)).toEqual([told(answers[0] as Received), told(answers[0] as Received), told(answers[0] as Received)]);
    expect(new Set(answers.map(({ headers: { 'x-request-id': id } }) => id)).size).toBe(4);
  });

  it('hears at once that the snapshot is deleted', async () => {
    const { url, having } = await known('deleted');
    await store('deleted', 81);
    expect((await app.send({ method: 'DELETE', url: '/v1/clusters/deleted/snapshots/1', headers: admin })).status).toBe(204);
    expect((await ask(url, having)).status).toBe(404);
  });

  it('hears at once that the cluster is deleted, and is told of the one that is made anew under its name', async () => {
    const { url, having } = await known('again');
    expect((await app.send({ method: 'DELETE', url: '/v1/clusters/again', headers: admin })).status).toBe(204);
    expect((await ask(url, having)).status).toBe(404);
    await store('again');
    expect((await ask(url, having)).status).toBe(200);
  });

  it('gets the new one where there is a newer', async () => {
    const { url, having } = await known('newer', 'latest');
    await store('newer', 81);
    const { status, headers } = await ask(url, having);
    expect([status, headers['content-location']]).toEqual([200, '/v1/clusters/newer/snapshots/2/findings']);
  });

  it('gets another answer once there is another readout', async () => {
    const { url, having } = await known('readout');
    await app.send({ method: 'POST', url: '/v1/clusters/readout/snapshots/1/nodes/node-1/readouts', headers: admin, payload: { format: 'resolv-conf', text: 'nameserver 10.96.0.10\n' } });
    expect((await ask(url, having)).status).toBe(200);
  });

  it.each<[string, string, Readonly<Record<string, string>>, number]>([
    ['without a token', '', { authorization: '' }, 401],
    ['with a token that is none', '', { authorization: 'Bearer nobody' }, 401],
    ['for another rendering', '', { accept: 'text/plain' }, 200],
    ['for one that there is not', '', { accept: 'image/png' }, 406],
    ['with another tag', '', { 'if-none-match': '"other"' }, 200],
    ['for some of it', '?severity=critical', {}, 200],
    ['with a filter that is none', '?colour=red', {}, 400],
  ])('has that from nobody else: %s', async (name, query, headers, status) => {
    const { url, having } = await known(`else-${name.replaceAll(' ', '-')}`);
    expect((await ask(`${url}${query}`, { ...having, ...headers })).status).toBe(status);
    expect((await ask(url, having)).status).toBe(304);
  });

  // The last of these, as it stops the service for good.
  it('is told to leave once the service stops', async () => {
    const { url, having } = await known('stopped');
    app.nest.get(Shutdown).onModuleDestroy();
    expect(await ask(url, having)).toMatchObject({ status: 304, headers: { connection: 'close' } });
  });
});
