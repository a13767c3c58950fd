import { describe, expect, it } from 'vitest';
import { finish } from '../../analysis/index.js';
import { ClusterView, kindNames, readCluster, type Coverage } from '../../cluster/index.js';
import type { InputError } from '../../errors.js';
import { serverOf } from '../kubernetes/kubernetes.table.js';
import { recordsSteps, type RecordsAnswer, type RecordsQuestion } from './records-answer.js';
import { renderZoneFile } from './render-records.js';

const meta = (name: string, namespace = 'shop', more: object = {}) => ({ name, namespace, uid: `${namespace}-${name}`, ...more });
const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, uid: name } });
const service = (name: string, spec: object, in_ = 'shop', more: object = {}) => ({ apiVersion: 'v1', kind: 'Service', metadata: meta(name, in_, more), spec });
const slice = (of: string, endpoints: object[], in_ = 'shop', ports: object[] = [{ name: 'http', port: 8080 }]) => ({
  apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: meta(`${of}-1`, in_, { labels: { 'kubernetes.io/service-name': of } }), addressType: 'IPv4', ports, endpoints,
});
const coredns = {
  apiVersion: 'v1', kind: 'Pod', metadata: meta('coredns-1', 'kube-system', { labels: { 'k8s-app': 'kube-dns' } }),
  spec: { containers: [{ name: 'coredns', image: 'registry.k8s.io/coredns/coredns:v1.12.1' }] }, status: { phase: 'Running', podIP: '10.244.0.2' },
};
const corefile = (options = '') => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: meta('coredns', 'kube-system'), data: { Corefile: `.:53 {\n kubernetes cluster.local in-addr.arpa {\n ${options}\n }\n}\n` } });
const dns = service('kube-dns', { clusterIP: '10.96.0.10', selector: { 'k8s-app': 'kube-dns' }, ports: [{ name: 'dns', port: 53, protocol: 'UDP' }] }, 'kube-system', { labels: { 'k8s-app': 'kube-dns' } });
const dnsSlice = slice('kube-dns', [{ addresses: ['10.244.0.2'] }], 'kube-system', [{ name: 'dns', port: 53, protocol: 'UDP' }]);
const base = [namespace('shop'), namespace('kube-system'), coredns, dns, dnsSlice];
const shop = [
  service('web', { clusterIP: '10.96.0.7', clusterIPs: ['10.96.0.7', 'fd00::7'], ports: [{ name: 'http', port: 80 }, { port: 81 }] }),
  service('db', { clusterIP: 'None', ports: [{ name: 'sql', port: 5432 }] }),
  service('out', { type: 'ExternalName', externalName: 'db.example.com' }),
  slice('web', [{ addresses: ['10.244.1.5'] }]),
  slice('db', [{ addresses: ['10.244.2.5'], hostname: 'db-0' }], 'shop', [{ name: 'sql', port: 5432 }]),
];

const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
const viewOf = (objects: object[], coverage: Partial<Coverage> = {}) => new ClusterView({ ...readCluster(objects), coverage: { ...whole, ...coverage } });
const list = (question: RecordsQuestion = {}, objects: object[] = [...base, corefile(), ...shop], coverage: Partial<Coverage> = {}): RecordsAnswer => finish(recordsSteps(viewOf(objects, coverage), question, { from: 0, limit: 1000 }));
const lines = ({ records }: RecordsAnswer) => records.map(({ name, ttl, type, data }) => `${name} ${ttl} ${type} ${data}`);

describe('what the cluster zone holds', () => {
  it('is everything that CoreDNS serves from the cluster', () => {
    expect(lines(list({ namespace: 'shop' }))).toEqual([
      'db.shop.svc.cluster.local. 5 A 10.244.2.5',
      'db-0.db.shop.svc.cluster.local. 5 A 10.244.2.5',
      '_sql._tcp.db.shop.svc.cluster.local. 5 SRV 0 100 5432 db-0.db.shop.svc.cluster.local.',
      'out.shop.svc.cluster.local. 5 CNAME db.example.com.',
      'web.shop.svc.cluster.local. 5 A 10.96.0.7',
      'web.shop.svc.cluster.local. 5 AAAA fd00::7',
      '10-244-1-5.web.shop.svc.cluster.local. 5 A 10.244.1.5',
      '_http._tcp.web.shop.svc.cluster.local. 5 SRV 0 50 80 web.shop.svc.cluster.local.',
    ]);
  });

  it('begins with the records of the zone itself', () => {
    expect(lines(list()).slice(0, 3)).toEqual([
      'cluster.local. 5 SOA ns.dns.cluster.local. hostmaster.cluster.local. 0 7200 1800 86400 5', 'cluster.local. 5 NS kube-dns.kube-system.svc.cluster.local.', 'dns-version.cluster.local. 28800 TXT "1.1.0"',
    ]);
  });

  it('is in a reverse zone the names of cluster IPs and endpoints', () => {
    expect(lines(list({ zone: 'in-addr.arpa', type: 'ptr' })).sort()).toEqual([
      '10.0.96.10.in-addr.arpa. 5 PTR kube-dns.kube-system.svc.cluster.local.', '2.0.244.10.in-addr.arpa. 5 PTR 10-244-0-2.kube-dns.kube-system.svc.cluster.local.', '5.1.244.10.in-addr.arpa. 5 PTR 10-244-1-5.web.shop.svc.cluster.local.',
      '5.2.244.10.in-addr.arpa. 5 PTR db-0.db.shop.svc.cluster.local.', '7.0.96.10.in-addr.arpa. 5 PTR web.shop.svc.cluster.local.',
    ]);
  });

  it('has pods where the plugin answers for them, and says what `insecure` means', () => {
    const pods = (options: string) => lines(list({ name: '*.pod' }, [...base, corefile(options)]));
    expect(pods('')).toEqual([]);
    expect(pods('pods verified')).toEqual(['10-244-0-2.kube-system.pod.cluster.local. 5 A 10.244.0.2']);
    expect(list({}, [...base, corefile('pods insecure')]).warnings).toEqual([expect.stringContaining('every address has a name in every namespace')]);
  });

  it.each<[string, RecordsQuestion, string[]]>([
    ['by name within the zone', { name: 'web.shop.svc', type: 'A' }, ['web.shop.svc.cluster.local. 5 A 10.96.0.7']],
    ['by whole name in any case', { name: 'WEB.shop.svc.cluster.local.', type: 'aaaa' }, ['web.shop.svc.cluster.local. 5 AAAA fd00::7']],
    ['by all below a name', { name: '*.db.shop.svc' }, ['db-0.db.shop.svc.cluster.local. 5 A 10.244.2.5', '_sql._tcp.db.shop.svc.cluster.local. 5 SRV 0 100 5432 db-0.db.shop.svc.cluster.local.']],
    ['by a type that nothing has', { type: 'MX' }, []],
  ])('can be asked for %s', (_, question, expected) => {
    expect(lines(list(question))).toEqual(expected);
  });

  it('comes a page at a time', () => {
    const view = viewOf([...base, corefile(), ...shop]);
    const page = (from: number) => finish(recordsSteps(view, {}, { from, limit: 5 }));
    const first = page(0);
    expect([first.records.length, first.next]).toEqual([5, '5']);
    expect([...first.records, ...page(5).records, ...page(10).records]).toEqual(list().records.slice(0, 15));
  });

  it('answers each record when it is asked for, and nothing of another type', () => {
    const view = viewOf([...base, corefile('pods verified'), ...shop]);
    const ask = serverOf('.:53 {\n kubernetes cluster.local in-addr.arpa {\n pods verified\n }\n}\n', { view, version: '1.12.1', addresses: ['10.244.0.2'] });
    for (const zone of ['cluster.local', 'in-addr.arpa']) {
      const { records } = finish(recordsSteps(view, { zone }, { from: 0, limit: 1000 }));
      for (const name of new Set(records.map((record) => record.name))) {
        for (const type of ['A', 'AAAA', 'SRV', 'CNAME', 'PTR', 'TXT', 'NS', 'SOA']) {
          const held = records.filter((record) => record.name === name && record.type === type).map(({ ttl, data }) => `${name} ${ttl} ${type} ${data}`);
          const served = ask(name, type).filter((line) => line.startsWith(`${name} `) && line.split(' ')[2] === type);
          // A Service has SRV under its own name too, and addresses under those of its ports; a name server of a reverse zone is told beside its NS alone.
          if (held.length > 0 && !(zone === 'in-addr.arpa' && type === 'A')) expect(served).toEqual(held.sort());
          else if (type !== 'SRV' && !name.startsWith('_')) expect(served).toEqual([]);
        }
      }
    }
  });
});

describe('what cannot be listed', () => {
  it('is a zone that is not served', () => {
    expect(() => list({ zone: 'cluster.locale' })).toThrow(expect.objectContaining({ code: 'invalid-request', message: 'The cluster DNS serves no zone "cluster.locale." from the cluster; near: cluster.local..' }) as InputError);
  });

  it.each<[string, object[], Partial<Coverage>, string]>([
    ['without a Corefile', [...base, ...shop], {}, 'the ConfigMap with the Corefile'],
    ['without Services', [...base, corefile()], { Service: { state: 'forbidden' } }, 'all Services'],
    ['without endpoints', [...base, corefile()], { EndpointSlice: { state: 'absent' }, Endpoints: { state: 'absent' } }, 'all EndpointSlices'],
    ['on a Corefile with which CoreDNS does not start', [...base, corefile('bogus')], {}, 'a Corefile with which CoreDNS starts'],
  ])('is a zone %s', (_, objects, coverage, missing) => {
    expect(list({}, objects, coverage)).toMatchObject({ outcome: 'insufficient-information', records: [], missing: [expect.stringContaining(missing)] });
  });
});

describe('the zone file', () => {
  it('has its origin, a default TTL, and a line for each record', () => {
    const text = renderZoneFile(list());
    expect(text.split('\n').slice(0, 3)).toEqual(['$ORIGIN cluster.local.', '$TTL 5', 'cluster.local. 5 IN SOA ns.dns.cluster.local. hostmaster.cluster.local. 0 7200 1800 86400 5']);
    expect(text.trimEnd().split('\n')).toHaveLength(list().count + 2);
  });

  it('says in a comment what is not known', () => {
    expect(renderZoneFile(list({}, [...base, ...shop]))).toMatch(/^; not known: the ConfigMap/);
  });
});
