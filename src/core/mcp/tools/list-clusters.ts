import { clip, count, enumerate } from '../../analysis/index.js';
import { text, textOf } from '../argument.js';
import { nameSegment } from '../place.js';
import type { Tool } from '../tool.js';

interface Listed {
  readonly items: readonly { readonly name?: string; readonly number?: number; readonly takenAt?: string; readonly latest?: { readonly number: number } | null }[];
  readonly next: string | null;
}

export const listClusters: Tool = {
  name: 'listClusters',
  title: 'List clusters, or the snapshots of one',
  description: 'The clusters there are, each with its newest snapshot. With cluster: its snapshots, newest first.',
  about: 'nothing',
  arguments: { cluster: { schema: text() } },
  required: [],
  isPaged: true,
  limit: 20,
  fields: ({ cluster }) => (cluster === undefined ? ['items.name', 'items.snapshots', 'items.latest', 'next'] : ['items.number', 'items.takenAt', 'items.label', 'next']),
  path: (_, given) => {
    const cluster = textOf(given, 'cluster');
    return cluster === undefined ? '/v1/clusters' : `/v1/clusters/${nameSegment(cluster, 'cluster')}/snapshots`;
  },
  query: () => [],
  summaryOf: (answer, given) => {
    const { items, next } = answer as Listed;
    const more = next === null ? '' : 'the first ';
    const cluster = textOf(given, 'cluster');
    const names = items.map(({ name, latest, number, takenAt }) => (cluster === undefined ? `${clip(name ?? '', 63)} (${latest === null || latest === undefined ? 'no snapshot' : `newest ${latest.number}`})` : `${number} of ${takenAt}`));
    return `${cluster === undefined ? '' : `${cluster} has `}${more}${count(items.length, cluster === undefined ? 'cluster' : 'snapshot')}${names.length === 0 ? '' : `: ${enumerate(names, 5)}`}.`;
  },
  examples: [{}, { cluster: 'demo' }],
};
