import { text, textOf } from '../argument.js';
import { namespacedName } from '../place.js';
import type { Tool } from '../tool.js';

export const resolveName: Tool = {
  name: 'resolveName',
  title: 'Resolve a name as a pod would',
  description: 'What a DNS name resolves to in a pod, in any pod of a namespace or on a node. Each query: fields queries.',
  about: 'snapshot',
  arguments: {
    name: { schema: text() },
    type: { schema: text('A, AAAA, SRV …') },
    fromPod: { schema: text('namespace/name'), parameters: ['from.pod', 'from.namespace'] },
    fromNamespace: { schema: text(), parameters: ['from.namespace'] },
    fromNode: { schema: text(), parameters: ['from.node'] },
    resolver: { schema: text(undefined, { enum: ['glibc', 'musl'] }) },
  },
  required: ['name'],
  limit: 5,
  fields: () => ['outcome', 'rcode', 'answers.name', 'answers.type', 'answers.data', 'hint', 'missing', 'warnings'],
  path: (place) => `${place}/dns/resolve`,
  query: (given) => {
    const pod = textOf(given, 'fromPod');
    const { namespace, name } = pod === undefined ? { namespace: textOf(given, 'fromNamespace'), name: undefined } : namespacedName(pod, 'fromPod', 'dev/toolbox');
    return [['name', textOf(given, 'name')], ['type', textOf(given, 'type')], ['from.namespace', namespace], ['from.pod', name], ['from.node', textOf(given, 'fromNode')], ['resolver', textOf(given, 'resolver')]];
  },
  examples: [{ cluster: 'demo', name: 'cart.shop', fromPod: 'dev/toolbox' }, { cluster: 'demo', name: 'cart', fromNamespace: 'shop', resolver: 'musl', fields: ['outcome', 'queries.name', 'queries.rcode'] }],
};
