import { text, textOf } from '../argument.js';
import type { Tool } from '../tool.js';

/** What can be described: where REST tells it, and what is shown of that. */
const aspects: Readonly<Record<string, { readonly path: string; readonly fields: readonly string[] }>> = {
  cni: { path: 'cni', fields: ['outcome', 'plugins.name', 'plugins.version', 'plugins.role', 'plugins.ipam', 'plugins.podCIDRs', 'plugins.encapsulation', 'plugins.mtu', 'plugins.networkPolicy', 'missing', 'warnings'] },
  addresses: {
    path: 'cni/ipam',
    fields: ['outcome', 'pools.cidr', 'pools.capacity', 'pools.allocated', 'pools.free', 'pools.nodesAddable', 'nodes.node', 'nodes.allocated', 'nodes.free', 'outside', 'duplicates', 'overlaps', 'missing', 'warnings'],
  },
  ranges: { path: 'service-networking/ranges', fields: ['outcome', 'services.cidr', 'services.source', 'pods.cidr', 'pods.source', 'nodes.total', 'overlaps', 'nodeRangeFaults', 'missing', 'warnings'] },
  proxy: { path: 'service-networking/proxy', fields: ['outcome', 'mode', 'daemonSets', 'nodes.total', 'nodes.items.node', 'nodes.items.health', 'replacements', 'missing', 'warnings'] },
  allocations: { path: 'service-networking/allocations', fields: ['outcome', 'clusterIPs.cidr', 'clusterIPs.used', 'clusterIPs.free', 'nodePorts.used', 'nodePorts.free', 'clashes', 'outside', 'missing', 'warnings'] },
  corefile: { path: 'dns/corefile', fields: ['outcome', 'release', 'corefile.text', 'findings.rule', 'findings.detail', 'missing', 'warnings'] },
  ingressClasses: { path: 'ingress/classes', fields: ['outcome', 'classes', 'controllers.name', 'controllers.kind', 'controllers.owns.ingress', 'controllers.owns.served', 'unowned', 'contested', 'warnings'] },
  ingressRoutes: { path: 'ingress/routes', fields: ['outcome', 'tables.controller', 'tables.routes.host', 'tables.routes.path', 'tables.routes.pathType', 'tables.routes.backend', 'tables.dropped', 'warnings'] },
};

function aspectOf(given: Parameters<Tool['fields']>[0]) {
  return aspects[textOf(given, 'aspect') ?? ''] ?? { path: '', fields: [] };
}

export const describeNetwork: Tool = {
  name: 'describeNetwork',
  title: 'Describe the network of a cluster',
  description: 'One aspect: the CNI plugin, pod addresses in use, ranges and their overlaps, kube-proxy, ClusterIPs and node ports in use, the Corefile, ingress classes and who serves them, ingress routes.',
  about: 'snapshot',
  arguments: { aspect: { schema: text(undefined, { enum: Object.keys(aspects) }) } },
  required: ['aspect'],
  limit: 10,
  fields: (given) => aspectOf(given).fields,
  path: (place, given) => `${place}/${aspectOf(given).path}`,
  query: () => [],
  examples: [{ cluster: 'demo', aspect: 'cni' }, ...Object.keys(aspects).filter((aspect) => aspect !== 'cni').map((aspect) => ({ cluster: 'demo', aspect }))],
};
