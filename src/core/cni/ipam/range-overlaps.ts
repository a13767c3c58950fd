import type { Evidence } from '../../analysis/index.js';
import { refOf, type ClusterView } from '../../cluster/index.js';
import { bitsOf, blockOf, formatCidr, overlaps, type Cidr } from '../../ip/index.js';
import type { PodRange } from '../detection/index.js';
import { addressOf, cidrOf } from './cidr-text.js';

/** One side of an overlap. */
export interface OverlapSide {
  readonly kind: 'pods' | 'services' | 'node';
  readonly cidr: string;
  /** Who states the range; the node whose address it is. */
  readonly source: string;
  /** Where it is written. */
  readonly evidence: readonly Evidence[];
}

/** Two ranges of different purpose that share addresses. `common` is what they share. */
export interface RangeOverlap {
  readonly a: OverlapSide;
  readonly b: OverlapSide;
  readonly common: string;
}

/** Where ranges of pods, ranges of Services and addresses of nodes overlap. Ranges that no object states are left out. */
export function rangeOverlaps(pods: readonly PodRange[], services: readonly PodRange[], view: ClusterView): RangeOverlap[] {
  const sides = [unique(pods, 'pods'), unique(services, 'services'), nodeSides(view)];
  const { pairs } = overlaps(sides.map((list) => list.map(({ range }) => range)), { take: 5000 });
  return pairs.flatMap(({ outer, inner }) => {
    const a = sides[outer.list]?.[outer.index];
    const b = sides[inner.list]?.[inner.index];
    if (a === undefined || b === undefined) return [];
    return [{ a: a.side, b: b.side, common: formatCidr(b.range) }];
  });
}

interface Placed {
  readonly side: OverlapSide;
  readonly range: Cidr;
}

/** The same range by several sources counts once, as the first of them. */
function unique(ranges: readonly PodRange[], kind: 'pods' | 'services'): Placed[] {
  const seen = new Map<string, Placed>();
  for (const { cidr, source, isDefault, evidence } of ranges) {
    const range = isDefault ? undefined : cidrOf(cidr);
    if (range === undefined) continue;
    const text = formatCidr(range);
    if (!seen.has(text)) seen.set(text, { side: { kind, cidr: text, source, evidence }, range });
  }
  return [...seen.values()];
}

function nodeSides(view: ClusterView): Placed[] {
  return view.objects('Node').flatMap((node) =>
    (node.status?.addresses ?? []).flatMap(({ type, address }) => {
      const parsed = type === 'InternalIP' ? addressOf(address) : undefined;
      if (parsed === undefined) return [];
      const range = blockOf(parsed, bitsOf(parsed.family));
      return [{ side: { kind: 'node' as const, cidr: formatCidr(range), source: node.metadata.name, evidence: [{ ...refOf(node), field: 'status.addresses', value: address }] }, range }];
    }),
  );
}
