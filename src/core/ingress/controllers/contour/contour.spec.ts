import { describe, expect, it } from 'vitest';
import { readCluster, viewOf } from '../../../cluster/index.js';
import { readRequest, type RequestQuestion } from '../../request.js';
import { contourRouting } from './routing.js';

const controller = { kind: 'contour', name: 'contour/contour', flags: new Map<string, string>(), evidence: [], warnings: [] };
const path = (pathType: string, text: string, service: string) => ({ path: text, pathType, backend: { service: { name: service, port: { number: 80 } } } });
const rule = (host: string, ...paths: object[]) => ({ ...(host !== '' && { host }), http: { paths } });
const names = ['any', 'exact', 'below', 'begin', 'regex', 'wild', 'empty', 'fallback', 'secure', 'other'];

function routing(ingresses: readonly { name: string; annotations?: object; spec: object }[]) {
  const services = names.flatMap((name) => [
    { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec: { ports: [{ port: 80 }] } },
    { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: `${name}-1`, namespace: 'shop', labels: { 'kubernetes.io/service-name': name } }, addressType: 'IPv4', ports: [{ name: '', port: 8080 }], endpoints: name === 'empty' ? [] : [{ addresses: ['10.0.0.1'] }] },
  ]);
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tls', namespace: 'shop' }, type: 'kubernetes.io/tls', keys: ['tls.crt', 'tls.key'], certificate: { readable: true } };
  const view = viewOf(readCluster([...services, secret, ...ingresses.map(({ name, annotations, spec }) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name, namespace: 'shop', annotations }, spec }))]));
  return contourRouting(controller, view.objects('Ingress'), view);
}

const ask = (of: ReturnType<typeof routing>, ...questions: (string | RequestQuestion)[]) =>
  questions.map((question) => {
    const { outcome, status, location, backend } = of.match(readRequest(typeof question === 'string' ? { url: question } : question));
    return [outcome, status, location, backend?.service].filter((each) => each !== undefined).join(' ');
  });

/** A few of the answers, as a person reads them; `test/oracles/contour` holds all of them to Envoy itself. */
describe('Envoy as Contour configures it', () => {
  it('takes exact paths first, then patterns, then the longest prefix', () => {
    const of = routing([{ name: 'one', spec: { rules: [rule('x.test', path('Prefix', '/', 'any'), path('Exact', '/foo', 'exact'), path('Prefix', '/foo', 'below'), path('ImplementationSpecific', '/begin', 'begin'), path('ImplementationSpecific', '/re[0-9]+', 'regex'))] } }]);
    expect(ask(of, 'http://x.test/foo', 'http://x.test/foo/', 'http://x.test/foobar', 'http://x.test/beginning', 'http://x.test/re12', 'http://x.test/re12/x', 'http://x.test//foo/./', 'http://X.test/foo')).toEqual([
      'forward shop/exact', 'forward shop/below', 'forward shop/any', 'forward shop/begin', 'forward shop/regex', 'forward shop/any', 'forward shop/below', 'forward shop/exact',
    ]);
  });

  it('stays in the virtual host of the longest name, and lets a wildcard take one label', () => {
    const of = routing([{ name: 'one', spec: { rules: [rule('*.x.test', path('Prefix', '/', 'wild')), rule('a.x.test', path('Prefix', '/foo', 'below')), rule('', path('Prefix', '/', 'any'))] } }]);
    expect(ask(of, 'http://b.x.test/', 'http://a.x.test/bar', 'http://b.c.x.test/', 'http://x.test/')).toEqual(['forward shop/wild', 'not-found 404', 'not-found 404', 'forward shop/any']);
  });

  it('takes the default backend for a rule without host and path, which another of the Ingress replaces', () => {
    const fallback = { service: { name: 'fallback', port: { number: 80 } } };
    expect(ask(routing([{ name: 'one', spec: { defaultBackend: fallback, rules: [rule('x.test', path('Prefix', '/foo', 'below'))] } }]), 'http://y.test/z', 'http://x.test/z')).toEqual(['default-backend shop/fallback', 'not-found 404']);
    expect(ask(routing([{ name: 'one', spec: { defaultBackend: fallback, rules: [rule('', path('Prefix', '/', 'any'))] } }]), 'http://y.test/z')).toEqual(['forward shop/any']);
  });

  it('answers 503 without endpoints, and has no route for what is not there', () => {
    const of = routing([{ name: 'one', spec: { rules: [rule('x.test', path('Prefix', '/empty', 'empty'), path('Prefix', '/gone', 'gone'), path('Prefix', '/', 'any'))] } }]);
    expect(ask(of, 'http://x.test/empty', 'http://x.test/gone')).toEqual(['unavailable 503 shop/empty', 'forward shop/any']);
  });

  it('serves TLS for the hosts of its certificates alone, and redirects where an annotation says so', () => {
    const of = routing([
      { name: 'one', annotations: { 'ingress.kubernetes.io/force-ssl-redirect': 'true' }, spec: { tls: [{ hosts: ['s.test'], secretName: 'tls' }], rules: [rule('s.test', path('Prefix', '/', 'secure')), rule('p.test', path('Prefix', '/', 'other'))] } },
      { name: 'two', annotations: { 'kubernetes.io/ingress.allow-http': 'false' }, spec: { tls: [{ hosts: ['t.test'], secretName: 'tls' }], rules: [rule('t.test', path('Prefix', '/', 'other'))] } },
    ]);
    expect(ask(of, 'https://s.test/', 'http://s.test/a?b', 'http://t.test/', 'https://t.test/', 'https://p.test/', { url: 'https://t.test/', sni: 's.test' })).toEqual([
      'forward shop/secure', 'redirect 301 https://s.test/a?b shop/secure', 'not-found 404', 'forward shop/other', 'denied', 'denied 421',
    ]);
  });

  it('is not told which of two Ingresses has a route', () => {
    const of = routing([{ name: 'one', spec: { rules: [rule('x.test', path('Prefix', '/foo', 'below'))] } }, { name: 'two', spec: { rules: [rule('x.test', path('Prefix', '/foo', 'any'))] } }]);
    expect(ask(of, 'http://x.test/foo')[0]).toMatch(/^insufficient-information /);
  });

  it('compares paths as Envoy writes them: dots are resolved before slashes are merged', () => {
    const of = routing([{ name: 'one', spec: { rules: [rule('x.test', path('Prefix', '/', 'any'), path('Exact', '/foo', 'exact'), path('Prefix', '/foo', 'below'))] } }]);
    const told = ['/%66oo', '/foo//../bar', '/a//../foo', '//', '/a/%2e%2E/foo', '/a\\..\\foo', '/a"b', '/foo%2Fbar', '/a%00b'].map((each) => of.match(readRequest({ url: `http://x.test${each}` })));
    expect(told.map(({ status, backend, upstreamPath }) => `${backend?.service ?? status ?? ''} ${upstreamPath ?? ''}`)).toEqual(['shop/exact /foo', 'shop/below /foo/bar', 'shop/any /a/foo', 'shop/any //', 'shop/exact /foo', 'shop/exact /foo', 'shop/any /a%22b', 'shop/any /foo%2Fbar', '400 ']);
  });

  it('compares a wildcard with the host as it was sent, and takes methods that Envoy knows', () => {
    const of = routing([{ name: 'one', spec: { rules: [rule('*.x.test', path('Prefix', '/', 'wild')), rule('y.test', path('Prefix', '/', 'other'))] } }]);
    expect(ask(of, 'http://a.x.test/', 'http://A.x.test/', 'http://Y.test/', { url: 'http://y.test/', method: 'PURGE' }, { url: 'http://y.test/', method: 'get' })).toEqual(['forward shop/wild', 'not-found 404', 'forward shop/other', 'forward shop/other', 'denied 400']);
  });
});
