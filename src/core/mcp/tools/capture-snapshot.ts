import { text, textOf } from '../argument.js';
import type { Tool } from '../tool.js';

interface Captured {
  readonly cluster: string;
  readonly number?: number;
  readonly takenAt?: string;
}

export const captureSnapshot: Tool = {
  name: 'captureSnapshot',
  title: 'Capture a snapshot',
  description: 'Reads the live cluster and stores it as its newest snapshot; changes nothing in it. Needs the role operator. Ask it when the newest snapshot is too old.',
  about: 'cluster',
  arguments: { label: { schema: text() } },
  required: ['cluster'],
  limit: 20,
  effect: 'capture',
  fields: () => ['cluster', 'number', 'takenAt', 'label', 'kubernetesVersion', 'counts', 'warnings', 'id', 'status'],
  path: (place) => `${place}/snapshots`,
  query: (given) => [['label', textOf(given, 'label')]],
  summaryOf: (answer) => {
    const { cluster, number, takenAt } = answer as Captured;
    return number === undefined ? `The capture of ${cluster} still goes on; listClusters tells when its snapshot is there.` : `Snapshot ${number} of ${cluster} is stored, as of ${takenAt ?? 'now'}.`;
  },
  examples: [{ cluster: 'prod-eu', label: 'before the rollback' }],
};
