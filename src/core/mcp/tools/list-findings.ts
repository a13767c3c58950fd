import { texts } from '../argument.js';
import type { Tool } from '../tool.js';

export const listFindings: Tool = {
  name: 'listFindings',
  title: 'What is wrong',
  description: 'What is wrong or risky in a snapshot, the gravest first, each with its fix. Ask it first in an incident.',
  about: 'snapshot',
  arguments: { severity: { schema: texts('critical, error, warning, info') }, namespace: { schema: texts() }, rule: { schema: texts() } },
  required: [],
  limit: 3,
  fields: () => ['items.rule', 'items.severity', 'items.detail', 'items.subject', 'items.fix', 'warnings'],
  path: (place) => `${place}/findings`,
  examples: [{ cluster: 'demo' }, { cluster: 'demo', severity: ['critical', 'error'], namespace: ['shop'] }, { cluster: 'demo', rule: ['endpoints-all-unready'], fields: ['*'] }],
};
