import { count, type Inline } from '../../analysis/index.js';
import { chatAnswer } from '../answer.js';
import type { Command } from '../command.js';
import { pathOf, read } from '../conversation.js';
import { isAllowed } from '../lookups/place.js';

interface ClusterTold {
  readonly name: string;
  readonly snapshots: number;
  readonly latest: { readonly number: number; readonly takenAt: string } | null;
}

export const clustersCommand: Command = {
  name: 'clusters',
  aliases: ['contexts'],
  usage: 'clusters',
  tells: 'which clusters can be asked about',
  examples: ['clusters'],
  grammar: { most: 0, valued: [], flags: [] },
  *answer(_, setting) {
    const link = pathOf('/v1/clusters', [['limit', 1000]]);
    const { items } = yield* read<{ items: readonly ClusterTold[] }>(link);
    const known = items.filter(({ name }) => isAllowed(name, setting));
    const { cluster, namespace } = setting.defaults;
    const used = cluster === null ? 'Choose one with: use NAME' : `Here ${cluster} is used${namespace === null ? '' : `, namespace ${namespace}`}.`;
    return chatAnswer({
      mark: 'told',
      verdict: `${count(known.length, 'cluster')}. ${used}`,
      items: known.map(({ name, snapshots, latest }): Inline[] => [{ code: name }, latest === null ? ' no snapshot yet' : ` ${count(snapshots, 'snapshot')}, the newest ${latest.number} of ${latest.takenAt}`]),
      listed: { noun: 'cluster', total: known.length },
      link: setting.clusters === null ? link : null,
    });
  },
};
