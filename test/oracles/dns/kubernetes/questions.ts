/** The Corefiles under which the plugin is asked, by what is set in each. `%s` is where the port stands. */
export const kubernetesCorefiles: Readonly<Record<string, { readonly zones?: string; readonly options?: string; readonly rest?: string }>> = {
  plain: {},
  'pods insecure': { options: 'pods insecure' },
  'pods verified': { options: 'pods verified' },
  'endpoint pod names': { options: 'endpoint_pod_names' },
  'ttl 30': { options: 'ttl 30' },
  'ttl 0': { options: 'ttl 0' },
  'ttl 3600': { options: 'ttl 3600' },
  'one namespace': { options: 'namespaces dns-data' },
  'two namespaces, one is not there': { options: 'namespaces dns-shop elsewhere' },
  'namespaces by label': { options: 'namespace_labels team in (a)' },
  'namespaces without a label': { options: 'namespace_labels !team' },
  'objects by label': { options: 'labels tier=front' },
  'no endpoints': { options: 'noendpoints' },
  'empty Services ignored': { options: 'ignore empty_service' },
  'fallthrough to nothing': { options: 'fallthrough' },
  'fallthrough to another plugin': { options: 'fallthrough', rest: 'whoami' },
  'fallthrough of reverse zones': { options: 'fallthrough in-addr.arpa ip6.arpa', rest: 'whoami' },
  zonal: { options: 'zonal' },
  'another domain': { zones: 'k.example in-addr.arpa' },
  'two domains': { zones: 'cluster.local other.local 96.10.in-addr.arpa' },
  'zones of the block': { zones: '' },
  'the root': { zones: '.' },
  'with minimal': { rest: 'minimal' },
  'with loadbalance': { rest: 'loadbalance' },
};

export function corefileOf(name: string, port: number | string, kubeconfig: string): string {
  const { zones = 'cluster.local in-addr.arpa ip6.arpa', options = '', rest = '' } = kubernetesCorefiles[name] ?? {};
  const keys = zones === '' ? `cluster.local:${port} in-addr.arpa:${port}` : `.:${port}`;
  return `${keys} {\n    bind 127.0.0.1\n    kubernetes ${zones} {\n        kubeconfig ${kubeconfig}\n        ${options}\n    }\n    ${rest}\n}\n`;
}

/** The first zone that is served, with its dot. */
export function zoneOf(name: string): string {
  const [first = ''] = (kubernetesCorefiles[name]?.zones ?? 'cluster.local').split(' ');
  return first === '.' ? '' : `${first === '' ? 'cluster.local' : first}.`;
}

const shop = (name: string) => `${name}.dns-shop.svc.cluster.local.`;
const data = (name: string) => `${name}.dns-data.svc.cluster.local.`;
const pods = (name: string) => `${name}.dns-shop.pod.cluster.local.`;
const reverse = (ip: string) => `${ip.split('.').reverse().join('.')}.in-addr.arpa.`;
const reverse6 = (nibbles: string) => `${nibbles.padEnd(32, '0').split('').reverse().join('.')}.ip6.arpa.`;

/** Names of every sort. */
export const kubernetesNames: readonly string[] = [
  'cluster.local.', 'svc.cluster.local.', 'pod.cluster.local.', 'dns-shop.svc.cluster.local.', 'dns-empty.svc.cluster.local.', 'nowhere.svc.cluster.local.', 'dns-shop.pod.cluster.local.', 'nowhere.pod.cluster.local.',
  'web.cluster.local.', 'dns.cluster.local.', 'dns-version.cluster.local.', 'a.dns-version.cluster.local.', 'ns.dns.cluster.local.', 'example.com.', '.', 'k.example.', 'web.dns-shop.svc.k.example.', 'web.dns-shop.svc.other.local.', 'other.local.',
  ...['web', 'several', 'dual', 'six', 'idle', 'unready', 'nodeport', 'balanced', 'unnamed', 'nobody', '*', 'any', 'alias', 'dotted', 'chain', 'ring-a', 'self', 'below', 'void', 'outside', 'upper', 'number'].map(shop),
  ...['db', 'portless', 'everyport', 'peers', 'lonely', 'bare', 'split', 'zoned', 'ten', 'orphan'].map(data),
  ...['10-244-200-1.web', '10-244-200-2.web', 'web-0.web', 'a.web', '_http._tcp.web', 'http.tcp.web', '_HTTP._TCP.web', '_http._udp.web', '_https._tcp.web', '_http.tcp.web', 'a.b.c.web', 'a.alias', '_http._tcp.upper', '_dns._udp.several', '__http._tcp.several', '_._tcp.unnamed'].map(shop),
  ...['db-0.db', 'DB-0.db', 'db-2.db', '10-244-201-1.db', '10-244-201-4.db', '_sql._tcp.db', '_sql._tcp.db-0.db', 'p-0.peers', 'fd00-244--2-0.peers', '_a._tcp.peers', 'a.tcp.peers', '10-244-201-9.portless', '10-244-201-10.everyport', '_http._tcp.everyport', '_http._tcp.split', '10-244-203-2.split', '10-244-206-1.orphan'].map(data),
  ...['eu-1.a.pin._zone.zoned', 'b.pin._zone.zoned', 'c.pin._zone.zoned', 'c.prefer._zone.zoned', 'b.other._zone.zoned', 'pin._zone.zoned', 'b.pin.zone.zoned'].map(data),
  'b.pin._zone.web.dns-shop.svc.cluster.local.',
  ...['10-244-210-1', '10-244-210-3', '10-244-210-4', '10-244-210-9', 'fd00-244-a--2', 'fd00-244-a--1', 'web', '010-244-210-1', 'a.10-244-210-1', 'a.b.10-244-210-1', 'a.b.c.10-244-210-1', '256-1-1-1'].map(pods),
  '10-244-210-1.dns-data.pod.cluster.local.', '10-244-210-1.nowhere.pod.cluster.local.',
  'WEB.dns-shop.svc.cluster.local.', 'web.DNS-SHOP.SVC.Cluster.Local.', 'Cluster.Local.', 'ns.dns.Cluster.Local.', 'alias.dns-shop.svc.CLUSTER.local.', 'p-0.Peers.dns-data.svc.Cluster.local.',
  ...['10.96.200.1', '10.96.200.3', '10.244.200.1', '10.244.200.2', '10.244.201.1', '10.244.201.4', '10.244.203.2', '10.244.206.1', '10.244.210.1', '192.0.2.1'].map(reverse),
  'in-addr.arpa.', '96.10.in-addr.arpa.', '200.96.10.in-addr.arpa.', '1.1.200.96.10.in-addr.arpa.', '01.200.96.10.in-addr.arpa.', '300.200.96.10.in-addr.arpa.', 'svc.in-addr.arpa.', 'dns-shop.svc.in-addr.arpa.', 'web.dns-shop.svc.in-addr.arpa.', 'x.in-addr.arpa.', '1.200.96.10.IN-ADDR.arpa.',
  reverse6('fd000096000000000000000000000203'), reverse6('fd000244000000000000000000000001'), reverse6('fd000244000600000000000000000000'), reverse6('fd00'), 'ip6.arpa.', '0.0.d.f.ip6.arpa.',
];

const allTypes = ['A', 'AAAA', 'SRV', 'TXT', 'CNAME', 'PTR', 'NS', 'SOA', 'MX', 'HTTPS'] as const;
const chiefTypes = ['A', 'AAAA', 'SRV', 'PTR', 'TXT'] as const;

/** Under the first Corefile every type of every name; under the others the chief ones of those that their setting may touch. */
export function questionsFor(corefile: string): readonly { readonly name: string; readonly type: string }[] {
  const types = corefile === 'plain' ? allTypes : chiefTypes;
  return kubernetesNames.flatMap((name) => types.map((type) => ({ name, type })));
}
