import { text, textOf } from '../argument.js';
import { nameSegment, namespacedName } from '../place.js';
import type { Tool } from '../tool.js';

export const explainService: Tool = {
  name: 'explainService',
  title: 'Explain a Service',
  description: 'Why a Service does or does not answer: its pods and what keeps each from being an endpoint, ports, how it is reached.',
  about: 'snapshot',
  arguments: { service: { schema: text('namespace/name') }, node: { schema: text() } },
  required: ['service'],
  limit: 5,
  fields: () => ['outcome', 'type', 'selector', 'clusterIPs', 'ports.name', 'ports.port', 'ports.targetPort', 'ports.protocol', 'pods.total', 'pods.items.pod.name', 'pods.items.readiness', 'pods.items.detail', 'endpoints.total', 'nearPods', 'warnings'],
  path: (place, given) => {
    const { namespace, name } = namespacedName(textOf(given, 'service') ?? '', 'service', 'shop/redis');
    return `${place}/service-networking/services/${nameSegment(namespace, 'service')}/${nameSegment(name, 'service')}`;
  },
  query: (given) => [['node', textOf(given, 'node')]],
  examples: [{ cluster: 'demo', service: 'shop/redis' }, { cluster: 'demo', service: 'shop/cart', node: 'demo-worker-1', fields: ['outcome', 'endpoints', 'reach'] }],
};
