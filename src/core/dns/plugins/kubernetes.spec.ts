import { describe, expect, it } from 'vitest';
import { kindNames, readCluster, ClusterView, type Coverage } from '../../cluster/index.js';
import { serverOf, type ServerParts } from '../kubernetes/kubernetes.table.js';

const namespace = (name: string, labels: object = {}) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, uid: name, labels } });
const service = (name: string, spec: object, more: object = {}) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop', uid: name, ...more }, spec });
const http = [{ name: 'http', port: 80, protocol: 'TCP' }];
const slice = (name: string, of: string, endpoints: object[], more: object = {}) => ({
  apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name, namespace: 'shop', uid: name, labels: { 'kubernetes.io/service-name': of } }, addressType: 'IPv4', ports: [{ name: 'http', port: 8080, protocol: 'TCP' }], endpoints, ...more,
});
const pod = (name: string, ip: string, more: object = {}, in_ = 'shop') => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: in_, uid: name, ...more }, spec: { containers: [] }, status: { phase: 'Running', podIP: ip } });

const objects = [
  namespace('shop', { team: 'a' }),
  namespace('empty'),
  namespace('kube-system'),
  service('web', { clusterIP: '10.96.0.7', ports: http }),
  service('dual', { clusterIP: '10.96.0.8', clusterIPs: ['10.96.0.8', 'fd00::8'], ports: [...http, { name: 'dns', port: 53, protocol: 'UDP' }] }),
  service('bare', { clusterIP: '10.96.0.9' }),
  service('idle', { clusterIP: '10.96.0.10', ports: http }),
  service('db', { clusterIP: 'None', ports: [{ name: 'sql', port: 5432 }] }, { labels: { tier: 'data' } }),
  service('lonely', { clusterIP: 'None', ports: http }),
  service('six', { clusterIP: 'None' }),
  service('alias', { type: 'ExternalName', externalName: 'web.shop.svc.cluster.local' }),
  service('out', { type: 'ExternalName', externalName: 'db.example.com' }),
  service('round', { type: 'ExternalName', externalName: 'about.shop.svc.cluster.local' }),
  service('about', { type: 'ExternalName', externalName: 'round.shop.svc.cluster.local' }),
  service('number', { type: 'ExternalName', externalName: '192.0.2.1' }),
  slice('web-1', 'web', [{ addresses: ['10.244.1.5'], targetRef: { kind: 'Pod', name: 'web-0' } }, { addresses: ['10.244.1.6'], conditions: { ready: false } }]),
  slice('db-1', 'db', [{ addresses: ['10.244.2.5'], hostname: 'db-0' }, { addresses: ['10.244.2.6'], hostname: 'db-1' }, { addresses: ['10.244.2.7'], conditions: { ready: false }, hostname: 'db-2' }], { ports: [{ name: 'sql', port: 5432 }] }),
  slice('lonely-1', 'lonely', [{ addresses: ['10.244.2.9'], conditions: { ready: false } }]),
  slice('six-1', 'six', [{ addresses: ['fd00::2:0'] }, { addresses: ['fd00::'] }], { addressType: 'IPv6', ports: [] }),
  pod('web-0', '10.244.1.5'),
  pod('done', '10.244.1.7', { deletionTimestamp: '2026-01-01T00:00:00Z' }),
];

const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
const viewOf = (coverage: Partial<Coverage> = {}) => new ClusterView({ ...readCluster(objects), coverage: { ...whole, ...coverage } });
const view = viewOf();

const corefile = (options = '', zones = 'cluster.local in-addr.arpa ip6.arpa') => `.:53 {\n kubernetes ${zones} {\n${options}\n }\n}\n`;
const ask = (name: string, type: string, options = '', parts: ServerParts = {}) => serverOf(corefile(options), { view, ...parts })(name, type);
const svc = (name: string) => `${name}.shop.svc.cluster.local.`;
const soa = '! cluster.local. 5 SOA ns.dns.cluster.local. hostmaster.cluster.local. 0 7200 1800 86400 5';
const noData = ['NOERROR', soa];
const noName = ['NXDOMAIN', soa];

describe('a name of the cluster', () => {
  it.each<[string, string, string, string[]]>([
    ['a Service has its cluster IP', svc('web'), 'A', ['NOERROR', 'web.shop.svc.cluster.local. 5 A 10.96.0.7']],
    ['a Service of one family has no data of the other', svc('web'), 'AAAA', noData],
    ['a Service of two families has both', svc('dual'), 'AAAA', ['NOERROR', 'dual.shop.svc.cluster.local. 5 AAAA fd00::8']],
    ['a Service without ports has its address', svc('bare'), 'A', ['NOERROR', 'bare.shop.svc.cluster.local. 5 A 10.96.0.9']],
    ['a Service without endpoints has its address', svc('idle'), 'A', ['NOERROR', 'idle.shop.svc.cluster.local. 5 A 10.96.0.10']],
    ['the spelling of the query comes back', 'WEB.Shop.svc.Cluster.local.', 'A', ['NOERROR', 'WEB.Shop.svc.Cluster.local. 5 A 10.96.0.7']],
    ['a headless Service has its ready endpoints', svc('db'), 'A', ['NOERROR', 'db.shop.svc.cluster.local. 5 A 10.244.2.5', 'db.shop.svc.cluster.local. 5 A 10.244.2.6']],
    ['a headless Service without ready endpoints does not exist', svc('lonely'), 'A', noName],
    ['an endpoint has a name by its hostname', svc('db-0.db'), 'A', ['NOERROR', 'db-0.db.shop.svc.cluster.local. 5 A 10.244.2.5']],
    ['an endpoint that is not ready has none', svc('db-2.db'), 'A', noName],
    ['an endpoint with a hostname has none by its address', svc('10-244-2-5.db'), 'A', noName],
    ['an endpoint has a name by its address, of a Service with a cluster IP too', svc('10-244-1-5.web'), 'A', ['NOERROR', '10-244-1-5.web.shop.svc.cluster.local. 5 A 10.244.1.5']],
    ['an endpoint has none by its pod', svc('web-0.web'), 'A', noName],
    ['an IPv6 address has its colons as dashes', svc('fd00--2-0.six'), 'AAAA', ['NOERROR', 'fd00--2-0.six.shop.svc.cluster.local. 5 AAAA fd00::2:0']],
    ['an IPv6 address that ends in colons ends in 0', svc('fd00--0.six'), 'AAAA', ['NOERROR', 'fd00--0.six.shop.svc.cluster.local. 5 AAAA fd00::']],
    ['a port has the address of its Service under the long name', svc('_http._tcp.web'), 'A', ['NOERROR', '_http._tcp.web.shop.svc.cluster.local. 5 A 10.96.0.7']],
    ['underscores need not be', svc('http.tcp.web'), 'A', ['NOERROR', 'http.tcp.web.shop.svc.cluster.local. 5 A 10.96.0.7']],
    ['another port does not exist', svc('_https._tcp.web'), 'A', noName],
    ['another protocol does not exist', svc('_http._udp.web'), 'A', noName],
    ['three labels before a Service are too many', svc('a.b.c.web'), 'A', noName],
    ['another Service does not exist', svc('nobody'), 'A', noName],
    ['a star is a label like any other', svc('*'), 'A', noName],
    ['another namespace does not exist', 'web.other.svc.cluster.local.', 'A', noName],
    ['a namespace exists', 'shop.svc.cluster.local.', 'A', noData],
    ['an empty namespace exists', 'empty.svc.cluster.local.', 'A', noData],
    ['another namespace alone does not', 'other.svc.cluster.local.', 'A', noName],
    ['svc exists', 'svc.cluster.local.', 'A', noData],
    ['the zone exists', 'cluster.local.', 'A', noData],
    ['another label below the zone does not', 'web.cluster.local.', 'A', noName],
    ['dns below the zone does not', 'dns.cluster.local.', 'A', noName],
    ['a name outside the zones is for the next plugin', 'example.com.', 'A', ['unwritten SERVFAIL']],
    ['a type without records of a name that exists', svc('web'), 'MX', noData],
    ['a type without records of a name that does not', svc('nobody'), 'MX', noName],
    ['any type of a name that exists', svc('web'), 'HTTPS', noData],
    ['any type of a name that does not', svc('nobody'), 'TYPE65', noName],
    ['a transfer is refused', 'cluster.local.', 'AXFR', ['unwritten REFUSED']],
  ])('%s', (_, name, type, expected) => {
    expect(ask(name, type)).toEqual(expected);
  });
});

describe('an alias', () => {
  it.each<[string, string, string, string[]]>([
    ['within the zone is followed', svc('alias'), 'A', ['NOERROR', 'alias.shop.svc.cluster.local. 5 CNAME web.shop.svc.cluster.local.', 'web.shop.svc.cluster.local. 5 A 10.96.0.7']],
    ['within the zone that leads to no address of the family has no data', svc('alias'), 'AAAA', noData],
    ['is told for its own type', svc('alias'), 'CNAME', ['NOERROR', 'alias.shop.svc.cluster.local. 5 CNAME web.shop.svc.cluster.local.']],
    ['beyond the zone stands alone where the server cannot follow it', svc('out'), 'A', ['NOERROR', 'out.shop.svc.cluster.local. 5 CNAME db.example.com.']],
    ['has no SRV', svc('out'), 'SRV', noData],
    ['has nothing below it', svc('a.out'), 'A', noName],
    ['that leads back has no data', svc('round'), 'A', noData],
    ['to a number is no name', svc('number'), 'A', noName],
    ['is none of a Service with an address', svc('web'), 'CNAME', noData],
  ])('%s', (_, name, type, expected) => {
    expect(ask(name, type)).toEqual(expected);
  });

  it('beyond the zone is asked of the server itself, from the top', () => {
    const asked = serverOf('.:53 {\n kubernetes cluster.local\n forward . 192.0.2.53\n}\n', { view });
    expect(asked(svc('out'), 'A')).toEqual(['NOERROR', 'out.shop.svc.cluster.local. 5 CNAME db.example.com.', 'beyond db.example.com. A']);
  });
});

describe('other types', () => {
  it.each<[string, string, string, string[]]>([
    ['SRV of a Service by its port', svc('_http._tcp.web'), 'SRV', ['NOERROR', '_http._tcp.web.shop.svc.cluster.local. 5 SRV 0 100 80 web.shop.svc.cluster.local.', '+ web.shop.svc.cluster.local. 5 A 10.96.0.7']],
    ['SRV of a Service without its port has all of them, weighed by families too', svc('dual'), 'SRV', [
      'NOERROR', 'dual.shop.svc.cluster.local. 5 SRV 0 25 53 dual.shop.svc.cluster.local.', 'dual.shop.svc.cluster.local. 5 SRV 0 25 80 dual.shop.svc.cluster.local.',
      '+ dual.shop.svc.cluster.local. 5 A 10.96.0.8', '+ dual.shop.svc.cluster.local. 5 AAAA fd00::8',
    ]],
    ['SRV of a headless Service has the ports of its endpoints', svc('_sql._tcp.db'), 'SRV', [
      'NOERROR', '_sql._tcp.db.shop.svc.cluster.local. 5 SRV 0 50 5432 db-0.db.shop.svc.cluster.local.', '_sql._tcp.db.shop.svc.cluster.local. 5 SRV 0 50 5432 db-1.db.shop.svc.cluster.local.',
      '+ db-0.db.shop.svc.cluster.local. 5 A 10.244.2.5', '+ db-1.db.shop.svc.cluster.local. 5 A 10.244.2.6',
    ]],
    ['SRV of a Service without ports', svc('bare'), 'SRV', noData],
    ['SRV of another port', svc('_https._tcp.web'), 'SRV', noName],
    ['TXT of the version', 'dns-version.cluster.local.', 'TXT', ['NOERROR', 'dns-version.cluster.local. 28800 TXT "1.1.0"']],
    ['A of the version does not exist', 'dns-version.cluster.local.', 'A', noName],
    ['TXT of a Service', svc('web'), 'TXT', noData],
    ['TXT of the zone does not exist', 'cluster.local.', 'TXT', noName],
    ['TXT of a namespace does not exist', 'shop.svc.cluster.local.', 'TXT', noName],
    ['SOA of the zone', 'cluster.local.', 'SOA', ['NOERROR', soa.slice(2)]],
    ['SOA of anything else, be it there or not', svc('nobody'), 'SOA', noData],
    ['NS of a Service', svc('web'), 'NS', noData],
    ['NS of nobody', svc('nobody'), 'NS', noName],
    ['PTR of a cluster IP', '7.0.96.10.in-addr.arpa.', 'PTR', ['NOERROR', '7.0.96.10.in-addr.arpa. 5 PTR web.shop.svc.cluster.local.']],
    ['PTR of an endpoint by its hostname', '5.2.244.10.in-addr.arpa.', 'PTR', ['NOERROR', '5.2.244.10.in-addr.arpa. 5 PTR db-0.db.shop.svc.cluster.local.']],
    ['PTR of an endpoint by its address', '5.1.244.10.in-addr.arpa.', 'PTR', ['NOERROR', '5.1.244.10.in-addr.arpa. 5 PTR 10-244-1-5.web.shop.svc.cluster.local.']],
    ['PTR of an endpoint that is not ready', '6.1.244.10.in-addr.arpa.', 'PTR', ['NXDOMAIN', soa.replaceAll('cluster.local', 'in-addr.arpa')]],
    ['PTR of half an address', '96.10.in-addr.arpa.', 'PTR', ['NXDOMAIN', soa.replaceAll('cluster.local', 'in-addr.arpa')]],
    ['PTR of the reverse zone', 'in-addr.arpa.', 'PTR', ['NOERROR', soa.replaceAll('cluster.local', 'in-addr.arpa')]],
    ['A of a reverse name', '7.0.96.10.in-addr.arpa.', 'A', ['NXDOMAIN', soa.replaceAll('cluster.local', 'in-addr.arpa')]],
    ['PTR of an IPv6 cluster IP', '8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa.', 'PTR', ['NOERROR', '8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa. 5 PTR dual.shop.svc.cluster.local.']],
    ['PTR of a name that is not reverse', svc('web'), 'PTR', noData],
  ])('%s', (_, name, type, expected) => {
    expect(ask(name, type)).toEqual(expected);
  });

  it('NS are the Services of which the server is an endpoint, or its own addresses', () => {
    expect(ask('cluster.local.', 'NS', '', { addresses: ['10.244.1.5'] })).toEqual(['NOERROR', 'cluster.local. 5 NS web.shop.svc.cluster.local.', '+ web.shop.svc.cluster.local. 5 A 10.96.0.7']);
    expect(ask('cluster.local.', 'NS', '', { addresses: ['192.0.2.7'] })).toEqual(['NOERROR', 'cluster.local. 5 NS ns.dns.cluster.local.', '+ ns.dns.cluster.local. 5 A 192.0.2.7']);
    expect(ask('ns.dns.cluster.local.', 'A', '', { addresses: ['192.0.2.7'] })).toEqual(['NOERROR', 'ns.dns.cluster.local. 5 A 192.0.2.7']);
    expect(ask('ns.dns.cluster.local.', 'AAAA', '', { addresses: ['192.0.2.7'] })).toEqual(noData);
  });
});

describe('an option', () => {
  const pods = (label: string) => `${label}.shop.pod.cluster.local.`;
  it.each<[string, string, string, string, string[]]>([
    ['pods are disabled without a word', '', pods('10-244-1-5'), 'A', noName],
    ['pods disabled: their namespace does not exist', 'pods disabled', 'shop.pod.cluster.local.', 'A', noName],
    ['pods disabled: pod exists', 'pods disabled', 'pod.cluster.local.', 'A', noData],
    ['pods insecure: any address', 'pods insecure', pods('192-0-2-99'), 'A', ['NOERROR', '192-0-2-99.shop.pod.cluster.local. 5 A 192.0.2.99']],
    ['pods insecure: the other family', 'pods insecure', pods('192-0-2-99'), 'AAAA', noData],
    ['pods insecure: IPv6', 'pods insecure', pods('fd00--9'), 'AAAA', ['NOERROR', 'fd00--9.shop.pod.cluster.local. 5 AAAA fd00::9']],
    ['pods insecure: no address', 'pods insecure', pods('web'), 'A', noName],
    ['pods insecure: another namespace', 'pods insecure', '10-244-1-5.other.pod.cluster.local.', 'A', noName],
    ['pods insecure: labels before it', 'pods insecure', pods('a.b.10-244-1-5'), 'A', ['NOERROR', 'a.b.10-244-1-5.shop.pod.cluster.local. 5 A 10.244.1.5']],
    ['pods verified: a pod', 'pods verified', pods('10-244-1-5'), 'A', ['NOERROR', '10-244-1-5.shop.pod.cluster.local. 5 A 10.244.1.5']],
    ['pods verified: a pod of another namespace', 'pods verified', '10-244-1-5.empty.pod.cluster.local.', 'A', noName],
    ['pods verified: one that is about to go', 'pods verified', pods('10-244-1-7'), 'A', noName],
    ['pods verified: the namespace', 'pods verified', 'shop.pod.cluster.local.', 'A', noData],
    ['ttl', 'ttl 30', svc('web'), 'A', ['NOERROR', 'web.shop.svc.cluster.local. 30 A 10.96.0.7']],
    ['ttl of a denial is at most 300', 'ttl 3600', svc('nobody'), 'A', ['NXDOMAIN', soa.replace(' 5 SOA', ' 300 SOA').replace(/5$/, '3600')]],
    ['endpoint_pod_names', 'endpoint_pod_names', svc('web-0.web'), 'A', ['NOERROR', 'web-0.web.shop.svc.cluster.local. 5 A 10.244.1.5']],
    ['namespaces', 'namespaces empty', svc('web'), 'A', noName],
    ['namespaces: one that is not there', 'namespaces other', 'other.svc.cluster.local.', 'A', noName],
    ['namespace_labels', 'namespace_labels team=a', svc('web'), 'A', ['NOERROR', 'web.shop.svc.cluster.local. 5 A 10.96.0.7']],
    ['namespace_labels that do not match', 'namespace_labels team=b', svc('web'), 'A', noName],
    ['namespace_labels are not for PTR', 'namespace_labels team=b', '7.0.96.10.in-addr.arpa.', 'PTR', ['NOERROR', '7.0.96.10.in-addr.arpa. 5 PTR web.shop.svc.cluster.local.']],
    ['labels of the Service', 'labels tier=data', svc('web'), 'A', noName],
    ['labels of a slice, which has not those of its Service', 'labels tier in (data)', svc('db'), 'A', noName],
    ['noendpoints', 'noendpoints', svc('db'), 'A', noName],
    ['noendpoints: a cluster IP stays', 'noendpoints', svc('web'), 'A', ['NOERROR', 'web.shop.svc.cluster.local. 5 A 10.96.0.7']],
    ['ignore empty_service', 'ignore empty_service', svc('idle'), 'A', noName],
    ['ignore empty_service: one that is not empty', 'ignore empty_service', svc('web'), 'A', ['NOERROR', 'web.shop.svc.cluster.local. 5 A 10.96.0.7']],
    ['fallthrough', 'fallthrough', svc('nobody'), 'A', ['unwritten SERVFAIL']],
    ['fallthrough never of a name without data', 'fallthrough', svc('web'), 'AAAA', noData],
    ['fallthrough of another zone', 'fallthrough in-addr.arpa', svc('nobody'), 'A', noName],
  ])('%s', (_, options, name, type, expected) => {
    expect(ask(name, type, options)).toEqual(expected);
  });

  it.each([
    ['an option that is none', 'bogus', /unknown property 'bogus'/],
    ['pods of another kind', 'pods all', /wrong value for pods: all,  must be one of: disabled, verified, insecure/],
    ['pods without a word', 'pods', /Wrong argument count or unexpected line ending after 'pods'/],
    ['a ttl beyond an hour', 'ttl 3601', /ttl must be in range \[0, 3600\]: 3601/],
    ['a ttl that is no number', 'ttl 5s', /strconv.Atoi: parsing "5s": invalid syntax/],
    ['namespaces beside namespace_labels', 'namespaces a\nnamespace_labels b', /namespaces and namespace_labels cannot both be set/],
    ['zonal beside noendpoints', 'zonal\nnoendpoints', /zonal requires the endpoint cache/],
    ['a multicluster zone of others', 'multicluster other.local', /is not authoritative for the multicluster zone other.local./],
  ])('refuses %s', (_, options, message) => {
    expect(() => ask(svc('web'), 'A', options)).toThrow(message);
  });

  it('takes the reverse tree itself for no reverse zone, so that it is in every PTR where it stands first', () => {
    expect(serverOf(corefile('', 'in-addr.arpa cluster.local'), { view })('7.0.96.10.in-addr.arpa.', 'PTR')).toEqual(['NOERROR', '7.0.96.10.in-addr.arpa. 5 PTR web.shop.svc.in-addr.arpa.']);
  });

  it('refuses nothing but reverse zones, and a second line', () => {
    expect(() => serverOf(corefile('', '10.in-addr.arpa 0.0.d.f.ip6.arpa'), { view })).toThrow('non-reverse zone name must be used');
    expect(() => serverOf('.:53 {\n kubernetes cluster.local\n kubernetes other.local\n}\n', { view })).toThrow('this plugin can only be used once per Server Block');
  });
});

describe('a release', () => {
  it.each<[string, string, string, string, string[]]>([
    ['knows wildcards before 1.9.0', '1.8.6', svc('*'), 'CNAME', ['NOERROR']],
    ['gives no 0 to an IPv6 label before 1.12.3', '1.12.2', svc('fd00--.six'), 'AAAA', ['NOERROR', 'fd00--.six.shop.svc.cluster.local. 5 AAAA fd00::']],
    ['has PTR of endpoints without a hostname', '1.11.3', '5.1.244.10.in-addr.arpa.', 'PTR', ['NOERROR', '5.1.244.10.in-addr.arpa. 5 PTR 10-244-1-5.web.shop.svc.cluster.local.']],
    ['had none for a while', '1.12.0', '5.1.244.10.in-addr.arpa.', 'PTR', ['NXDOMAIN', soa.replaceAll('cluster.local', 'in-addr.arpa')]],
    ['has TXT of a namespace before 1.10.1', '1.10.0', 'shop.svc.cluster.local.', 'TXT', noData],
  ])('%s', (_, version, name, type, expected) => {
    expect(ask(name, type, '', { version })[0]).toEqual(expected[0]);
    if (expected.length > 1) expect(ask(name, type, '', { version })).toEqual(expected);
  });
});

describe('what the snapshot does not hold', () => {
  const forbidden = { state: 'forbidden' } as const;
  it.each<[string, Partial<Coverage>, string, string, string]>([
    ['a Service that is not there', { Service: forbidden }, svc('nobody'), 'A', 'unknown: the Services of namespace shop are not in the snapshot'],
    ['endpoints', { EndpointSlice: forbidden, Endpoints: forbidden }, svc('db'), 'A', 'unknown: the endpoints of namespace shop are not in the snapshot'],
    ['a namespace that is not there', { Namespace: forbidden }, 'web.other.svc.cluster.local.', 'A', 'unknown: whether there is a namespace other is not in the snapshot'],
  ])('%s', (_, coverage, name, type, expected) => {
    expect(ask(name, type, '', { view: viewOf(coverage) })).toEqual([expected]);
  });

  it('does not matter where the answer does not depend on it', () => {
    expect(ask(svc('web'), 'A', '', { view: viewOf({ EndpointSlice: forbidden, Endpoints: forbidden, Pod: forbidden }) })[0]).toBe('NOERROR');
  });
});
