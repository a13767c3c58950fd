import { expect, it } from 'vitest';
import { Journal } from '../../analysis/index.js';
import { ClusterView, kindNames, readCluster, type Coverage } from '../../cluster/index.js';
import type { RouteMatch } from '../answer.js';
import type { Routing } from '../controller.js';
import { readRequest } from '../request.js';
import { gatewayControllers } from './gateways.js';

const group = 'gateway.networking.k8s.io';

function routingOf(objects: readonly object[]): Routing {
  const coverage = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
  const [gateway] = gatewayControllers(new ClusterView({ ...readCluster(objects), coverage }));
  if (gateway?.routing === undefined) throw new Error('no Gateway');
  return gateway.routing;
}

function gateway(...listeners: readonly object[]): object {
  return { apiVersion: `${group}/v1`, kind: 'Gateway', metadata: { name: 'edge', namespace: 'shop' }, spec: { gatewayClassName: 'edge', listeners } };
}

function route(name: string, hostnames: readonly string[], rules: readonly object[], parent: object = {}): object {
  return { apiVersion: `${group}/v1`, kind: 'HTTPRoute', metadata: { name, namespace: 'shop' }, spec: { parentRefs: [{ name: 'edge', ...parent }], ...(hostnames.length > 0 && { hostnames }), rules } };
}

const to = (path: string, extra: object = {}) => ({ matches: [{ path: { type: 'PathPrefix', value: path }, ...extra }], backendRefs: [{ name: 'web', port: 80 }] });
const http = { name: 'http', port: 80, protocol: 'HTTP' };
const web = [
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' }, spec: { clusterIP: '10.96.0.1', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] } },
  { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 'web-1', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'web' } }, addressType: 'IPv4', ports: [{ port: 8080, protocol: 'TCP' }], endpoints: [{ addresses: ['10.244.0.5'], conditions: { ready: true } }] },
];

function ask(routing: Routing, url: string): { readonly match: RouteMatch; readonly steps: readonly string[]; readonly warnings: readonly string[] } {
  const journal = new Journal();
  const match = routing.match(readRequest({ url }), journal);
  return { match, steps: journal.steps.map(({ detail }) => detail), warnings: journal.warnings };
}

it('tells the rule that takes a request, and why others did not', () => {
  const routing = routingOf([...web, gateway(http), route('a', ['a.test'], [to('/cart', { method: 'POST' }), to('/cart'), to('/')])]);
  const { match, steps } = ask(routing, 'http://a.test/cart/1?x=2');
  expect(match).toMatchObject({ outcome: 'forward', upstreamPath: '/cart/1?x=2', matched: { kind: 'HTTPRoute', name: 'shop/a', host: 'a.test', path: '/cart', pathType: 'PathPrefix' }, backend: { service: 'shop/web', port: 80, endpoints: [{ ip: '10.244.0.5', port: 8080 }] }, tls: null });
  expect(steps).toEqual(['Listener http (HTTP 80, any host) takes the request.', 'HTTPRoute shop/a, rule 2 (a.test, PathPrefix /cart), takes the request.']);
  expect(match.considered.map(({ path, reason }) => `${path}: ${reason}`)).toEqual(['/cart: it asks for the method POST', '/: shop/a, rule 2, comes before it']);
});

it('says that rules of a wider host are there, which some implementations would ask', () => {
  const routing = routingOf([...web, gateway(http), route('any', [], [to('/')]), route('a', ['a.test'], [to('/only')])]);
  const { match, warnings } = ask(routing, 'http://a.test/other');
  expect([match.outcome, match.status, match.considered.map(({ host, reason }) => `${host}: ${reason}`)]).toEqual(['not-found', 404, ['a.test: the path is not below /only', ': a narrower host has rules of its own']]);
  expect(warnings.some((warning) => warning.startsWith('A rule of a wider hostname would take the request.'))).toBe(true);
});

it('gives no connection where no listener serves the port or the scheme', () => {
  const routing = routingOf([...web, gateway(http), route('a', [], [to('/')])]);
  const denied = ['http://a.test:8080/', 'https://a.test/', 'https://a.test:80/'].map((url) => ask(routing, url));
  expect(denied.map(({ match }) => [match.outcome, match.status])).toEqual([['denied', undefined], ['denied', undefined], ['denied', undefined]]);
  expect(denied[2]?.steps).toEqual(['The listeners of port 80 speak plain HTTP. The client gets no answer over https.']);
});

it('lists its rows in the order in which they are asked, with those that no request can take', () => {
  const routing = routingOf([
    ...web,
    gateway(http, { ...http, name: 'shop', hostname: '*.shop.test' }),
    route('wide', ['a.shop.test', 'b.test'], [to('/')], { sectionName: 'http' }),
    route('narrow', [], [to('/'), to('/'), to('/x', { headers: [{ name: 'V', value: '1' }] })], { sectionName: 'shop' }),
  ]);
  expect(routing.routes().map(({ order, name, host, path, matcher, dead }) => `${order} ${name} ${host} ${path}: ${matcher}${dead === undefined ? '' : ` (dead: ${dead.reason})`}`)).toEqual([
    '1 shop/narrow *.shop.test /x: HTTP 80 *.shop.test && PathPrefix /x && header v: 1',
    '2 shop/narrow *.shop.test /: HTTP 80 *.shop.test && PathPrefix /',
    '3 shop/narrow *.shop.test /: HTTP 80 *.shop.test && PathPrefix / (dead: shop/narrow, rule 1, takes all that it would take)',
    '4 shop/wide a.shop.test /: HTTP 80 a.shop.test && PathPrefix / (dead: listener shop (*.shop.test) gets the requests for a.shop.test)',
    '5 shop/wide b.test /: HTTP 80 b.test && PathPrefix /',
  ]);
  expect(routing.routes('b.test').map(({ host }) => host)).toEqual(['b.test']);
});

it('warns of filters that are not modelled, and tells those that are', () => {
  const filters = [
    { type: 'ExtensionRef', extensionRef: { group: 'example.com', kind: 'Auth', name: 'login' } },
    { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'x-a', value: 'secret' }], remove: ['x-b'] } },
    { type: 'URLRewrite', urlRewrite: { hostname: 'inside.test', path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } },
  ];
  const { match, steps, warnings } = ask(routingOf([...web, gateway(http), route('a', [], [{ ...to('/app'), filters }])]), 'http://a.test/app/x');
  expect(match.upstreamPath).toBe('/x');
  expect(steps.slice(2)).toEqual(['Of the request\'s headers it sets x-a; removes x-b.', 'The backend gets the host inside.test.']);
  expect(warnings).toContain('The HTTPRoute has the filter Auth login, which may change or refuse the request and is not modelled.');
});

it('says which routes are left out, and why', () => {
  const { dropped } = routingOf([...web, gateway(http), route('lost', [], [to('/')], { sectionName: 'none' }), route('bad', [], [to('/'), { matches: [{ path: { type: 'Glob', value: '/*' } }] }])]);
  expect(dropped.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
    'shop/lost: NoMatchingParent: the Gateway has no listener of the name none',
    'shop/bad: rule 2: UnsupportedValue: the path /* is matched by Glob, which is none of Exact, PathPrefix and RegularExpression',
  ]);
});
