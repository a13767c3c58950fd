import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.close());

const base = '/v1/clusters/demo/snapshots/2/ingress';
const match = (payload: object, accept = 'application/json') => app.send({ method: 'POST', url: `${base}/match`, headers: { accept, 'content-type': 'application/json' }, payload: JSON.stringify(payload) });

describe('the classes of Ingresses', () => {
  it('are told with their controllers, and whose each Ingress is', async () => {
    expect(await app.get(`${base}/classes`)).toMatchObject({
      outcome: 'all-owned',
      classes: [{ name: 'nginx', controller: 'k8s.io/ingress-nginx', isDefault: true, ingresses: 2, servedBy: ['ingress-nginx/ingress-nginx-controller'] }, { name: 'traefik', servedBy: [] }],
      controllers: [{ name: 'ingress-nginx/ingress-nginx-controller', kind: 'ingress-nginx', isModelled: true, workload: { kind: 'Deployment' }, owns: [{ ingress: 'monitoring/grafana', served: true }, { ingress: 'shop/shop', served: true }] }],
      unowned: [],
      contested: [],
    });
  });

  it.each(['text/markdown', 'text/plain'])('are rendered as %s, in under 40 lines', async (type) => {
    const { headers, text } = await app.send({ url: `${base}/classes`, headers: { accept: type } });
    expect(headers['content-type']).toBe(`${type}; charset=utf-8`);
    expect(text.split('\n').length).toBeLessThan(41);
  });
});

describe('the routing tables', () => {
  it('are told for each controller, in match order', async () => {
    const { tables } = await app.get<{ tables: { controller: string; routes: { host: string; path: string }[] }[] }>(`${base}/routes?host=shop.example.com`);
    expect(tables.map(({ controller, routes }) => [controller, routes.map(({ path }) => path).filter((path) => path !== '')])).toEqual([['ingress-nginx/ingress-nginx-controller', ['/checkout', '/cart', '/']]]);
  });

  it('are tables of Markdown', async () => {
    const { text } = await app.send({ url: `${base}/routes`, headers: { accept: 'text/markdown' } });
    expect(text).toContain('| # | host | path |');
  });

  it('of a controller that is not there are refused, with those that are', async () => {
    const { status, json } = await app.send({ url: `${base}/routes?controller=ngnix` });
    expect([status, json<{ errors: { pointer: string; detail: string }[] }>().errors[0]]).toMatchObject([400, { pointer: '?controller', detail: expect.stringContaining('ingress-nginx') as string }]);
  });
});

describe('a request', () => {
  it('is followed to its backend, with the rules that lost', async () => {
    const { status, json } = await match({ url: 'https://shop.example.com/cart/1?x=1' });
    expect([status, json()]).toMatchObject([200, {
      controller: 'ingress-nginx/ingress-nginx-controller', controllerKind: 'ingress-nginx', outcome: 'forward', upstreamPath: '/cart/1?x=1',
      matched: { kind: 'Ingress', name: 'shop/shop', host: 'shop.example.com', path: '/cart', pathType: 'Prefix' },
      backend: { service: 'shop/cart', port: 'http' }, tls: { secret: 'shop/shop-tls', certificate: 'secret' }, matches: [{ outcome: 'forward' }],
    }]);
  });

  it.each<[string, object, object]>([
    ['is redirected', { url: 'http://shop.example.com/cart' }, { outcome: 'redirect', status: 308, location: 'https://shop.example.com/cart' }],
    ['of an unknown host is not found', { url: 'http://nobody.example/' }, { outcome: 'not-found', status: 404, matched: null }],
    ['without a port to go to ends in 503', { url: 'https://shop.example.com/checkout' }, { outcome: 'unavailable', status: 503, matched: { path: '/checkout' } }],
    ['is answered by the Ingress API itself', { url: 'http://shop.example.com/cart', controller: 'generic' }, { controller: 'generic', outcome: 'forward' }],
  ])('%s', async (_, question, expected) => {
    const { status, json } = await match(question);
    expect([status, json()]).toMatchObject([200, expected]);
  });

  it.each<[string, object, string]>([
    ['no URL', {}, '/url'],
    ['a path alone', { url: '/cart' }, '/url'],
    ['a header that is a number', { url: 'http://a.example/', headers: { a: 1 } }, '/headers'],
    ['an address that is none', { url: 'http://a.example/', sourceIP: 'me' }, '/sourceIP'],
    ['a controller that is not there', { url: 'http://a.example/', controller: 'apache' }, '/controller'],
    ['an unknown field', { url: 'http://a.example/', host: 'b' }, '/host'],
  ])('is refused with %s', async (_, question, pointer) => {
    const { status, json } = await match(question);
    expect([status, json<{ errors: { pointer: string }[] }>().errors[0]?.pointer]).toEqual([400, pointer]);
  });

  it.each([
    ['text/markdown', '**https://shop.example.com/cart goes to shop/cart port http'],
    ['text/plain', 'https://shop.example.com/cart goes to shop/cart port http'],
  ])('is rendered as %s with the verdict first', async (type, verdict) => {
    const { headers, text } = await match({ url: 'https://shop.example.com/cart' }, type);
    expect([headers['content-type'], text.replaceAll('\u200a', '').startsWith(verdict)]).toEqual([`${type}; charset=utf-8`, true]);
  });
});
