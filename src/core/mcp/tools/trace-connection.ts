import { text } from '../argument.js';
import type { Tool } from '../tool.js';

export const traceConnection: Tool = {
  name: 'traceConnection',
  title: 'Trace a connection',
  description: 'Where a connection to a Service or address goes, or why it is refused or dropped. One of from…, one of to….',
  about: 'snapshot',
  arguments: {
    fromPod: { schema: text('namespace/name'), parameters: ['from.pod'] },
    fromNode: { schema: text(), parameters: ['from.node'] },
    fromIP: { schema: text(), parameters: ['from.ip'] },
    toService: { schema: text('namespace/name'), parameters: ['to.service'] },
    toIP: { schema: text(), parameters: ['to.ip'] },
    port: { schema: { type: ['string', 'integer'] }, parameters: ['to.port'] },
    protocol: { schema: text(undefined, { enum: ['TCP', 'UDP', 'SCTP'] }), parameters: ['to.protocol'] },
    node: { schema: text() },
  },
  required: ['port'],
  limit: 5,
  fields: () => ['outcome', 'reason', 'servicePort', 'node', 'masquerade', 'endpoints.ip', 'endpoints.port', 'endpoints.pod', 'endpoints.node', 'suggestions', 'missing', 'warnings'],
  path: (place) => `${place}/service-networking/trace`,
  examples: [
    { cluster: 'demo', fromPod: 'dev/toolbox', toService: 'shop/redis', port: 6379 },
    { cluster: 'demo', fromNode: 'demo-worker-1', toIP: '10.96.0.10', port: 53, protocol: 'UDP', fields: ['outcome', 'chains.rule'] },
  ],
};
