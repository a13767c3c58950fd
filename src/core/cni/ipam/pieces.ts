import { containsBlock, formatCidr, sizeOf, type Cidr } from '../../ip/index.js';
import { refOf } from '../../cluster/index.js';
import type { CapacityRule } from './capacity.js';
import { cidrOf } from './cidr-text.js';
import type { PodAddress } from './pod-addresses.js';
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
export function countPieces({ pools, given, rule, isBound, warnings }: Pieces, addresses: readonly PodAddress[]): Counted {
  const pieces = given.map(([node, cidr]) => ({ node, cidr, allocated: 0 }));
  const pieceOf = new RangeIndex(pieces.map((piece) => [piece.cidr, piece] as const));
  const parsed = pools.flatMap((pool) => {
    const cidr = cidrOf(pool.cidr);
    return cidr === undefined ? [] : [{ ...pool, range: cidr, allocated: 0n, used: 0n }];
  });
  const poolOf = new RangeIndex(parsed.map((pool) => [pool.range, pool] as const));
  const familiesOf = new Map<string, Set<4 | 6>>();
  for (const { node, cidr } of pieces) familiesOf.set(node, (familiesOf.get(node) ?? new Set()).add(cidr.first.family));
  const strays: StrayAddress[] = [];
  for (const { text, address, pod } of addresses) {
    const piece = pieceOf.find(address);
    const pool = poolOf.find(address);
    if (piece !== undefined) piece.allocated++;
    if (pool !== undefined) pool.allocated++;
    const node = pod.spec.nodeName ?? null;
    const isHome = piece !== undefined && (!isBound || node === null || piece.node === node);
    const isAway = node !== null && isBound && familiesOf.get(node)?.has(address.family) === true && !isHome;
    if (isAway || (piece === undefined && pool === undefined && (pools.length > 0 || pieces.length > 0))) strays.push({ address: text, pod: refOf(pod), node, rangeOf: piece?.node ?? null });
  }
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

function poolUse({ cidr, source, nodePrefixLength, range, allocated, used }: PoolOfPieces & { range: Cidr; allocated: bigint; used: bigint }, rule: CapacityRule): PoolUse {
  const blocks = nodePrefixLength === null || nodePrefixLength < range.prefixLength ? null : sizeOf(range) / sizeOf({ first: range.first, prefixLength: nodePrefixLength });
  const capacity = blocks === null || nodePrefixLength === null ? null : blocks * rule.capacity({ first: range.first, prefixLength: nodePrefixLength });
  const addable = blocks === null ? null : blocks - used;
  return {
    cidr,
    source,
    capacity: capacity === null ? null : countOf(capacity),
    allocated: countOf(allocated),
    free: capacity === null ? null : countOf(capacity > allocated ? capacity - allocated : 0n),
    utilisation: share(allocated, capacity),
    nodePrefixLength,
    blocksUsed: countOf(used),
    blocks: blocks === null ? null : countOf(blocks),
    nodesAddable: addable === null ? null : countOf(addable > 0n ? addable : 0n),
    isDisabled: false,
  };
}
