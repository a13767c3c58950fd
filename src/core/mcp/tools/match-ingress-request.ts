import { text, texts } from '../argument.js';
import type { Tool } from '../tool.js';

export const matchIngressRequest: Tool = {
  name: 'matchIngressRequest',
  title: 'Match a request at the ingress',
  description: 'What becomes of a request from outside: the controller, Ingress or HTTPRoute, ready endpoints, redirects, TLS. Why other rules lost: fields considered.',
  about: 'snapshot',
  arguments: { url: { schema: text('https://host/path') }, method: { schema: text() }, headers: { schema: texts('name:value') }, sourceIP: { schema: text() }, controller: { schema: text() } },
  required: ['url'],
  limit: 5,
  fields: () => ['controller', 'outcome', 'status', 'location', 'matched', 'backend', 'tls', 'warnings'],
  path: (place) => `${place}/ingress/match`,
  examples: [{ cluster: 'demo', url: 'https://shop.example.com/cart' }, { cluster: 'demo', url: 'https://shop.example.com/', method: 'POST', headers: ['cookie:session=1'], fields: ['outcome', 'considered'] }],
};
