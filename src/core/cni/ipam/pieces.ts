import { stepThrough, type Steps } from '../../analysis/index.js';
import { containsBlock, formatCidr, readAddressRow, sizeOf, type Cidr } from '../../ip/index.js';
import { refOf, type ClusterView } from '../../cluster/index.js';
import type { CapacityRule } from './capacity.js';
import { cidrOf } from './cidr-text.js';
import { holdsAddress, isOfHost } from './pod-addresses.js';
import { RangeIndex } from './range-index.js';
import { countOf, share, type BlockUse, type Counted, type PoolUse, type StrayAddress } from './usage.js';

/** A range of which each node gets a piece of `nodePrefixLength` bits. */
export interface PoolOfPieces {
  readonly cidr: string;
  readonly source: string;
  readonly nodePrefixLength: number | null;
}

export interface Pieces {
  readonly pools: readonly PoolOfPieces[];
  /** Which node has which piece. */
  readonly given: readonly (readonly [node: string, cidr: Cidr])[];
  readonly rule: CapacityRule;
  /** A pod's address must be of its node's piece. */
  readonly isBound: boolean;
  readonly warnings: readonly string[];
}

/** Counts where each node hands out pieces of its own. */
export function* countPieces({ pools, given, rule, isBound, warnings }: Pieces, view: ClusterView): Steps<Counted> {
  const pieces = given.map(([node, cidr]) => ({ node, cidr, allocated: 0 }));
  const pieceOf = new RangeIndex(pieces.map((piece) => [piece.cidr, piece] as const));
  const parsed = pools.flatMap((pool) => {
    const cidr = cidrOf(pool.cidr);
    return cidr === undefined ? [] : [{ ...pool, range: cidr, allocated: 0, used: 0 }];
  });
  const poolOf = new RangeIndex(parsed.map((pool) => [pool.range, pool] as const));
  const familiesOf = new Map<string, Set<4 | 6>>();
  for (const { node, cidr } of pieces) familiesOf.set(node, (familiesOf.get(node) ?? new Set()).add(cidr.first.family));
  const strays: StrayAddress[] = [];
  yield* stepThrough(view.objects('Pod'), (pod) => {
    if (!holdsAddress(pod)) return;
    const node = pod.spec.nodeName ?? null;
    const addresses = pod.status?.podIPs ?? [];
    for (let i = 0; i < addresses.length; i++) {
      const { ip } = addresses[i]!;
      const address = isOfHost(pod, ip) ? undefined : readAddressRow(ip);
      if (address === undefined) continue;
      const piece = pieceOf.findRow(address);
      const pool = poolOf.findRow(address);
      if (piece !== undefined) piece.allocated++;
      if (pool !== undefined) pool.allocated++;
      const isHome = piece !== undefined && (!isBound || node === null || piece.node === node);
      const isAway = !isHome && node !== null && isBound && familiesOf.get(node)?.has(address.family) === true;
      if (isAway || (piece === undefined && pool === undefined && (pools.length > 0 || pieces.length > 0))) strays.push({ address: ip, pod: refOf(pod), node, rangeOf: piece?.node ?? null });
    }
  });
  for (const { cidr } of pieces) {
    const pool = poolOf.find(cidr.first);
    if (pool !== undefined && containsBlock(pool.range, cidr)) pool.used++;
  }
  const blocksOf = new Map<string, BlockUse[]>();
  for (const { node, cidr, allocated } of pieces) blocksOf.set(node, [...(blocksOf.get(node) ?? []), blockUse(cidr, rule.capacity(cidr), allocated)]);
  return {
    pools: parsed.map((pool) => poolUse(pool, rule)),
    blocksOf,
    strays,
    leaks: [],
    rule: rule.text,
    warnings,
  };
}

export function blockUse(cidr: Cidr, capacity: bigint, allocated: number): BlockUse {
  const free = capacity - BigInt(allocated);
  return { cidr: formatCidr(cidr), capacity: countOf(capacity), allocated, free: countOf(free > 0n ? free : 0n) };
}

function poolUse({ cidr, source, nodePrefixLength, range, allocated: counted, used }: PoolOfPieces & { range: Cidr; allocated: number; used: number }, rule: CapacityRule): PoolUse {
  const allocated = BigInt(counted);
  const blocks = nodePrefixLength === null || nodePrefixLength < range.prefixLength ? null : sizeOf(range) / sizeOf({ first: range.first, prefixLength: nodePrefixLength });
  const capacity = blocks === null || nodePrefixLength === null ? null : blocks * rule.capacity({ first: range.first, prefixLength: nodePrefixLength });
  const addable = blocks === null ? null : blocks - BigInt(used);
  return {
    cidr,
    source,
    capacity: capacity === null ? null : countOf(capacity),
    allocated: counted,
    free: capacity === null ? null : countOf(capacity > allocated ? capacity - allocated : 0n),
    utilisation: share(allocated, capacity),
    nodePrefixLength,
    blocksUsed: used,
    blocks: blocks === null ? null : countOf(blocks),
    nodesAddable: addable === null ? null : countOf(addable > 0n ? addable : 0n),
    isDisabled: false,
  };
}
