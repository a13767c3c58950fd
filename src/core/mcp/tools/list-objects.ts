import { count, enumerate } from '../../analysis/index.js';
import { text } from '../argument.js';
import type { Tool } from '../tool.js';

interface Listed {
  readonly items: readonly { readonly kind: string; readonly metadata: { readonly name: string; readonly namespace?: string } }[];
  readonly next: string | null;
}

export const listObjects: Tool = {
  name: 'listObjects',
  title: 'List objects',
  description: 'Names of Kubernetes objects of a snapshot. For more of them say fields, as items.spec or *.',
  about: 'snapshot',
  arguments: { kind: { schema: text('As kubectl takes it: Pod, svc') }, namespace: { schema: text() }, name: { schema: text() }, labelSelector: { schema: text() } },
  required: ['kind'],
  isPaged: true,
  limit: 20,
  fields: () => ['items.metadata.namespace', 'items.metadata.name', 'next'],
  path: (place) => `${place}/objects`,
  summaryOf: (answer) => {
    const { items, next } = answer as Listed;
    const names = items.map(({ metadata: { name, namespace } }) => (namespace === undefined ? name : `${namespace}/${name}`));
    return `${next === null ? '' : 'The first '}${count(items.length, 'object')}${names.length === 0 ? '' : `: ${enumerate(names, 3)}`}.`;
  },
  examples: [{ cluster: 'demo', kind: 'Service', namespace: 'shop' }, { cluster: 'demo', kind: 'po', labelSelector: 'app=cart', fields: ['items.metadata.name', 'items.status'] }],
};
