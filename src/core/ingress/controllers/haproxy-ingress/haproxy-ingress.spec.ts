import { describe, expect, it } from 'vitest';
import { Journal } from '../../../analysis/index.js';
import { readCluster, viewOf } from '../../../cluster/index.js';
import { readRequest, type RequestQuestion } from '../../request.js';
import { haproxyIngressRouting } from './routing.js';

const path = (pathType: string, text: string, service = 'web') => ({ path: text, pathType, backend: { service: { name: service, port: { number: 80 } } } });
const rule = (host: string, ...paths: object[]) => ({ ...(host !== '' && { host }), http: { paths } });
const own = (keys: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(keys).map(([key, value]) => [`haproxy-ingress.github.io/${key}`, value]));
const names = ['web', 'exact', 'below', 'begin', 'regex', 'root', 'wild', 'empty', 'old', 'new'];

interface Given {
  readonly name: string;
  readonly annotations?: object;
  readonly at?: string;
  readonly spec: object;
}

function routing(ingresses: readonly Given[], config: Readonly<Record<string, string>> = {}, flags: Readonly<Record<string, string>> = {}) {
  const services = names.flatMap((name) => [
    { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec: { ports: [{ port: 80, targetPort: 8080 }] } },
    { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: `${name}-1`, namespace: 'shop', labels: { 'kubernetes.io/service-name': name } }, addressType: 'IPv4', ports: [{ name: '', port: 8080 }], endpoints: name === 'empty' ? [] : [{ addresses: ['10.0.0.1'] }] },
  ]);
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tls', namespace: 'shop' }, type: 'kubernetes.io/tls', keys: ['tls.crt', 'tls.key'], certificate: { readable: true } };
  const view = viewOf(readCluster([...services, secret, ...ingresses.map(({ name, annotations, at, spec }) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name, namespace: 'shop', annotations, ...(at !== undefined && { creationTimestamp: at }) }, spec }))]));
  return haproxyIngressRouting({ kind: 'haproxy-ingress', name: 'ingress/haproxy', flags: new Map(Object.entries(flags)), configMap: { namespace: 'ingress', name: 'haproxy', data: config }, evidence: [], warnings: [] }, view.objects('Ingress'), view);
}

const ask = (of: ReturnType<typeof routing>, ...questions: (string | RequestQuestion)[]) =>
  questions.map((question) => {
    const { outcome, status, location, backend, upstreamPath } = of.match(readRequest(typeof question === 'string' ? { url: question } : question));
    return [outcome, status, location, backend?.service, upstreamPath].filter((each) => each !== undefined).join(' ');
  });

/** A few of the answers, as a person reads them; `test/oracles/haproxy` holds all of them to HAProxy itself. */
describe('HAProxy as HAProxy Ingress configures it', () => {
  it('takes exact paths first, then the longest; begins are of any case', () => {
    const of = routing([{ name: 'one', spec: { rules: [rule('x.test', path('Prefix', '/', 'root'), path('Exact', '/foo', 'exact'), path('Prefix', '/foo', 'below'), path('ImplementationSpecific', '/own', 'begin'))] } }]);
    expect(ask(of, 'http://x.test/foo', 'http://x.test/foo/', 'http://x.test/foobar', 'http://x.test/OWNED', 'http://X.test/foo')).toEqual([
      'forward shop/exact /foo', 'forward shop/below /foo/', 'forward shop/root /foobar', 'forward shop/begin /OWNED', 'forward shop/exact /foo',
    ]);
  });

  it('takes the paths of no host in the same order', () => {
    const of = routing([{ name: 'one', spec: { rules: [rule('', path('Prefix', '/', 'root'), path('Exact', '/foo', 'exact'), path('Prefix', '/foo', 'below'), path('ImplementationSpecific', '/foo', 'begin'))] } }]);
    expect(ask(of, 'http://x.test/foo', 'http://x.test/foo/x', 'http://x.test/FOO', 'http://x.test/bar')).toEqual(['forward shop/exact /foo', 'forward shop/begin /foo/x', 'forward shop/begin /FOO', 'forward shop/root /bar']);
  });

  it('compares paths as they come', () => {
    const of = routing([{ name: 'one', spec: { rules: [rule('x.test', path('Prefix', '/foo'))] } }]);
    expect(ask(of, 'http://x.test/foo/../bar', 'http://x.test//foo', 'http://x.test/%66oo')).toEqual(['forward shop/web /foo/../bar', 'not-found 404', 'not-found 404']);
  });

  it('lets a wildcard take one label, and take what a precise host leaves', () => {
    const of = routing([{ name: 'one', spec: { rules: [rule('*.x.test', path('Prefix', '/', 'wild')), rule('a.x.test', path('Prefix', '/foo', 'below'))] } }]);
    expect(ask(of, 'http://b.x.test/', 'http://a.x.test/foo', 'http://a.x.test/bar', 'http://b.c.x.test/', 'http://x.test/')).toEqual(['forward shop/wild /', 'forward shop/below /foo', 'forward shop/wild /bar', 'not-found 404', 'not-found 404']);
  });

  it('gives a path to the older Ingress, and says which the other one lost to', () => {
    const of = routing([{ name: 'a', at: '2026-01-02T00:00:00Z', spec: { rules: [rule('x.test', path('Prefix', '/foo', 'new'))] } }, { name: 'z', at: '2026-01-01T00:00:00Z', spec: { rules: [rule('x.test', path('Prefix', '/foo', 'old'))] } }]);
    expect(ask(of, 'http://x.test/foo')).toEqual(['forward shop/old /foo']);
    expect(of.routes().map(({ name, dead }) => `${name} ${dead?.by?.name ?? 'lives'}`)).toEqual(['shop/z lives', 'shop/a shop/z']);
  });

  it('redirects to https where the host has TLS, and not where the annotation says so', () => {
    const of = routing([
      { name: 'one', spec: { tls: [{ hosts: ['x.test'], secretName: 'tls' }], rules: [rule('x.test', path('Prefix', '/'))] } },
      { name: 'two', annotations: own({ 'ssl-redirect': 'false' }), spec: { rules: [rule('x.test', path('Prefix', '/plain', 'old'))] } },
      { name: 'three', spec: { rules: [rule('y.test', path('Prefix', '/'))] } },
    ]);
    expect(ask(of, 'http://x.test/a?b', 'https://x.test/a', 'http://x.test/plain', 'http://y.test/a', 'https://y.test/a')).toEqual([
      'redirect 302 https://x.test/a?b', 'forward shop/web /a', 'forward shop/old /plain', 'forward shop/web /a', 'not-found 404',
    ]);
  });

  it('rewrites what the path took, and keeps the rest', () => {
    const of = routing([{ name: 'one', annotations: own({ 'rewrite-target': '/new' }), spec: { rules: [rule('x.test', path('Prefix', '/foo'))] } }, { name: 'two', annotations: own({ 'rewrite-target': '/' }), spec: { rules: [rule('y.test', path('Prefix', '/foo', 'old'))] } }]);
    expect(ask(of, 'http://x.test/foo/a?b', 'http://x.test/foo', 'http://y.test/foo/a', 'http://y.test/foo')).toEqual(['forward shop/web /new/a?b', 'forward shop/web /new', 'forward shop/old /a', 'forward shop/old /']);
  });

  it('answers 503 without endpoints, and 404 for a Service that is not there', () => {
    const of = routing([{ name: 'one', spec: { rules: [rule('x.test', path('Prefix', '/empty', 'empty'), path('Prefix', '/gone', 'gone'))] } }]);
    expect(ask(of, 'http://x.test/empty', 'http://x.test/gone')).toEqual(['unavailable 503 shop/empty', 'not-found 404']);
  });

  it('sends what nobody takes to the default backend, of an Ingress or of the flag', () => {
    const given = { name: 'one', spec: { defaultBackend: { service: { name: 'root', port: { number: 80 } } }, rules: [rule('x.test', path('Prefix', '/foo'))] } };
    expect(ask(routing([given]), 'http://x.test/bar', 'http://y.test/')).toEqual(['default-backend shop/root /bar', 'default-backend shop/root /']);
    expect(ask(routing([{ ...given, spec: { rules: given.spec.rules } }], {}, { 'default-backend-service': 'shop/new' }), 'http://x.test/bar')).toEqual(['default-backend shop/new /bar']);
  });

  it('does not say what it does where an address decides that is not told', () => {
    const of = routing([{ name: 'one', annotations: own({ 'allowlist-source-range': '10.0.0.0/8' }), spec: { rules: [rule('x.test', path('Prefix', '/'))] } }]);
    expect(ask(of, { url: 'http://x.test/', sourceIP: '10.1.1.1' }, { url: 'http://x.test/', sourceIP: '192.0.2.1' }, 'http://x.test/')).toEqual(['forward shop/web /', 'denied 403 shop/web', 'insufficient-information shop/web']);
  });

  it('does not guess at what is not modelled', () => {
    const journal = new Journal();
    const of = routing([{ name: 'one', annotations: own({ 'auth-url': 'http://auth.test' }), spec: { rules: [rule('x.test', path('Prefix', '/'))] } }]);
    expect(of.match(readRequest({ url: 'http://x.test/' }), journal).outcome).toBe('insufficient-information');
    expect(journal.warnings.join(' ')).toContain('auth-url');
  });
});
