import { count, enumerate } from '../../analysis/index.js';
import type { ClusterView } from '../../cluster/index.js';
import { formatCidr, overlaps, type Cidr } from '../../ip/index.js';
import { detectCni } from '../detection/index.js';
import { cidrOf } from './cidr-text.js';
import { capped, type Capped } from './usage.js';

/** A range of a cluster that another must not have if the two are to reach each other. */
export interface PeerRange {
  readonly kind: 'pods' | 'services';
  readonly cidr: string;
  /** Who states it. */
  readonly source: string;
}

/** Another cluster of the same group, in its newest snapshot. */
export interface PeerCluster {
  readonly cluster: string;
  readonly snapshot: number;
}

export interface PeerOverlap {
  readonly own: PeerRange;
  readonly cluster: string;
  readonly other: PeerRange;
  /** What the two share. */
  readonly common: string;
}

/** How the ranges of a cluster lie to those of the others in its group. */
export interface Peers {
  /** The value of the label `peer-group`. */
  readonly group: string;
  readonly clusters: readonly PeerCluster[];
  readonly overlaps: Capped<PeerOverlap>;
}

/** The label of a cluster that says with which others it is to reach each other. */
export const peerGroupLabel = 'peer-group';

/** The ranges that the objects of a cluster state, each once; not those of pools that are disabled, nor what only kube-proxy takes for the pods’. */
export function peerRanges(view: ClusterView): PeerRange[] {
  const { podCIDRs, serviceCIDRs } = detectCni(view);
  const pods = podCIDRs.filter(({ isDefault, source }) => !isDefault && source !== 'IPPool (disabled)' && !source.startsWith('kube-proxy'));
  const all = [...pods.map(({ cidr, source }): PeerRange => ({ kind: 'pods', cidr, source })), ...serviceCIDRs.filter(({ isDefault }) => !isDefault).map(({ cidr, source }): PeerRange => ({ kind: 'services', cidr, source }))];
  return all.filter(({ kind, cidr }, i) => all.findIndex((each) => each.kind === kind && each.cidr === cidr) === i);
}

/** Where the ranges of a cluster overlap those of its peers. */
export function comparePeers(group: string, own: readonly PeerRange[], peers: readonly (PeerCluster & { readonly ranges: readonly PeerRange[] })[]): Peers {
  const found = peers.flatMap(({ cluster, ranges }) => overlapsBetween(placed(own), placed(ranges)).map((each): PeerOverlap => ({ ...each, cluster })));
  return { group, clusters: peers.map(({ cluster, snapshot }) => ({ cluster, snapshot })), overlaps: capped(found) };
}

/** What of it a person must know; undefined where there is nothing. */
export function tellPeers({ group, overlaps: { total, items } }: Peers): string | undefined {
  const [first] = items;
  if (first === undefined) return undefined;
  const clusters = [...new Set(items.map(({ cluster }) => cluster))];
  return `${count(total, 'range')} of clusters of the group ${group} overlap${total === 1 ? 's' : ''} with its own (${enumerate(clusters, 4)}): ${first.own.cidr} of its ${first.own.kind} and ${first.other.cidr} of the ${first.other.kind} of ${first.cluster}.`;
}

interface Placed {
  readonly range: PeerRange;
  readonly block: Cidr;
}

function placed(ranges: readonly PeerRange[]): Placed[] {
  return ranges.flatMap((range) => {
    const block = cidrOf(range.cidr);
    return block === undefined ? [] : [{ range, block }];
  });
}

function overlapsBetween(own: readonly Placed[], others: readonly Placed[]): Omit<PeerOverlap, 'cluster'>[] {
  const lists = [own, others];
  return overlaps(lists.map((list) => list.map(({ block }) => block)), { take: 2000 }).pairs.flatMap(({ outer, inner }) => {
    const [a, b] = outer.list === 0 ? [outer, inner] : [inner, outer];
    const [mine, other, common] = [own[a.index], others[b.index], lists[inner.list]?.[inner.index]];
    return mine === undefined || other === undefined || common === undefined ? [] : [{ own: mine.range, other: other.range, common: formatCidr(common.block) }];
  });
}
