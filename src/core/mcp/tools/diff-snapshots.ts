import { text, textOf } from '../argument.js';
import type { Tool } from '../tool.js';

export const diffSnapshots: Tool = {
  name: 'diffSnapshots',
  title: 'What changed',
  description: 'What changed between two snapshots: view findings tells what broke and what was mended, objects every changed field.',
  about: 'cluster',
  arguments: {
    from: { schema: text(undefined, { default: 'latest~1' }) },
    to: { schema: text(undefined, { default: 'latest' }) },
    view: { schema: text(undefined, { enum: ['findings', 'objects'], default: 'findings' }) },
  },
  required: [],
  limit: 5,
  fields: (given) =>
    textOf(given, 'view') === 'objects'
      ? ['from', 'to', 'counts', 'changes.kind', 'changes.namespace', 'changes.name', 'changes.change', 'changes.fields', 'warnings']
      : ['from', 'to', 'counts', 'introduced.rule', 'introduced.severity', 'introduced.detail', 'introduced.subject', 'fixed.rule', 'fixed.subject', 'warnings'],
  path: (place) => `${place}/diff`,
  query: (given) => [['from', textOf(given, 'from')], ['to', textOf(given, 'to')], ['view', textOf(given, 'view') ?? 'findings']],
  examples: [{ cluster: 'demo' }, { cluster: 'demo', from: 1, to: 2, view: 'objects' }],
};
