import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp } from '../support/app.js';

let app: TestApp;

const group = 'gateway.networking.k8s.io/v1';

beforeAll(async () => {
  app = await TestApp.start();
  await app.import('gateways', {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { apiVersion: group, kind: 'GatewayClass', metadata: { name: 'edge' }, spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' } },
      { apiVersion: group, kind: 'Gateway', metadata: { name: 'edge', namespace: 'infra' }, spec: { gatewayClassName: 'edge', listeners: [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }] } },
      {
        apiVersion: group,
        kind: 'HTTPRoute',
        metadata: { name: 'shop', namespace: 'shop' },
        spec: { parentRefs: [{ name: 'edge', namespace: 'infra' }], hostnames: ['shop.example.com'], rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/cart' } }], backendRefs: [{ name: 'cart', port: 80 }] }] },
      },
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart', namespace: 'shop' }, spec: { clusterIP: '10.96.0.7', selector: { app: 'cart' }, ports: [{ port: 80, targetPort: 8080 }] } },
    ],
  });
});
afterAll(() => app.close());

const gateways = '/v1/clusters/gateways/snapshots/latest/ingress';
const demo = '/v1/clusters/demo/snapshots/2/ingress';

interface Migration {
  readonly outcome: string;
  readonly controllers: readonly { readonly kind: string; readonly ingresses: readonly { readonly name: string }[]; readonly objects: readonly { readonly kind: string }[]; readonly yaml: string; readonly proof: { readonly requests: number; readonly same: number; readonly unknown: number; readonly differences: readonly unknown[] } }[];
}

describe('Gateways', () => {
  it('are told with their listeners, what hangs on them, and conditions', async () => {
    const { outcome, gateways: told } = await app.get<{ outcome: string; gateways: { name: string; implementation: string; listeners: { attachedRoutes: number }[]; routes: { name: string; hosts: string[] }[] }[] }>(`${gateways}/gateways`);
    expect([outcome, told[0]?.name, told[0]?.implementation, told[0]?.listeners[0]?.attachedRoutes, told[0]?.routes[0]?.hosts]).toEqual(['found', 'infra/edge', 'Envoy Gateway', 1, ['shop.example.com']]);
  });

  it('are text and Markdown', async () => {
    const { text } = await app.send({ url: `${gateways}/gateways?format=txt` });
    expect(text).toContain('HTTPRoute shop/shop on shop.example.com');
    expect((await app.send({ url: `${gateways}/gateways?format=md` })).headers['content-type']).toContain('text/markdown');
  });

  it('take requests as controllers do', async () => {
    const ask = async (url: string): Promise<object> => (await app.send({ method: 'POST', url: `${gateways}/match`, headers: { 'content-type': 'application/json' }, payload: JSON.stringify({ url }) })).json<object>();
    expect(await ask('http://shop.example.com/cart/1')).toMatchObject({ controller: 'gateway/infra/edge', outcome: 'forward', matched: { kind: 'HTTPRoute', name: 'shop/shop' } });
    expect(await ask('http://shop.example.com/')).toMatchObject({ outcome: 'not-found', status: 404, matched: null });
  });
});

describe('the migration to Gateway API', () => {
  it('tells objects and a proof for each controller', async () => {
    const { outcome, controllers } = await app.get<Migration>(`${demo}/migration`);
    const [nginx] = controllers;
    expect(['same', 'differs']).toContain(outcome);
    expect(nginx?.kind).toBe('ingress-nginx');
    expect(new Set(nginx?.objects.map(({ kind }) => kind))).toContain('HTTPRoute');
    expect(nginx?.yaml.startsWith('---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n')).toBe(true);
    const { requests = 0, same = 0, unknown = 0, differences = [] } = nginx?.proof ?? {};
    expect(requests).toBeGreaterThan(10);
    expect(requests - same - unknown).toBe(differences.length);
  });

  it('is Markdown and text', async () => {
    const { text, headers } = await app.send({ url: `${demo}/migration?format=md` });
    expect([headers['content-type'], text.startsWith('**Of ')]).toEqual(['text/markdown; charset=utf-8', true]);
  });

  it('of a cluster without Ingresses is an answer', async () => {
    expect((await app.get<Migration>(`${gateways}/migration`)).outcome).toBe('nothing-to-migrate');
  });

  it('of a controller that is not there is refused', async () => {
    const { status, text } = await app.send({ url: `${demo}/migration?controller=nope` });
    expect([status, text.includes('There is no controller “nope”')]).toEqual([400, true]);
  });
});
