import { kindNames, readCluster, viewOf, type ClusterView, type Coverage } from '../../cluster/index.js';
import type { ProxyMode } from '../mode.js';

/** Packets that node worker-1 meets, and what kube-proxy of it does to them in any mode. */
export interface PacketCase {
  readonly name: string;
  readonly from: keyof typeof sources;
  /** `address:port`, with `/udp` or `/sctp` where it is not TCP. */
  readonly to: string;
  /** `10.244.1.5:8080 50% masqueraded, …`, or a verdict. */
  readonly expected: string;
  /** Where a mode does otherwise, and why. */
  readonly unlike?: Partial<Record<ProxyMode['id'], { readonly expected: string; readonly because: string }>>;
}

/** Who sends. `isOfNode` holds for the addresses of worker-1. */
export const sources = {
  'a pod of the node': { ip: '10.244.1.7', isOfNode: false, isPodOfNode: true, hook: 'prerouting' },
  'the endpoint itself': { ip: '10.244.1.5', isOfNode: false, isPodOfNode: true, hook: 'prerouting' },
  'a pod of another node': { ip: '10.244.2.7', isOfNode: false, isPodOfNode: false, hook: 'prerouting' },
  'the node': { ip: '192.168.10.11', isOfNode: true, isPodOfNode: false, hook: 'output' },
  'the loopback': { ip: '127.0.0.1', isOfNode: true, isPodOfNode: false, hook: 'output' },
  'another node': { ip: '192.168.10.12', isOfNode: false, isPodOfNode: false, hook: 'prerouting' },
  'someone in a source range': { ip: '203.0.113.7', isOfNode: false, isPodOfNode: false, hook: 'prerouting' },
  'someone outside': { ip: '198.18.0.1', isOfNode: false, isPodOfNode: false, hook: 'prerouting' },
} as const;

/** The addresses of worker-1, the loopback among them. */
export const ownAddresses: ReadonlySet<string> = new Set(['192.168.10.11', '127.0.0.1']);

interface ServiceParts {
  readonly name: string;
  readonly ip: string;
  readonly spec?: object;
  readonly vips?: readonly string[];
  readonly endpoints: readonly string[];
  readonly protocol?: string;
  readonly nodePort?: number;
  /** Its slice tells of no endpoint on which node it is. */
  readonly isNodeless?: true;
}

/** Endpoints in 10.244.1.0/24 are of worker-1. */
function objectsOf({ name, ip, spec = {}, vips = [], endpoints, protocol = 'TCP', nodePort, isNodeless }: ServiceParts): readonly object[] {
  return [
    {
      apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'shop', name },
      spec: { clusterIP: ip, clusterIPs: [ip], ipFamilies: ['IPv4'], ports: [{ name: 'main', port: 80, protocol, targetPort: 8080, ...(nodePort !== undefined && { nodePort }) }], ...spec },
      ...(vips.length > 0 && { status: { loadBalancer: { ingress: vips.map((vip) => ({ ip: vip })) } } }),
    },
    {
      apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { namespace: 'shop', name: `${name}-1`, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4', ports: [{ name: 'main', port: 8080, protocol }],
      endpoints: endpoints.map((address) => ({ addresses: [address], conditions: { ready: true }, ...(isNodeless !== true && { nodeName: address.startsWith('10.244.1.') ? 'worker-1' : 'worker-2' }) })),
    },
  ];
}

const [here, there] = ['10.244.1.5', '10.244.2.9'];
const balancer = { type: 'LoadBalancer' };
const local = { externalTrafficPolicy: 'Local' };

const services: readonly ServiceParts[] = [
  { name: 'web', ip: '10.96.7.10', endpoints: [here, there] },
  { name: 'alone', ip: '10.96.7.11', endpoints: [here] },
  { name: 'none', ip: '10.96.7.12', spec: { type: 'NodePort', externalIPs: ['203.0.113.210'] }, nodePort: 30012, endpoints: [] },
  { name: 'port', ip: '10.96.7.13', spec: { type: 'NodePort', externalIPs: ['203.0.113.211'] }, nodePort: 30013, endpoints: [here, there] },
  { name: 'near', ip: '10.96.7.14', spec: { ...balancer, ...local, healthCheckNodePort: 32014 }, vips: ['198.51.100.14'], nodePort: 30014, endpoints: [here, there] },
  { name: 'far', ip: '10.96.7.15', spec: { ...balancer, ...local, healthCheckNodePort: 32015 }, vips: ['198.51.100.15'], nodePort: 30015, endpoints: [there] },
  { name: 'ranged', ip: '10.96.7.16', spec: { ...balancer, loadBalancerSourceRanges: ['203.0.113.0/25'] }, vips: ['198.51.100.16'], nodePort: 30016, endpoints: [here] },
  { name: 'ranged-node', ip: '10.96.7.17', spec: { ...balancer, loadBalancerSourceRanges: ['192.168.10.0/24'] }, vips: ['198.51.100.17'], nodePort: 30017, endpoints: [here] },
  { name: 'inside', ip: '10.96.7.18', spec: { internalTrafficPolicy: 'Local' }, endpoints: [here, there] },
  { name: 'inside-far', ip: '10.96.7.19', spec: { internalTrafficPolicy: 'Local' }, endpoints: [there] },
  { name: 'sticky', ip: '10.96.7.20', spec: { sessionAffinity: 'ClientIP' }, endpoints: [here, there] },
  { name: 'udp', ip: '10.96.7.21', protocol: 'UDP', endpoints: [here] },
  { name: 'nodeless', ip: '10.96.7.23', endpoints: [here], isNodeless: true },
  { name: 'nodeless-alone', ip: '10.96.7.24', endpoints: ['10.244.1.7'], isNodeless: true },
  { name: 'to-service', ip: '10.96.7.22', endpoints: ['10.96.7.10'] },
];

/** The cluster with kube-proxy in that mode, and of that version. */
export function clusterIn(mode: ProxyMode['id'], version = 'v1.37.2', config: object = {}): ClusterView {
  const objects: readonly object[] = [
    ...[1, 2].map((n) => ({
      apiVersion: 'v1', kind: 'Node', metadata: { name: `worker-${n}` },
      spec: { podCIDR: `10.244.${n}.0/24`, podCIDRs: [`10.244.${n}.0/24`] },
      status: { addresses: [{ type: 'InternalIP', address: `192.168.10.1${n}` }], nodeInfo: { kubeletVersion: version } },
    })),
    { apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR', metadata: { name: 'kubernetes' }, spec: { cidrs: ['10.96.0.0/16'] } },
    {
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'kube-system', name: 'kube-proxy' },
      data: { 'config.conf': JSON.stringify({ apiVersion: 'kubeproxy.config.k8s.io/v1alpha1', kind: 'KubeProxyConfiguration', mode, clusterCIDR: '10.244.0.0/16', ...config }) },
    },
    ...services.flatMap(objectsOf),
  ];
  const coverage = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
  return viewOf({ ...readCluster(objects), coverage });
}

const both = `${here}:8080 50%, ${there}:8080 50%`;
const bothMasqueraded = `${here}:8080 50% masqueraded, ${there}:8080 50% masqueraded`;

export const packetCases: readonly PacketCase[] = [
  { name: 'a ClusterIP', from: 'a pod of the node', to: '10.96.7.10:80', expected: both },
  { name: 'a ClusterIP from a pod elsewhere', from: 'a pod of another node', to: '10.96.7.10:80', expected: both },
  { name: 'a ClusterIP from the node', from: 'the node', to: '10.96.7.10:80', expected: bothMasqueraded },
  { name: 'a ClusterIP from outside', from: 'someone outside', to: '10.96.7.10:80', expected: bothMasqueraded },
  { name: 'a ClusterIP with session affinity, for a new client', from: 'a pod of the node', to: '10.96.7.20:80', expected: both },
  { name: 'an endpoint that may meet itself', from: 'the endpoint itself', to: '10.96.7.10:80', expected: `${here}:8080 50% masqueraded, ${there}:8080 50%` },
  { name: 'an endpoint that meets itself', from: 'the endpoint itself', to: '10.96.7.11:80', expected: `${here}:8080 100% masqueraded` },
  { name: 'an endpoint that meets itself, of which another Service alone tells the node', from: 'the endpoint itself', to: '10.96.7.23:80', expected: `${here}:8080 100% masqueraded` },
  {
    name: 'an endpoint that meets itself, of which nothing tells the node', from: 'a pod of the node', to: '10.96.7.24:80', expected: '10.244.1.7:8080 100% masqueraded',
    unlike: { nftables: { expected: '10.244.1.7:8080 100%', because: 'it knows those of the node alone' }, ipvs: { expected: '10.244.1.7:8080 100%', because: 'it knows those of the node alone' } },
  },
  { name: 'UDP', from: 'a pod of the node', to: '10.96.7.21:80/udp', expected: `${here}:8080 100%` },
  {
    name: 'another protocol', from: 'a pod of the node', to: '10.96.7.21:80', expected: 'untouched',
    unlike: { nftables: { expected: 'rejected', because: 'it refuses what no port of a ClusterIP serves' }, ipvs: { expected: 'rejected', because: 'the ClusterIP is an address of the node, and other ports of it are refused' } },
  },
  {
    name: 'another port of a ClusterIP', from: 'a pod of the node', to: '10.96.7.10:81', expected: 'untouched',
    unlike: { nftables: { expected: 'rejected', because: 'it refuses what no port of a ClusterIP serves' }, ipvs: { expected: 'rejected', because: 'the ClusterIP is an address of the node, and other ports of it are refused' } },
  },
  {
    name: 'another port of a ClusterIP, from the node', from: 'the node', to: '10.96.7.10:81', expected: 'untouched',
    unlike: { nftables: { expected: 'rejected', because: 'it refuses what no port of a ClusterIP serves' }, ipvs: { expected: 'rejected', because: 'the ClusterIP is an address of the node, and other ports of it are refused' } },
  },
  {
    name: 'a ClusterIP that no Service has', from: 'a pod of the node', to: '10.96.99.99:80', expected: 'untouched',
    unlike: { nftables: { expected: 'dropped', because: 'it drops what is sent to unused addresses of a ServiceCIDR' } },
  },
  { name: 'no endpoints', from: 'a pod of the node', to: '10.96.7.12:80', expected: 'rejected' },
  { name: 'no endpoints, from the node', from: 'the node', to: '10.96.7.12:80', expected: 'rejected' },
  { name: 'no endpoints at an external address', from: 'someone outside', to: '203.0.113.210:80', expected: 'rejected' },
  {
    name: 'no endpoints at an external address, from the node', from: 'the node', to: '203.0.113.210:80', expected: 'untouched',
    unlike: { nftables: { expected: 'rejected', because: 'it looks on the way out too' }, ipvs: { expected: 'rejected', because: 'the address is one of the node' } },
  },
  { name: 'no endpoints at a node port', from: 'someone outside', to: '192.168.10.11:30012', expected: 'rejected' },
  { name: 'no endpoints at a node port, from the node', from: 'the node', to: '192.168.10.11:30012', expected: 'rejected' },
  { name: 'an external address', from: 'someone outside', to: '203.0.113.211:80', expected: bothMasqueraded },
  { name: 'an external address, from a pod', from: 'a pod of the node', to: '203.0.113.211:80', expected: bothMasqueraded },
  { name: 'a node port', from: 'someone outside', to: '192.168.10.11:30013', expected: bothMasqueraded },
  { name: 'a node port, from a pod', from: 'a pod of the node', to: '192.168.10.11:30013', expected: bothMasqueraded },
  { name: 'a node port, from the node', from: 'the node', to: '192.168.10.11:30013', expected: bothMasqueraded },
  {
    name: 'a node port of the loopback', from: 'the loopback', to: '127.0.0.1:30013', expected: bothMasqueraded,
    unlike: { nftables: { expected: 'untouched', because: 'node ports do not answer on the loopback' }, ipvs: { expected: 'untouched', because: 'node ports do not answer on the loopback' } },
  },
  { name: 'a node port of another protocol', from: 'someone outside', to: '192.168.10.11:30013/udp', expected: 'untouched' },
  { name: 'a node port of another node, on its way', from: 'a pod of the node', to: '192.168.10.12:30013', expected: 'untouched' },
  { name: 'a load balancer that keeps to the node', from: 'someone outside', to: '198.51.100.14:80', expected: `${here}:8080 100%` },
  {
    name: 'a load balancer that keeps to the node, from a pod', from: 'a pod of the node', to: '198.51.100.14:80', expected: both,
    unlike: { ipvs: { expected: `${here}:8080 100%`, because: 'one virtual server stands for all who call' } },
  },
  {
    name: 'a load balancer that keeps to the node, from the node', from: 'the node', to: '198.51.100.14:80', expected: bothMasqueraded,
    unlike: { ipvs: { expected: `${here}:8080 100%`, because: 'one virtual server stands for all who call, and policy Local masquerades nobody' } },
  },
  { name: 'a node port that keeps to the node', from: 'someone outside', to: '192.168.10.11:30014', expected: `${here}:8080 100%` },
  {
    name: 'a load balancer without an endpoint on the node', from: 'someone outside', to: '198.51.100.15:80', expected: 'dropped',
    unlike: { ipvs: { expected: `${there}:8080 100%`, because: 'it takes endpoints of other nodes, whose answers do not come back' } },
  },
  { name: 'a load balancer without an endpoint on the node, from a pod', from: 'a pod of the node', to: '198.51.100.15:80', expected: `${there}:8080 100%` },
  {
    name: 'a node port without an endpoint on the node', from: 'someone outside', to: '192.168.10.11:30015', expected: 'dropped',
    unlike: { ipvs: { expected: `${there}:8080 100%`, because: 'it takes endpoints of other nodes, whose answers do not come back' } },
  },
  {
    name: 'the port for health checks', from: 'someone outside', to: '192.168.10.11:32015', expected: 'accepted',
    unlike: { nftables: { expected: 'untouched', because: 'it has no rule that would let it through another firewall' } },
  },
  { name: 'a load balancer, from a source range', from: 'someone in a source range', to: '198.51.100.16:80', expected: `${here}:8080 100% masqueraded` },
  { name: 'a load balancer, from elsewhere than its source ranges', from: 'someone outside', to: '198.51.100.16:80', expected: 'dropped' },
  { name: 'a load balancer, from a pod that is in no source range', from: 'a pod of the node', to: '198.51.100.16:80', expected: 'dropped' },
  { name: 'a load balancer, from a node that is in no source range', from: 'the node', to: '198.51.100.16:80', expected: 'dropped' },
  { name: 'a load balancer, from a node that is in a source range', from: 'the node', to: '198.51.100.17:80', expected: `${here}:8080 100% masqueraded` },
  { name: 'a node port of a load balancer with source ranges', from: 'someone outside', to: '192.168.10.11:30016', expected: `${here}:8080 100% masqueraded` },
  { name: 'a ClusterIP that keeps to the node', from: 'a pod of the node', to: '10.96.7.18:80', expected: `${here}:8080 100%` },
  {
    name: 'a ClusterIP that keeps to the node, without an endpoint there', from: 'a pod of the node', to: '10.96.7.19:80', expected: 'dropped',
    unlike: { ipvs: { expected: 'rejected', because: 'a virtual server without a real one answers that the port is unreachable' } },
  },
  {
    name: 'an endpoint that is a ClusterIP', from: 'a pod of the node', to: '10.96.7.22:80', expected: '10.96.7.10:8080 100%',
    unlike: { nftables: { expected: 'rejected', because: 'the new destination is no port of a ClusterIP' } },
  },
  { name: 'an address that belongs to no Service', from: 'a pod of the node', to: '192.0.2.1:80', expected: 'untouched' },
];
