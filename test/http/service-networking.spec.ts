import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
  await app.import('bare', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
});
afterAll(() => app.close());

const demo = '/v1/clusters/demo/snapshots/2/service-networking';

describe('the ranges of a cluster', () => {
  it('are told of the demo cluster, each with where it was read', async () => {
    expect(await app.get(`${demo}/ranges`)).toMatchObject({
      outcome: 'told',
      summary: 'Services in 10.96.0.0/12, pods in 10.244.0.0/16, 4 nodes. Nothing overlaps that should not.',
      services: [{ cidr: '10.96.0.0/12', source: 'ServiceCIDR', isInForce: true, state: 'ready', evidence: [{ kind: 'ServiceCIDR', name: 'kubernetes' }] }, { source: 'apiserver-flag', isInForce: false }, {}, {}],
      overlaps: { total: 0 },
      nodeRangeFaults: { total: 0 },
    });
  });

  it('are not guessed of a snapshot that does not tell', async () => {
    expect(await app.get('/v1/clusters/bare/snapshots/latest/service-networking/ranges')).toMatchObject({ outcome: 'insufficient-information', services: [], pods: [] });
  });
});

describe('what serves ClusterIPs', () => {
  it('is told of the demo cluster', async () => {
    expect(await app.get(`${demo}/proxy`)).toMatchObject({ outcome: 'kube-proxy', mode: 'iptables', modes: [{ mode: 'iptables', nodes: { total: 4 } }], replacements: [], missing: [] });
  });

  it('takes a log that was copied off a node for what runs there', async () => {
    const log = 'I0601 10:00:00.000000       1 server_linux.go:231] "Using nftables Proxier"\n';
    const before = await app.send({ url: `${demo}/proxy` });
    const added = await app.send({ method: 'POST', url: '/v1/clusters/demo/snapshots/2/nodes/demo-worker-1/readouts', payload: { format: 'kube-proxy-log', text: log } });
    expect(added.status).toBe(201);
    const after = await app.send({ url: `${demo}/proxy`, headers: { 'if-none-match': String(before.headers['etag']) } });
    expect([after.status, after.json()]).toMatchObject([200, { mode: null, modes: [{ mode: 'iptables', nodes: { total: 3 } }, { mode: 'nftables', nodes: { items: ['demo-worker-1'] } }] }]);
  });
});

describe('what is given out', () => {
  it('is counted of the demo cluster, by band', async () => {
    expect(await app.get(`${demo}/allocations`)).toMatchObject({
      outcome: 'counted',
      clusterIPs: [{ cidr: '10.96.0.0/12', allocator: 'ServiceCIDR', capacity: 1048574, static: { first: '10.96.0.1', last: '10.96.1.0', firstFree: '10.96.0.2' } }],
      nodePorts: { first: 30000, last: 32767, static: { size: 86 } },
      clashes: { total: 0 },
      outside: { total: 0 },
    });
  });
});

describe('a Service', () => {
  const ofDemo = `${demo}/services`;

  it('is explained: what it selects, its endpoints, and the ways to it', async () => {
    expect(await app.get(`${ofDemo}/shop/cart`)).toMatchObject({
      outcome: 'answers',
      selector: { app: 'cart' },
      slices: { source: 'snapshot' },
      endpoints: { total: 2, items: [{ isUsed: true, uses: [{ use: 'used', detail: 'It gets connections.' }] }, { isUsed: true }] },
      reach: [{ way: 'cluster-ip', addresses: ['10.108.77.34'], works: 'yes' }, { way: 'dns', addresses: ['cart.shop.svc'] }],
    });
  });

  it('whose selector is misspelt is told the pods that it nearly selects', async () => {
    expect(await app.get('/v1/clusters/demo/snapshots/1/service-networking/services/shop/payments')).toMatchObject({
      outcome: 'no-endpoints',
      pods: { total: 0 },
      nearPods: [{ differences: [{ key: 'app', wanted: 'payment', found: 'payments' }] }],
    });
  });

  it('is looked at from a node', async () => {
    expect(await app.get(`${ofDemo}/ingress-nginx/ingress-nginx-controller?node=demo-worker-1`)).toMatchObject({ node: 'demo-worker-1', reach: [{ way: 'cluster-ip' }, { way: 'node-port' }, { way: 'dns' }] });
  });

  it.each([
    ['a Service', `${ofDemo}/shop/cartt`, 404, 'near names: cart'],
    ['a node', `${ofDemo}/shop/cart?node=demo-worker-9`, 404, 'near: demo-worker-1'],
    ['a parameter', `${ofDemo}/shop/cart?nodes=x`, 400, 'nodes'],
    ['a node twice', `${ofDemo}/shop/cart?node=a&node=b`, 400, 'may stand once'],
  ])('%s that is not there is told', async (_, url, status, detail) => {
    const { status: given, text } = await app.send({ url });
    expect([given, text]).toEqual([status, expect.stringContaining(detail)]);
  });
});

describe('the renderings', () => {
  it.each([
    ['ranges', 'Services in 10.96.0.0/12, pods in 10.244.0.0/16, 4 nodes.'],
    ['allocations', 'ClusterIPs of 10.96.0.0/12 in use'],
    ['proxy', 'kube-proxy in '],
    ['services/shop/db', 'shop/db resolves, with'],
  ])('of %s begin with the verdict, and stay under 40 lines', async (path, verdict) => {
    for (const [type, format] of [['text/markdown', 'md'], ['text/plain', 'txt']] as const) {
      const byAccept = await app.send({ url: `${demo}/${path}`, headers: { accept: type } });
      expect([byAccept.status, byAccept.headers['content-type']]).toEqual([200, `${type}; charset=utf-8`]);
      expect(byAccept.text.replaceAll('\n', ' ').slice(0, 200)).toContain(verdict);
      expect((await app.send({ url: `${demo}/${path}?format=${format}` })).text).toBe(byAccept.text);
      expect(byAccept.text.split('\n').length).toBeLessThan(41);
    }
  });

  it('have an ETag', async () => {
    const { headers } = await app.send({ url: `${demo}/ranges` });
    expect((await app.send({ url: `${demo}/ranges`, headers: { 'if-none-match': String(headers['etag']) } })).status).toBe(304);
  });
});
