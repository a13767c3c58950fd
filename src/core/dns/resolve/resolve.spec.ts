import { describe, expect, it } from 'vitest';
import { ClusterView, kindNames, readCluster, type Coverage } from '../../cluster/index.js';
import { parseReadout } from '../../readouts/index.js';
import type { NodeReadout } from '../pod/kubelet-settings.js';
import type { ResolveQuestion } from './question.js';
import { resolve, type Resolution } from './resolve.js';

const meta = (name: string, namespace: string, more: object = {}) => ({ name, namespace, uid: `${namespace}-${name}`, ...more });
const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, uid: name } });
const service = (name: string, in_: string, spec: object, more: object = {}) => ({ apiVersion: 'v1', kind: 'Service', metadata: meta(name, in_, more), spec });
const slice = (of: string, in_: string, endpoints: object[]) => ({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: meta(`${of}-1`, in_, { labels: { 'kubernetes.io/service-name': of } }), addressType: 'IPv4', ports: [{ name: 'p', port: 80 }], endpoints });
const configMap = (name: string, data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: meta(name, 'kube-system'), data });
const pod = (name: string, in_: string, spec: object = {}, ip = '10.244.1.9') => ({ apiVersion: 'v1', kind: 'Pod', metadata: meta(name, in_), spec: { nodeName: 'node-1', containers: [{ name: 'app', image: 'registry.example/app:1' }], ...spec }, status: { phase: 'Running', podIP: ip } });

const corefile = '.:53 {\n errors\n kubernetes cluster.local in-addr.arpa ip6.arpa {\n pods insecure\n fallthrough in-addr.arpa ip6.arpa\n }\n forward . 192.0.2.53\n cache 30\n}\n';
const coredns = { ...pod('coredns-1', 'kube-system', { dnsPolicy: 'Default', containers: [{ name: 'coredns', image: 'registry.k8s.io/coredns/coredns:v1.12.1' }] }, '10.244.0.2'), metadata: meta('coredns-1', 'kube-system', { labels: { 'k8s-app': 'kube-dns' } }) };
const kubeDns = service('kube-dns', 'kube-system', { clusterIP: '10.96.0.10', selector: { 'k8s-app': 'kube-dns' }, ports: [{ name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 }, { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 }] }, { labels: { 'k8s-app': 'kube-dns' } });
const cluster = [
  ...['shop', 'dev', 'kube-system'].map(namespace),
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1', uid: 'node-1' } },
  coredns, kubeDns,
  slice('kube-dns', 'kube-system', [{ addresses: ['10.244.0.2'] }]),
  configMap('coredns', { Corefile: corefile }),
  configMap('kubelet-config', { kubelet: 'clusterDNS: [10.96.0.10]\nclusterDomain: cluster.local\n' }),
  service('web', 'shop', { clusterIP: '10.96.0.7', ports: [{ name: 'http', port: 80 }] }),
  service('out', 'shop', { type: 'ExternalName', externalName: 'db.example.com' }),
  service('big', 'shop', { clusterIP: 'None', ports: [{ port: 80 }] }),
  slice('big', 'shop', Array.from({ length: 40 }, (_, i) => ({ addresses: [`10.244.7.${i}`] }))),
  pod('api', 'shop'),
  pod('alpine', 'shop', { containers: [{ name: 'app', image: 'docker.io/library/nginx:1.29-alpine' }] }),
  pod('tool', 'dev', { hostAliases: [{ ip: '192.0.2.9', hostnames: ['legacy', 'legacy.example'] }], hostname: 'box', subdomain: 'tools' }),
  pod('eager', 'dev', { dnsConfig: { options: [{ name: 'ndots', value: '1' }] } }),
  pod('apart', 'dev', { dnsPolicy: 'None', dnsConfig: { nameservers: ['198.51.100.1'] } }),
];
const host: NodeReadout = { node: 'node-1', readout: parseReadout('resolv-conf', 'nameserver 192.0.2.53\nsearch corp.example\n') };

const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
const viewOf = (objects: readonly object[], coverage: Partial<Coverage> = {}) => new ClusterView({ ...readCluster(objects), coverage: { ...whole, ...coverage } });
const view = viewOf(cluster);
const api = { namespace: 'shop', pod: 'api' };

const ask = (name: string, from: ResolveQuestion['from'] = api, more: Partial<ResolveQuestion> = {}, objects: ClusterView = view): Resolution => resolve(objects, { name, from, ...more }, [host]);
const left = ({ queries }: Resolution) => queries.map(({ name, type, rcode, fate }) => `${name} ${type} ${rcode ?? fate}`);
const told = ({ outcome, answers }: Resolution) => [outcome, ...answers.map(({ type, data }) => `${type} ${data}`)];

describe('a name asked for in a pod', () => {
  it.each<[string, string, Partial<ResolveQuestion>, string[], string[]]>([
    ['a Service of its own namespace', 'web', {}, ['answered', 'A 10.96.0.7'], ['web.shop.svc.cluster.local. A NOERROR', 'web.shop.svc.cluster.local. AAAA NOERROR']],
    ['one type alone', 'web', { type: 'a' }, ['answered', 'A 10.96.0.7'], ['web.shop.svc.cluster.local. A NOERROR']],
    ['the other family of a Service', 'web', { type: 'AAAA' }, ['no-data'], ['web.shop.svc.cluster.local. AAAA NOERROR', 'web.svc.cluster.local. AAAA NXDOMAIN', 'web.cluster.local. AAAA NXDOMAIN', 'web.corp.example. AAAA forwarded', 'web. AAAA forwarded'].slice(0, 5)],
    ['SRV of a port', '_http._tcp.web', { type: 'SRV' }, ['answered', 'SRV 0 100 80 web.shop.svc.cluster.local.'], ['_http._tcp.web.shop.svc.cluster.local. SRV NOERROR']],
  ])('%s', (_, name, more, expected, queries) => {
    const answer = ask(name, api, more);
    if (name === 'web' && more.type === 'AAAA') {
      // The bare name goes beyond the cluster, and what is there is not known.
      expect(answer.outcome).toBe('forwarded');
      expect(left(answer)).toEqual(queries);
      return;
    }
    expect(told(answer)).toEqual(expected);
    expect(left(answer)).toEqual(queries);
  });

  it('costs ten queries beyond the cluster, of which eight lead to nothing, and says what would save them', () => {
    const answer = ask('api.example.com');
    expect([answer.outcome, answer.queries.length]).toEqual(['forwarded', 10]);
    expect(answer.cost).toEqual({ queries: 10, wasted: 8, byWholeName: { name: 'api.example.com.', queries: 2 }, withNdots: { ndots: 2, queries: 2 } });
    expect(answer.beyond).toContainEqual({ question: { name: 'api.example.com.', type: 'A' }, plugin: 'forward', upstreams: ['192.0.2.53:53'] });
    expect(answer.warnings).toContainEqual(expect.stringContaining('api.example.com.corp.example. is asked beyond the cluster, and taken not to exist there'));
  });

  it('costs two with a dot at its end', () => {
    expect(left(ask('api.example.com.'))).toEqual(['api.example.com. A forwarded', 'api.example.com. AAAA forwarded']);
  });

  it('that short names of other namespaces are, is told with the namespace', () => {
    expect(told(ask('web.shop', { namespace: 'dev' }))).toEqual(['answered', 'A 10.96.0.7']);
    expect(ask('web', { namespace: 'dev' }).outcome).toBe('forwarded');
  });

  it('is another thing to musl where ndots is 1', () => {
    const eager = { namespace: 'dev', pod: 'eager' };
    expect(told(ask('web.shop', eager, { resolver: 'glibc' }))[0]).toBe('forwarded');
    expect(left(ask('web.shop', eager, { resolver: 'musl' }))).toEqual(['web.shop. A forwarded', 'web.shop. AAAA forwarded']);
  });

  it('is asked by the library that the image speaks of, which is said to be a guess', () => {
    const answer = ask('web', { namespace: 'shop', pod: 'alpine' });
    expect(answer.resolver).toEqual({ libc: 'musl', because: 'its tag 1.29-alpine names Alpine', isGuess: true });
    expect(answer.warnings).toContainEqual(expect.stringContaining('The C library is taken to be musl'));
    expect(ask('web', api, { resolver: 'musl' }).resolver).toEqual({ libc: 'musl', because: 'it was asked for', isGuess: false });
  });

  it('is asked again over TCP where the reply does not fit into a datagram', () => {
    const { queries, answers } = ask('big');
    expect(queries.map(({ type, transport, fate }) => `${type} ${transport} ${fate}`)).toEqual(['A udp cut', 'AAAA udp answered', 'A tcp answered', 'AAAA tcp answered']);
    expect(answers).toHaveLength(40);
  });

  it('is an alias whose target is beyond the cluster', () => {
    const answer = ask('out');
    expect(told(answer)).toEqual(['forwarded', 'CNAME db.example.com.']);
    expect(answer.beyond.map(({ question }) => `${question.name} ${question.type}`)).toEqual(['db.example.com. A', 'db.example.com. AAAA']);
  });

  it('needs no query where it is an address, or stands in the file that the kubelet writes', () => {
    const tool = { namespace: 'dev', pod: 'tool' };
    for (const [name, data] of [['192.0.2.1', '192.0.2.1'], ['legacy', '192.0.2.9'], ['Legacy.Example', '192.0.2.9'], ['box', '10.244.1.9'], ['box.tools.dev.svc.cluster.local', '10.244.1.9']] as const) {
      const { outcome, answers, queries } = ask(name, tool);
      expect([outcome, answers.map((record) => record.data), queries]).toEqual(['answered', [data], []]);
    }
    expect(ask('localhost', tool).answers.map(({ data }) => data)).toEqual(['127.0.0.1', '::1']);
    expect(ask('legacy', api).outcome).toBe('forwarded');
  });

  it('goes to the nameserver of a pod that has its own, which is not simulated', () => {
    const answer = ask('web', { namespace: 'dev', pod: 'apart' });
    expect(answer).toMatchObject({ outcome: 'forwarded', beyond: [{ plugin: 'resolv.conf', upstreams: ['198.51.100.1'] }, {}] });
  });
});

describe('a query that reaches the cluster DNS from an address', () => {
  it('is asked once, as it is', () => {
    const answer = ask('web.shop.svc.cluster.local', { ip: '10.244.1.9' });
    expect([told(answer), left(answer), answer.resolvConf, answer.resolver]).toEqual([['answered', 'A 10.96.0.7'], ['web.shop.svc.cluster.local. A NOERROR'], null, null]);
    expect(ask('web', { ip: '10.244.1.9' }).outcome).toBe('forwarded');
  });

  it('has the records of the answer’s other sections', () => {
    const answer = ask('_http._tcp.web.shop.svc.cluster.local', { ip: '10.244.1.9' }, { type: 'SRV' });
    expect(answer.additional).toEqual([{ name: 'web.shop.svc.cluster.local.', ttl: 5, type: 'A', data: '10.96.0.7' }]);
    expect(ask('nobody.shop.svc.cluster.local', { ip: '10.244.1.9' }).authority[0]?.type).toBe('SOA');
  });
});

describe('what stands in the way', () => {
  const without = (...kinds: string[]) => cluster.filter((object) => !kinds.includes((object as { metadata: { name: string } }).metadata.name));

  it('is a DNS Service without a ready endpoint: every query is rejected, and the search ends', () => {
    const answer = ask('web.dev', api, { resolver: 'glibc' }, viewOf([...without('kube-dns-1'), slice('kube-dns', 'kube-system', [{ addresses: ['10.244.0.2'], conditions: { ready: false } }])]));
    expect(answer.outcome).toBe('failed');
    expect(answer.queries.every(({ fate }) => fate === 'unreachable')).toBe(true);
    expect(answer.steps).toContainEqual(expect.objectContaining({ component: 'kube-proxy', action: 'reject' }));
  });

  it.each<[string, ClusterView, ResolveQuestion['from'], string]>([
    ['no Corefile', viewOf(without('coredns')), api, 'the ConfigMap with the Corefile'],
    ['a Corefile with which CoreDNS does not start', viewOf([...without('coredns'), configMap('coredns', { Corefile: '.:53 {\n bogus\n}\n' })]), api, 'the Corefile on which CoreDNS runs'],
    ['another DNS server', viewOf([...without('coredns-1'), { ...coredns, spec: { ...coredns.spec, containers: [{ name: 'kubedns', image: 'registry.k8s.io/k8s-dns-kube-dns:1.14.8' }] } }]), api, 'only CoreDNS is simulated'],
    ['no Services', viewOf(without('kube-dns', 'web'), { Service: { state: 'forbidden' } }), api, 'not all Services are in the snapshot'],
  ])('is %s', (_, objects, from, missing) => {
    expect(ask('web', from, {}, objects)).toMatchObject({ outcome: 'insufficient-information', missing: [expect.stringContaining(missing)] });
  });

  it('is a file of the node that is not known', () => {
    expect(resolve(view, { name: 'web', from: { namespace: 'dev', dnsPolicy: 'Default' } })).toMatchObject({ outcome: 'insufficient-information' });
    expect(resolve(view, { name: 'web', from: { node: 'node-1' } }, [host])).toMatchObject({ outcome: 'forwarded', resolvConf: { nameservers: ['192.0.2.53'] } });
  });
});

describe('a name that is none of the cluster', () => {
  it.each([
    ['a Service that is not there, with the near one', 'wep', api, 'namespace shop has no Service wep; near: web'],
    ['a Service of another namespace', 'web', { namespace: 'dev' }, 'namespace dev has no Service web; there is web.shop'],
    ['a namespace that is not there', 'web.shpo', api, 'there is no namespace shpo; near: shop'],
    ['a whole name', 'web.nowhere.svc.cluster.local', api, 'there is no namespace nowhere'],
    ['a headless Service without ready endpoints', 'asleep', api, 'Service shop/asleep is headless and has no ready endpoint'],
  ])('is explained: %s', (_, name, from, hint) => {
    const objects = viewOf([...cluster, service('asleep', 'shop', { clusterIP: 'None' })]);
    expect(ask(name, from, {}, objects).hint).toBe(hint);
  });

  it.each(['api.example.com', 'example.com', 'web', 'out'])('is not explained where it is one, or reads like one of elsewhere: %s', (name) => {
    expect(ask(name).hint).toBeNull();
  });
});

describe('the answer', () => {
  it('is the same twice, and tells whole decisions in order', () => {
    expect(ask('api.example.com')).toEqual(ask('api.example.com'));
    expect(ask('web').steps.map(({ component }) => component)).toEqual(expect.arrayContaining(['kubelet', 'glibc']));
  });
});
