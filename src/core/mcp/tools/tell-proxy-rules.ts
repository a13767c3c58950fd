import { text } from '../argument.js';
import type { Tool } from '../tool.js';

export const tellProxyRules: Tool = {
  name: 'tellProxyRules',
  title: 'Tell the rules of kube-proxy',
  description: 'The exact iptables, ipvs or nftables rules that kube-proxy writes on a node; say service, or they are many.',
  about: 'snapshot',
  arguments: { node: { schema: text() }, service: { schema: text('namespace/name') }, ipFamily: { schema: text(undefined, { enum: ['IPv4', 'IPv6'] }) } },
  required: ['node'],
  limit: 12,
  fields: () => ['outcome', 'mode', 'tables.table', 'tables.rules.text', 'warnings'],
  path: (place) => `${place}/service-networking/rules`,
  examples: [{ cluster: 'demo', node: 'demo-worker-1', service: 'shop/cart' }],
};
