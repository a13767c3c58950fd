import { clusterOf, configMap, controlPlanePod, daemonSet, node, pod } from '../cni/cluster.table.js';
import { ipamOf, type IpamAnswer } from '../cni/index.js';
import type { Resolution } from '../dns/index.js';
import type { MatchAnswer } from '../ingress/index.js';
import type { TraceAnswer } from '../service-networking/index.js';

/** What the specs of this room draw. */
export const delivered: TraceAnswer = {
  outcome: 'delivered', reason: null, node: 'worker-2', ipFamily: 'IPv4', mode: 'iptables',
  packet: { protocol: 'TCP', sourceIP: '10.244.2.2', destinationIP: '10.108.77.34', destinationPort: 8080 },
  servicePort: 'shop/cart:http', masquerade: false,
  endpoints: ['a', 'b', 'c', 'd', 'e'].map((name, i) => ({ ip: `10.244.2.${i + 10}`, port: 8080, probability: 0.2, masquerade: false, hairpin: false, pod: `shop/cart-${name}`, node: 'worker-2' })),
  affinitySeconds: null, chains: [], suggestions: [], missing: [],
  summary: 'Pod dev/toolbox reaches one of 5 endpoints of shop/cart:http by 10.108.77.34:8080/TCP, which sees 10.244.2.2.',
  steps: [
    { component: 'kube-proxy', action: 'match', detail: '10.108.77.34:8080/TCP is the ClusterIP of shop/cart:http', evidence: [] },
    { component: 'kube-proxy', action: 'choose', detail: 'one of 5 endpoints', evidence: [] },
  ],
  warnings: ['3 NetworkPolicies select the pods at either end and were not looked at.'],
};

export const rejected: TraceAnswer = {
  ...delivered, outcome: 'rejected', reason: 'no-endpoints', endpoints: [], warnings: [],
  summary: '10.104.150.88:6379/TCP (shop/redis:redis) is refused: the one pod that it selects is not ready.',
  steps: [
    { component: 'kube-proxy', action: 'match', detail: '10.104.150.88:6379/TCP is the ClusterIP of shop/redis:redis', evidence: [] },
    { component: 'kube-proxy', action: 'reject', detail: 'the one pod that it selects is not ready: shop/redis-n7fmmsgwl-twg9x CrashLoopBackOff (container redis) (filter KUBE-SERVICES)', evidence: [] },
  ],
};

export const unavailable: MatchAnswer = {
  controller: 'ingress-nginx/controller', controllerKind: 'ingress-nginx', outcome: 'unavailable', status: 503,
  matched: { kind: 'Ingress', name: 'shop/shop', host: 'shop.example.com', path: '/cart', pathType: 'Prefix' }, backend: null, tls: null, considered: [], alternatives: [], notes: [],
  summary: 'https://shop.example.com/cart ends in 503: Service shop/cart has no endpoint that is ready.',
  steps: [
    { component: 'nginx', action: 'choose location', detail: '/cart is taken by location = "/cart" of Ingress shop/shop', evidence: [] },
    { component: 'nginx', action: 'choose endpoint', detail: 'shop/cart:http has 0 endpoints: 503', evidence: [] },
  ],
  warnings: [], matches: [],
} as unknown as MatchAnswer;

const query = (name: string, type: string, rcode: 'NOERROR' | 'NXDOMAIN', answers: number) => ({ name, type, domain: null, server: '10.96.0.10', transport: 'udp', fate: 'answered', rcode, answers });

export const answered: Resolution = {
  outcome: 'answered', rcode: 'NOERROR', answers: [{ name: 'cart.shop.svc.cluster.local.', ttl: 30, type: 'A', data: '10.108.77.34' }], authority: [], additional: [], name: 'cart.shop.svc.cluster.local.',
  queries: [query('cart.shop.dev.svc.cluster.local.', 'A', 'NXDOMAIN', 0), query('cart.shop.dev.svc.cluster.local.', 'AAAA', 'NXDOMAIN', 0), query('cart.shop.svc.cluster.local.', 'A', 'NOERROR', 1), query('cart.shop.svc.cluster.local.', 'AAAA', 'NOERROR', 0)],
  cost: null, beyond: [], resolver: { libc: 'glibc', because: 'said', isGuess: false },
  resolvConf: { nameservers: ['10.96.0.10'], searches: ['dev.svc.cluster.local', 'svc.cluster.local', 'cluster.local'] },
  hint: null, missing: [], summary: 'cart.shop is 10.108.77.34 (as cart.shop.svc.cluster.local.), after 4 queries.', steps: [], warnings: [],
} as unknown as Resolution;

export const noSuchName: Resolution = { ...answered, outcome: 'no-such-name', rcode: 'NXDOMAIN', answers: [], queries: answered.queries.slice(0, 2), hint: 'namespace shop has no Service carts; near: cart', summary: 'carts.shop is no name: namespace shop has no Service carts; near: cart.' };

export const flannel = [
  daemonSet('kube-flannel-ds', [{ name: 'kube-flannel', image: 'ghcr.io/flannel-io/flannel:v0.27.4', command: ['/opt/bin/flanneld'], args: ['--kube-subnet-mgr'] }]),
  configMap('kube-flannel-cfg', { 'net-conf.json': '{"Network":"10.244.0.0/16","Backend":{"Type":"vxlan"}}' }),
  controlPlanePod('kube-controller-manager', ['--cluster-cidr=10.244.0.0/16']),
];

/** A range that another one and a node overlap, with pieces of two nodes. */
export const overlapped: IpamAnswer = ipamOf(
  clusterOf([
    ...flannel,
    controlPlanePod('kube-apiserver', ['--service-cluster-ip-range=10.244.128.0/24']),
    node('a', { podCIDRs: ['10.244.0.0/24'], address: '10.244.200.1' }),
    node('b', { podCIDRs: ['10.244.1.0/24'] }),
    pod('one', { ip: '10.244.0.2' }),
  ]),
);

/** As many nodes as asked for, each with its piece, the fuller the later. */
export function ranges(nodes: number, cidr = '10.64.0.0/10'): IpamAnswer {
  const answer = ipamOf(clusterOf([...flannel.slice(0, 1), controlPlanePod('kube-controller-manager', [`--cluster-cidr=${cidr}`]), ...Array.from({ length: nodes }, (_, i) => node(`n${i}`, { podCIDRs: [`10.${64 + (i >> 8)}.${i & 255}.0/24`] }))]));
  return { ...answer, nodes: answer.nodes.map((each, i) => ({ ...each, blocks: each.blocks.map((block) => ({ ...block, allocated: Math.floor((253 * (i % 20)) / 19) })) })) };
}
