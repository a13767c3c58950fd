import type { ProxyConfiguration } from './configurations.js';
import { nodeA, nodeB, nodeC, nodeD, type Scenario, type ServiceParts, type SliceParts } from './scenario.js';
import { large } from './scenarios/large.js';
import { scenarios } from './scenarios/catalogue.js';

/** An object as it is sent to the API server. Its status goes by a request of its own. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly status?: object;
}

interface NodeParts {
  readonly name: string;
  readonly zone?: string;
  readonly podCIDRs: readonly string[];
  readonly addresses: readonly (readonly [type: string, address: string])[];
}

/** Every node, with the addresses that its network namespace gets. */
export const nodes: readonly NodeParts[] = [
  { name: nodeA, zone: 'zone-1', podCIDRs: ['10.244.1.0/24', 'fd00:244:0:1::/64'], addresses: [['InternalIP', '192.168.10.11'], ['InternalIP', '2001:db8:10::11'], ['Hostname', nodeA]] },
  { name: nodeB, zone: 'zone-2', podCIDRs: ['10.244.2.0/24', 'fd00:244:0:2::/64'], addresses: [['InternalIP', '192.168.10.12'], ['InternalIP', '2001:db8:10::12'], ['Hostname', nodeB]] },
  { name: nodeC, podCIDRs: ['10.244.3.0/24'], addresses: [['ExternalIP', '203.0.113.200'], ['InternalIP', '192.168.20.13'], ['InternalIP', '192.168.10.13'], ['Hostname', nodeC]] },
  { name: nodeD, zone: 'zone-1', podCIDRs: ['fd00:244:0:4::/64', '10.244.4.0/24'], addresses: [['InternalIP', '2001:db8:10::14'], ['InternalIP', '192.168.10.14'], ['Hostname', nodeD]] },
];

/** The nodes, and each scenario in its namespace. Addresses of Services follow from the position, so that they are the same in every run. */
export function objectsOf(all: readonly Scenario[]): readonly Manifest[] {
  let count = 0;
  return [
    ...nodes.map(nodeOf),
    ...all.map(({ id }): Manifest => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: id } })),
    ...all.flatMap((each) => [...each.services.map((parts) => serviceOf(each, parts, ++count)), ...each.slices.map((parts) => sliceOf(each, parts))]),
  ];
}

/** The Service of the API server, which makes it itself. Nobody writes its endpoints here. */
export const serviceOfServer: Manifest = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'kubernetes', namespace: 'default' },
  ...({ spec: { clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1'], ipFamilies: ['IPv4'], ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }] } } as object),
};

/** The scenarios that a configuration meets. */
export function scenariosOf(configuration: ProxyConfiguration): readonly Scenario[] {
  return configuration.large === true ? [...scenarios, large] : scenarios;
}

/** The kube-proxy of a configuration as a cluster holds it: a DaemonSet, and the ConfigMap that it reads. */
export function proxyObjects({ mode, config = {}, flags }: Pick<ProxyConfiguration, 'config' | 'flags'> & { readonly mode: string }): readonly Manifest[] {
  const args = flags ?? ['--config=/var/lib/kube-proxy/config.conf', '--hostname-override=$(NODE_NAME)'];
  const container = { name: 'kube-proxy', image: 'registry.k8s.io/kube-proxy:v1.37.2', command: ['/usr/local/bin/kube-proxy', ...args], volumeMounts: [{ name: 'kube-proxy', mountPath: '/var/lib/kube-proxy' }] };
  const template = { metadata: { labels: { 'k8s-app': 'kube-proxy' } }, spec: { hostNetwork: true, nodeSelector: { 'kubernetes.io/os': 'linux' }, containers: [container], volumes: [{ name: 'kube-proxy', configMap: { name: 'kube-proxy' } }] } };
  const daemonSet = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'kube-proxy', namespace: 'kube-system' }, spec: { selector: { matchLabels: { 'k8s-app': 'kube-proxy' } }, template } };
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kube-proxy', namespace: 'kube-system' }, data: { 'config.conf': JSON.stringify({ ...proxyConfig, mode, ...config }) } };
  return flags === undefined ? [daemonSet, configMap] : [daemonSet];
}

/** What begins every configuration file of kube-proxy. */
export const proxyConfig = { apiVersion: 'kubeproxy.config.k8s.io/v1alpha1', kind: 'KubeProxyConfiguration' };

function nodeOf({ name, zone, podCIDRs, addresses }: NodeParts): Manifest {
  const labels = { 'kubernetes.io/os': 'linux', 'kubernetes.io/hostname': name, ...(zone !== undefined && { 'topology.kubernetes.io/zone': zone }) };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels } as Manifest['metadata'],
    ...({ spec: { podCIDR: podCIDRs[0], podCIDRs } } as object),
    status: { addresses: addresses.map(([type, address]) => ({ type, address })), nodeInfo: { kubeletVersion: 'v1.37.2' } },
  };
}

function serviceOf({ id }: Scenario, { name, labels, annotations, spec, families = 'IPv4', ingress }: ServiceParts, number: number): Manifest {
  const addresses = { IPv4: `10.96.${(number >> 8) + 1}.${number & 255}`, IPv6: `fd00:96::${(256 + number).toString(16)}` };
  const ipFamilies = { IPv4: ['IPv4'], IPv6: ['IPv6'], dual: ['IPv4', 'IPv6'], 'dual-IPv6': ['IPv6', 'IPv4'] }[families] as readonly ('IPv4' | 'IPv6')[];
  const clusterIPs = ipFamilies.map((family) => addresses[family]);
  const own = spec['clusterIP'] === 'None' ? { clusterIPs: ['None'] } : spec['type'] === 'ExternalName' ? {} : { clusterIP: clusterIPs[0], clusterIPs, ipFamilies, ipFamilyPolicy: families.startsWith('dual') ? 'RequireDualStack' : 'SingleStack' };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: id, ...(labels && { labels }), ...(annotations && { annotations }) },
    ...({ spec: { ...own, ...spec } } as object),
    ...(ingress !== undefined && { status: { loadBalancer: { ingress } } }),
  };
}

function sliceOf({ id }: Scenario, { name, service, addressType, ports, endpoints, labels }: SliceParts): Manifest {
  const metadata = { name, namespace: id, labels: { 'kubernetes.io/service-name': service, 'endpointslice.kubernetes.io/managed-by': 'scenarios', ...labels } };
  return { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata, ...({ addressType, ports, endpoints } as object) };
}
