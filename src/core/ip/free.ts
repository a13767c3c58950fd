import { BlockSet, subtract } from './block-set.js';
import { sizeOf, type Cidr } from './cidr.js';

/** What of a pool is free. */
export interface FreeSpace {
  /** The fewest blocks, ascending. */
  readonly free: readonly Cidr[];
  /** The first of the largest free blocks. */
  readonly largest: Cidr | undefined;
  /** Addresses of the pool, each counted once. */
  readonly capacity: bigint;
  /** Those of them that are used. */
  readonly used: bigint;
  /** What is used, but not of the pool. */
  readonly outside: readonly Cidr[];
}

/**
 * What of the blocks of `pool` no block of `used` holds.
 *
 * @throws InputError `too-large` where that, or what is used outside the pool, is more than `most` blocks
 */
export function freeSpace(pool: readonly Cidr[], used: readonly Cidr[], most = Infinity): FreeSpace {
  const free = subtract(pool, used, most);
  const capacity = addressesIn(pool);
  return {
    free,
    largest: free.reduce<Cidr | undefined>((best, cidr) => (best === undefined || sizeOf(cidr) > sizeOf(best) ? cidr : best), undefined),
    capacity,
    used: capacity - free.reduce((sum, cidr) => sum + sizeOf(cidr), 0n),
    outside: subtract(used, pool, most),
  };
}

/** How many addresses the blocks hold, each counted once. */
export function addressesIn(cidrs: readonly Cidr[]): bigint {
  return BlockSet.of(cidrs).addressCount();
}

/** The first block of `prefixLength` bits in `free`. */
export function firstFree(free: readonly Cidr[], prefixLength: number): Cidr | undefined {
  const home = free.find((cidr) => cidr.prefixLength <= prefixLength);
  return home === undefined ? undefined : { first: home.first, prefixLength };
}

/** How many disjoint blocks of `prefixLength` bits `free` has room for. */
export function roomFor(free: readonly Cidr[], prefixLength: number): bigint {
  return free.reduce((sum, cidr) => sum + (cidr.prefixLength <= prefixLength ? 1n << BigInt(prefixLength - cidr.prefixLength) : 0n), 0n);
}
