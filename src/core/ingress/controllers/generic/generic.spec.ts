import { describe, expect, it } from 'vitest';
import { documentedPaths } from '../../../../../test/oracles/ingress/scenarios.js';
import { readCluster, viewOf } from '../../../cluster/index.js';
import { readRequest } from '../../request.js';
import { genericRouting } from './routing.js';

const controller = { kind: 'generic', name: 'generic', flags: new Map<string, string>(), evidence: [], warnings: [] };
const path = (pathType: string, text: string, service: string) => ({ path: text, pathType, backend: { service: { name: service, port: { number: 80 } } } });

function routing(ingresses: readonly { name: string; spec: object }[]) {
  const services = ['a', 'b', 'c', 'd'].flatMap((name) => [
    { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec: { ports: [{ port: 80 }] } },
    { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: `${name}-1`, namespace: 'shop', labels: { 'kubernetes.io/service-name': name } }, addressType: 'IPv4', ports: [{ name: '', port: 8080 }], endpoints: [{ addresses: ['10.0.0.1'] }] },
  ]);
  const view = viewOf(readCluster([...services, ...ingresses.map(({ name, spec }) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name, namespace: 'shop' }, spec }))]));
  return genericRouting(controller, view.objects('Ingress'), view);
}

const ask = (of: ReturnType<typeof routing>, url: string) => {
  const { outcome, backend } = of.match(readRequest({ url }));
  return `${outcome} ${backend?.service ?? '-'}`;
};

describe('the Ingress API’s own words', () => {
  it('match paths as the table of the documentation says', () => {
    const wrong = documentedPaths.flatMap(([type, paths, asked, answer]) => {
      const written = paths.split(', ').map((each, i) => {
        const [text = '', mixed] = each.split(' ');
        return { text: each, row: path(mixed === undefined ? type : mixed.slice(1, -1), text, ['a', 'b', 'c'][i] ?? 'd') };
      });
      const { matched } = routing([{ name: 'one', spec: { rules: [{ host: 'x.test', http: { paths: written.map(({ row }) => row) } }] } }]).match(readRequest({ url: `http://x.test${asked.startsWith('/') ? asked : '/any'}` }));
      const said = matched === null ? 'no' : written.length === 1 ? 'yes' : (written.find(({ row }) => row.path === matched.path && row.pathType === matched.pathType)?.text ?? '');
      return said === answer ? [] : [`${type} ${paths} asked for ${asked}: ${said}, not ${answer}`];
    });
    expect(wrong).toEqual([]);
  });

  it('put a precise host before a wildcard of one label, and both before no host', () => {
    const of = routing([{ name: 'one', spec: { rules: [{ host: '*.foo.com', http: { paths: [path('Prefix', '/', 'a')] } }, { host: 'bar.foo.com', http: { paths: [path('Prefix', '/', 'b')] } }, { http: { paths: [path('Prefix', '/', 'c')] } }] } }]);
    expect(['http://bar.foo.com/', 'http://baz.foo.com/', 'http://a.b.foo.com/', 'http://foo.com/', 'http://BAR.foo.com/'].map((url) => ask(of, url))).toEqual(['forward shop/b', 'forward shop/a', 'forward shop/c', 'forward shop/c', 'forward shop/b']);
  });

  it('leave to the controller what they do not decide', () => {
    const twice = routing([{ name: 'one', spec: { rules: [{ host: 'x.test', http: { paths: [path('Prefix', '/foo', 'a')] } }] } }, { name: 'two', spec: { rules: [{ host: 'x.test', http: { paths: [path('Prefix', '/foo', 'b'), path('ImplementationSpecific', '/own', 'c')] } }] } }]);
    expect(['/foo', '/own/x', '/bar'].map((each) => ask(twice, `http://x.test${each}`))).toEqual(['insufficient-information shop/a', 'insufficient-information shop/c', 'not-found -']);
  });

  it('send what no rule matches to the default backend, where there is one', () => {
    const one = { name: 'one', spec: { defaultBackend: { service: { name: 'd', port: { number: 80 } } }, rules: [{ host: 'x.test', http: { paths: [path('Exact', '/foo', 'a')] } }] } };
    const two = { name: 'two', spec: { defaultBackend: { service: { name: 'c', port: { number: 80 } } } } };
    expect([ask(routing([one]), 'http://x.test/bar'), ask(routing([one]), 'http://y.test/'), ask(routing([one, two]), 'http://y.test/')]).toEqual(['default-backend shop/d', 'default-backend shop/d', 'insufficient-information shop/d']);
  });
});
