/** Services that are reached from outside, in every way in which k8s_external finds them. */

const named = (name: string, namespace = 'ext-shop') => ({ name, namespace });

function service(name: string, spec: object, ingress?: readonly object[], namespace?: string): object {
  return { apiVersion: 'v1', kind: 'Service', metadata: named(name, namespace), spec, status: { loadBalancer: ingress === undefined ? {} : { ingress } } };
}

function slice(of: string, endpoints: readonly object[], ports: readonly object[] = [{ name: 'http', port: 8080, protocol: 'TCP' }], suffix = 'a', addressType = 'IPv4'): object {
  return { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { ...named(`${of}-${suffix}`), labels: { 'kubernetes.io/service-name': of } }, addressType, endpoints, ports };
}

const http = { name: 'http', port: 80, protocol: 'TCP' };
const balancer = (clusterIP: string, more: object = {}) => ({ type: 'LoadBalancer', clusterIP, clusterIPs: [clusterIP], ports: [http], ...more });
const ready = (address: string, more: object = {}) => ({ addresses: [address], conditions: { ready: true }, ...more });

export const externalObjects: readonly object[] = [
  ...['ext-shop', 'ext-other', 'ext-empty'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
  service('balanced', balancer('10.96.100.1'), [{ ip: '192.0.2.10' }]),
  service('two', balancer('10.96.100.2', { ports: [http, { name: 'https', port: 443, protocol: 'TCP' }, { name: 'dns', port: 53, protocol: 'UDP' }] }), [{ ip: '192.0.2.11' }, { ip: '192.0.2.12' }]),
  service('six', { ...balancer('10.96.100.3'), clusterIPs: ['10.96.100.3', 'fd00:96::3'] }, [{ ip: '192.0.2.13' }, { ip: '2001:db8::13' }]),
  service('hosted', balancer('10.96.100.4'), [{ hostname: 'lb.example.net' }]),
  service('inside', balancer('10.96.100.5'), [{ hostname: 'balanced.ext-shop.example.org' }]),
  service('listed', { type: 'ClusterIP', clusterIP: '10.96.100.6', clusterIPs: ['10.96.100.6'], externalIPs: ['198.51.100.6', '198.51.100.7'], ports: [http] }),
  service('both', balancer('10.96.100.7', { externalIPs: ['198.51.100.8'] }), [{ ip: '192.0.2.17' }]),
  service('plain', { type: 'ClusterIP', clusterIP: '10.96.100.8', clusterIPs: ['10.96.100.8'], ports: [http] }),
  service('waiting', balancer('10.96.100.9')),
  service('balanced', balancer('10.96.100.10'), [{ ip: '192.0.2.20' }], 'ext-other'),
  service('same', balancer('10.96.100.11'), [{ ip: '192.0.2.30' }], 'ext-other'),
  service('peers', { type: 'ClusterIP', clusterIP: 'None', clusterIPs: ['None'], ports: [http] }),
  slice('peers', [ready('10.244.100.1', { hostname: 'p-0' }), ready('10.244.100.2'), { addresses: ['10.244.100.3'], conditions: { ready: false } }]),
  slice('peers', [ready('fd00:244::100:1', { hostname: 'p-0' })], [{ name: 'http', port: 8080, protocol: 'TCP' }], 'b', 'IPv6'),
  service('listed-peers', { type: 'ClusterIP', clusterIP: 'None', clusterIPs: ['None'], externalIPs: ['198.51.100.9'], ports: [http] }),
  slice('listed-peers', [ready('10.244.100.9')]),
  slice('balanced', [ready('10.244.100.11', { hostname: 'b-0' })]),
  service('alias', { type: 'ExternalName', externalName: 'www.example.com', ports: [http] }),
];

const block = (rest: string, keys = 'example.org cluster.local in-addr.arpa ip6.arpa') => `${keys.split(' ').map((key) => `${key}:%port`).join(' ')} {\n    bind 127.0.0.1\n    ${rest}\n}\n`;
const kubernetes = (options = '', zones = 'cluster.local in-addr.arpa ip6.arpa') => `kubernetes ${zones} {\n        kubeconfig %kubeconfig\n        ${options}\n    }`;
const lb = 'lb.example.net:%port {\n    bind 127.0.0.1\n    hosts /none {\n        203.0.113.7 lb.example.net\n        2001:db8::7 lb.example.net\n    }\n}\n';

/** By name; `%port` and `%kubeconfig` are put in. The options that came later than the plugin stand where they are named. */
export const externalCorefiles: Readonly<Record<string, string>> = {
  'one zone': block(`k8s_external example.org\n    ${kubernetes()}`),
  'a hostname that is known elsewhere': block(`k8s_external example.org\n    ${kubernetes('ttl 30')}`) + lb,
  'ttl and apex': block(`k8s_external example.org {\n        ttl 60\n        apex names\n    }\n    ${kubernetes()}`),
  'two zones, one of them for reverse names': block(`k8s_external example.org 2.0.192.in-addr.arpa 100.51.198.in-addr.arpa\n    ${kubernetes()}`),
  headless: block(`k8s_external example.org {\n        headless\n    }\n    ${kubernetes()}`),
  fallthrough: block(`k8s_external example.org 2.0.192.in-addr.arpa {\n        fallthrough\n    }\n    ${kubernetes()}\n    whoami`),
  'some namespaces': block(`k8s_external example.org 2.0.192.in-addr.arpa\n    ${kubernetes('namespaces ext-other')}`),
  'zones of the block': block(`k8s_external\n    ${kubernetes('', 'cluster.local')}`, 'example.org cluster.local'),
};

const names: readonly string[] = [
  'example.org.', 'EXAMPLE.org.', 'dns.example.org.', 'ns1.dns.example.org.', 'ns2.dns.example.org.', 'a.ns1.dns.example.org.', 'names.example.org.', 'ns1.names.example.org.',
  'ext-shop.example.org.', 'ext-empty.example.org.', 'nowhere.example.org.',
  ...['balanced', 'Balanced', 'two', 'six', 'hosted', 'inside', 'listed', 'both', 'plain', 'waiting', 'peers', 'listed-peers', 'alias', 'nobody'].map((name) => `${name}.ext-shop.example.org.`),
  ...['_http._tcp.two', 'http.tcp.two', '_https._tcp.two', '_dns._udp.two', '_dns._tcp.two', '_http._tcp.six', '_http._tcp.hosted', '_http._tcp.peers', 'p-0.peers', '10-244-100-2.peers', '10-244-100-3.peers', 'b-0.balanced', 'a.b.c.balanced', 'a.hosted', '_http._tcp.plain'].map((name) => `${name}.ext-shop.example.org.`),
  'balanced.ext-other.example.org.', 'same.ext-other.example.org.', 'balanced.nowhere.example.org.', 'balanced.ext-shop.svc.cluster.local.', 'peers.ext-shop.svc.cluster.local.',
  '10.2.0.192.in-addr.arpa.', '13.2.0.192.in-addr.arpa.', '99.2.0.192.in-addr.arpa.', '6.100.51.198.in-addr.arpa.', '8.100.51.198.in-addr.arpa.', '2.0.192.in-addr.arpa.', '1.100.96.10.in-addr.arpa.', '1.100.244.10.in-addr.arpa.',
];

/** `name type`, each asked once. */
export const externalQuestions: readonly string[] = names.flatMap((name) => ['A', 'AAAA', 'SRV', 'PTR', 'TXT', 'SOA', 'NS'].map((type) => `${name} ${type}`));
