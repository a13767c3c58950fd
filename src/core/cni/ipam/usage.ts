import type { Evidence, ObjectRef } from '../../analysis/index.js';

/** A count of addresses: a number where JavaScript holds it exactly, decimal digits beyond 2^53. */
export type Count = number | string;

/** A range out of which pods get addresses. */
export interface PoolUse {
  readonly cidr: string;
  /** Who states it. */
  readonly source: string;
  /** Addresses that pods can have of it, as its IPAM counts them. Null where that cannot be told. */
  readonly capacity: Count | null;
  readonly allocated: Count;
  readonly free: Count | null;
  /** 0 to 1, of the capacity. Null without one, and for one of 0. */
  readonly utilisation: number | null;
  /** The prefix length of the piece that a node gets. */
  readonly nodePrefixLength: number | null;
  /** Pieces that are given to nodes. */
  readonly blocksUsed: Count | null;
  /** Pieces that the range has. */
  readonly blocks: Count | null;
  /** Nodes that can still be added before no piece is left. */
  readonly nodesAddable: Count | null;
  readonly isDisabled: boolean;
}

/** A piece of a range that a node hands out. */
export interface BlockUse {
  readonly cidr: string;
  readonly capacity: Count;
  readonly allocated: number;
  readonly free: Count;
}

/** What limits the pods of a node first. */
export type NodeLimit = 'addresses' | 'max-pods';

export interface NodeUse {
  readonly node: string;
  readonly blocks: readonly BlockUse[];
  /** Pods that can have an address here at once: of two families, the smaller. Null where no piece of a range is this node's own. */
  readonly capacity: Count | null;
  /** Pods that have an address, whether or not of a piece of this node. */
  readonly allocated: number;
  readonly free: Count | null;
  readonly utilisation: number | null;
  /** Of the node's `status.capacity.pods`; pods on the network of the node count against it too. */
  readonly maxPods: number | null;
  /** All pods of the node that have not ended. */
  readonly pods: number;
  readonly limit: NodeLimit | null;
}

/** A pod whose address is in no range that it could be of. */
export interface StrayAddress {
  readonly address: string;
  readonly pod: ObjectRef;
  readonly node: string | null;
  /** The node in whose piece the address lies; null where it lies in no range at all. */
  readonly rangeOf: string | null;
}

/** An address that is given out and that no pod has. */
export interface LeakedAddress {
  readonly address: string;
  /** To whom it was given, as far as it is told. */
  readonly owner: string | null;
  readonly detail: string;
  readonly evidence: readonly Evidence[];
}

/** A list that is cut after a thousand entries; `total` counts them all. */
export interface Capped<T> {
  readonly total: number;
  readonly items: readonly T[];
}

/** What a way of counting finds. */
export interface Counted {
  readonly pools: readonly PoolUse[];
  /** By node name. */
  readonly blocksOf: ReadonlyMap<string, readonly BlockUse[]>;
  readonly strays: readonly StrayAddress[];
  readonly leaks: readonly LeakedAddress[];
  /** How the capacity is counted, with its source. */
  readonly rule: string;
  readonly warnings: readonly string[];
}

export function countOf(value: bigint): Count {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString();
}

/** Cut after six places; null where there is no capacity. */
export function share(allocated: bigint, capacity: bigint | null): number | null {
  if (capacity === null || capacity <= 0n) return null;
  return Number((allocated * 1_000_000n) / capacity) / 1_000_000;
}

export function capped<T>(items: readonly T[]): Capped<T> {
  return { total: items.length, items: items.slice(0, 1000) };
}
