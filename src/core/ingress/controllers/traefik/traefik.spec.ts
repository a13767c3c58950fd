import { describe, expect, it } from 'vitest';
import { Journal } from '../../../analysis/index.js';
import { readCluster, viewOf } from '../../../cluster/index.js';
import { readRequest } from '../../request.js';
import { readGoPath } from './go-path.js';
import { traefikRouting } from './routing.js';

const path = (pathType: string, text: string, service = 'web') => ({ path: text, pathType, backend: { service: { name: service, port: { number: 80 } } } });

function routing(ingresses: readonly { name: string; annotations?: object; spec: object }[], flags: Readonly<Record<string, string>> = {}) {
  const services = ['web', 'other'].flatMap((name) => [
    { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec: { ports: [{ port: 80 }] } },
    { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: `${name}-1`, namespace: 'shop', labels: { 'kubernetes.io/service-name': name } }, addressType: 'IPv4', ports: [{ name: '', port: 8080 }], endpoints: [{ addresses: ['10.0.0.1'] }] },
  ]);
  const view = viewOf(readCluster([...services, ...ingresses.map(({ name, annotations, spec }) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name, namespace: 'shop', annotations }, spec }))]));
  return traefikRouting({ kind: 'traefik', name: 'traefik/traefik', flags: new Map(Object.entries(flags)), evidence: [], warnings: [] }, view.objects('Ingress'), view);
}

describe('Traefik', () => {
  it('never takes an exact path beside the same prefix, whose rule is longer', () => {
    const rows = routing([{ name: 'one', spec: { rules: [{ host: 'x.test', http: { paths: [path('Exact', '/foo'), path('Prefix', '/foo', 'other')] } }] } }]).routes();
    expect(rows.map(({ matcher, dead }) => [matcher, dead?.by?.pathType])).toEqual([['Host("x.test") && PathPrefix("/foo")', undefined], ['Host("x.test") && Path("/foo")', 'Prefix']]);
  });

  it('does not tell which of two equal routers it takes', () => {
    const of = routing([{ name: 'one', spec: { rules: [{ host: 'x.test', http: { paths: [path('Prefix', '/')] } }] } }, { name: 'two', spec: { rules: [{ host: 'x.test', http: { paths: [path('Prefix', '/', 'other')] } }] } }]);
    const journal = new Journal();
    expect(of.match(readRequest({ url: 'http://x.test/' }), journal).outcome).toBe('insufficient-information');
    expect(journal.warnings.join(' ')).toContain('an order that changes');
  });

  it('says why the nearest rules did not take a request', () => {
    const of = routing([{ name: 'one', annotations: { 'traefik.ingress.kubernetes.io/router.tls': 'true' }, spec: { rules: [{ host: 'x.test', http: { paths: [path('Prefix', '/')] } }] } }, { name: 'two', spec: { rules: [{ host: 'x.test', http: { paths: [path('Prefix', '/foo'), path('Prefix', '/gone', 'gone')] } }] } }], { 'entrypoints.web.address': ':80', 'entrypoints.websecure.address': ':443' });
    const { outcome, considered } = of.match(readRequest({ url: 'http://x.test/bar' }), new Journal());
    expect(outcome).toBe('not-found');
    expect(considered.map(({ name, path: written, reason }) => `${name} ${written}: ${reason}`)).toEqual([
      'shop/two /gone: Service shop/gone is not there',
      'shop/one /: its router takes requests with TLS alone on entry point web',
      'shop/two /foo: Host("x.test") && PathPrefix("/foo") does not match path /bar',
    ]);
  });

  it('leaves out an Ingress with an annotation that it does not know', () => {
    expect(routing([{ name: 'one', annotations: { 'traefik.ingress.kubernetes.io/router.rule': 'x' }, spec: {} }]).dropped).toEqual([{ kind: 'Ingress', name: 'shop/one', reason: 'Traefik does not know annotation traefik.ingress.kubernetes.io/router.rule' }]);
  });

  it('reads paths as Go does', () => {
    const cases = ['/foo', '/foo/', '/', '/a//b', '/a/../b', '/..', '/%66oo', '/a%2fb', '/a%20b', '/%C3%A9', '/a!b', '/a%zz', '/a%', '/a/./'];
    expect(cases.map((each) => Object.values(readGoPath(each, true) ?? {}).join(' '))).toEqual(['/foo /foo', '/foo/ /foo/', '/ /', '/a/b /a/b', '/b /b', '/ /', '/foo /foo', '/a%2Fb /a%2Fb', '/a%20b /a b', '/%C3%A9 /\u00c3\u00a9', '/a!b /a!b', '', '', '/a/ /a/']);
  });

  it('is entered by the port that a client connects to, whatever the Host header names', () => {
    const of = routing([{ name: 'one', spec: { rules: [{ host: 'x.test', http: { paths: [path('Prefix', '/')] } }] } }]);
    expect(['http://x.test/', 'http://x.test:8080/'].map((url) => of.match(readRequest({ url, headers: { host: 'X.test:8080' } })).outcome)).toEqual(['forward', 'insufficient-information']);
  });

  it('keeps a semicolon of a query in a redirect, and sends its backend another sign', () => {
    const given = [{ name: 'one', spec: { rules: [{ host: 'x.test', http: { paths: [path('Prefix', '/')] } }] } }];
    const flags = { 'entrypoints.web.address': ':80', 'entrypoints.websecure.address': ':443', 'entrypoints.websecure.http.tls': 'true', 'entrypoints.web.http.redirections.entrypoint.to': 'websecure' };
    const told = (of: ReturnType<typeof routing>) => ['http://x.test/?a;b', 'https://x.test/?a;b'].map((url) => of.match(readRequest({ url }))).map(({ location, upstreamPath }) => location ?? upstreamPath);
    expect(told(routing(given, flags))).toEqual(['https://x.test/?a;b', '/?a&b']);
    expect(told(routing(given, { ...flags, 'entrypoints.web.http.encodequerysemicolons': 'true', 'entrypoints.websecure.http.encodequerysemicolons': 'true' }))).toEqual(['https://x.test/?a%3Bb', '/?a%3Bb']);
  });
});
