import { formatRef, renderMarkdown, renderText, sectionsOf, type Item, type Section, type Sheet } from '../../analysis/index.js';
import type { NodeUse, PoolUse } from './usage.js';
import type { IpamOverTime } from './over-time.js';
import type { Projection } from './projection.js';
import type { ServiceRangeUse } from './service-uses.js';
import { perDay, type RangeTrend } from './trend.js';
import { inUse, percent } from './usage-of-cluster.js';

export function renderIpamMarkdown(answer: IpamOverTime): string {
  return renderMarkdown(sheetOf(answer));
}

export function renderIpamText(answer: IpamOverTime): string {
  return renderText(sheetOf(answer));
}

function sheetOf(answer: IpamOverTime): Sheet {
  const section = (title: string, noun: string, items: readonly Item[], total = items.length): Section => ({ title, noun, items, omitted: total - items.length });
  const fullest = [...answer.nodes].filter(({ capacity }) => capacity !== null).sort((a, b) => (b.utilisation ?? 0) - (a.utilisation ?? 0)).slice(0, 10);
  const [, unknown] = sectionsOf(answer);
  return {
    verdict: answer.summary,
    sections: [
      section('Two pods, one address', 'address', answer.duplicates.items.map(({ address, pods }) => ({ text: [{ code: address }, ` ${pods.slice(0, 4).map(formatRef).join(', ')}`] })), answer.duplicates.total),
      section('Overlaps', 'overlap', answer.overlaps.items.slice(0, 8).map(({ a, b, common }) => ({ text: [{ code: common }, ` is of ${a.kind} ${a.cidr} (${a.source}) and of ${b.kind} ${b.cidr} (${b.source})`] })), answer.overlaps.total),
      section('Overlaps with clusters of the group', 'overlap', (answer.peers?.overlaps.items ?? []).slice(0, 8).map(({ own, cluster, other, common }) => ({ text: [{ code: common }, ` is of the ${own.kind} here (${own.cidr}) and of the ${other.kind} of ${cluster} (${other.cidr})`] })), answer.peers?.overlaps.total),
      section('Ranges', 'range', [...answer.pools.map(poolItem), ...answer.services.map(serviceItem)]),
      section('Trend', 'range', answer.trend.ranges.flatMap(trendItem)),
      section('Fullest nodes', 'node', fullest.map(nodeItem), answer.nodes.length),
      section('Outside their range', 'pod', answer.outside.items.slice(0, 8).map(({ address, pod, node, rangeOf }) => ({ text: [{ code: address }, ` ${formatRef(pod)}${node === null ? '' : ` on ${node}`}${rangeOf === null ? '' : `, of the range of ${rangeOf}`}`] })), answer.outside.total),
      section('Given out, and no pod has it', 'address', answer.leaks.items.slice(0, 8).map(({ detail }) => ({ text: [detail] })), answer.leaks.total),
      ...(unknown === undefined ? [] : [unknown]),
    ],
    rest: 'The JSON rendering holds all of them.',
  };
}

function poolItem({ cidr, source, capacity, allocated, utilisation, nodePrefixLength, blocks, blocksUsed, nodesAddable, isDisabled }: PoolUse): Item {
  const use = capacity === null ? inUse(allocated) : `${allocated} of ${capacity} addresses in use${utilisation === null ? '' : `, ${percent(utilisation)}`}`;
  const pieces = blocks === null || nodePrefixLength === null || blocksUsed === null ? [] : [[`${blocksUsed} of ${blocks} pieces of /${nodePrefixLength} given to nodes; room for ${nodesAddable ?? 0} more`]];
  return { text: [{ code: cidr }, ` (${source}${isDisabled && !source.includes('disabled') ? ', disabled' : ''}): ${use}`], notes: pieces };
}

function serviceItem({ cidr, source, capacity, allocated, utilisation }: ServiceRangeUse): Item {
  return { text: [{ code: cidr }, ` of Services (${source}): ${allocated} of ${capacity} addresses in use${utilisation === null ? '' : `, ${percent(utilisation)}`}`] };
}

/** Nothing where there are too few snapshots, which a warning says. */
function trendItem({ cidr, points, addresses, pieces }: RangeTrend): Item[] {
  const [first] = points;
  if (first === undefined || addresses.outcome === 'too-few-snapshots') return [];
  const since = `${points.length} snapshots since ${first.takenAt.slice(0, 10)}`;
  return [{ text: [{ code: cidr }, ` addresses: ${tellProjection(addresses)}${pieces === null || pieces.outcome === 'too-few-snapshots' ? '' : `; pieces for nodes: ${tellProjection(pieces)}`} (${since})`] }];
}

function tellProjection(projection: Projection): string {
  switch (projection.outcome) {
    case 'full':
      return 'none is left';
    case 'fills':
      return `${perDay(projection)}, none left on ${projection.fullAt}`;
    case 'grows':
    case 'shrinks':
      return perDay(projection);
    case 'steady':
      return 'steady';
    case 'unsteady':
      return 'up and down';
    case 'too-few-snapshots':
      return 'too few snapshots';
  }
}

function nodeItem({ node, capacity, free, utilisation, maxPods, pods, limit }: NodeUse): Item {
  const slots = maxPods === null ? '' : `; ${pods} of ${maxPods} pods`;
  const first = limit === null ? '' : limit === 'addresses' ? ', addresses run out first' : ', the limit of pods comes first';
  return { text: [{ strong: node }, `: ${free} of ${capacity} addresses free${utilisation === null ? '' : ` (${percent(utilisation)} used)`}${slots}${first}`] };
}
