import { InputError } from '../errors.js';
import { bitsOf } from './address.js';
import { formatCidr, lastOf, sizeOf, type Cidr } from './cidr.js';
import { bitLength, rangeToCidrs } from './range.js';

/** The parts of one length of a block, told by number: a /0 has 2^128 of /128, so that no list can hold them. */
export interface Subnets {
  readonly prefixLength: number;
  /** 1 to 2^128. */
  readonly count: bigint;
  /** The part at `index`, 0 to `count` - 1. */
  at(index: bigint): Cidr;
}

/**
 * The parts of `prefixLength` bits, ascending.
 *
 * @throws InputError `invalid-request` where a part would be larger than the block, or longer than an address
 */
export function subnetsOf(cidr: Cidr, prefixLength: number): Subnets {
  const bits = bitsOf(cidr.first.family);
  if (prefixLength < cidr.prefixLength) throw cannotSplit(cidr, `into /${prefixLength}, which is larger than it: ${cidr.prefixLength} to ${bits}`);
  if (prefixLength > bits) throw cannotSplit(cidr, `into /${prefixLength}: an IPv${cidr.first.family} prefix length is at most ${bits}`);
  const hostBits = BigInt(bits - prefixLength);
  return {
    prefixLength,
    count: 1n << BigInt(prefixLength - cidr.prefixLength),
    at: (index) => ({ first: { family: cidr.first.family, value: cidr.first.value + (index << hostBits) }, prefixLength }),
  };
}

/**
 * The largest equal parts of which there are at least `count`, which is at least 1: as many as the next power of two.
 *
 * @throws InputError `invalid-request` where the block has fewer addresses
 */
export function subnetsByCount(cidr: Cidr, count: bigint): Subnets {
  if (count > sizeOf(cidr)) throw cannotSplit(cidr, `into ${count} parts: it has ${sizeOf(cidr)} addresses`);
  return subnetsOf(cidr, cidr.prefixLength + bitLength(count - 1n));
}

/** Parts of different lengths, and what is left over. */
export interface SizedSubnets {
  /** One for each size, in the order of the sizes. */
  readonly subnets: readonly Cidr[];
  readonly unused: readonly Cidr[];
}

/**
 * The smallest part for each of `hosts`, the largest laid first from the beginning of the block, so that each is aligned. In IPv4 each has two addresses more than
 * hosts, for the network and the broadcast; who wants a /31 for two hosts splits by length.
 *
 * Source: `ipcalc --split` (Debian's ipcalc 0.42) lays them out so.
 *
 * @param hosts each at least 1
 * @throws InputError `invalid-request` where they do not fit
 */
export function subnetsByHosts(cidr: Cidr, hosts: readonly bigint[]): SizedSubnets {
  const { family } = cidr.first;
  const lengths = hosts.map((count) => bitsOf(family) - bitLength(family === 4 ? count + 1n : count - 1n));
  const largestFirst = lengths.map((_, i) => i).sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  const end = lastOf(cidr).value + 1n;
  const subnets: Cidr[] = [];
  let next = cidr.first.value;
  for (const i of largestFirst) {
    const subnet = { first: { family, value: next }, prefixLength: lengths[i]! };
    if (next + sizeOf(subnet) > end) {
      throw cannotSplit(cidr, `for these hosts: they need ${lengths.reduce((sum, length) => sum + (1n << BigInt(bitsOf(family) - length)), 0n)} addresses in blocks of powers of two${family === 4 ? ' with network and broadcast' : ''}, and it has ${sizeOf(cidr)}`);
    }
    subnets[i] = subnet;
    next += sizeOf(subnet);
  }
  return { subnets, unused: next === end ? [] : rangeToCidrs({ family, value: next }, lastOf(cidr)) };
}

function cannotSplit(cidr: Cidr, why: string): InputError {
  return new InputError('invalid-request', `${formatCidr(cidr)} cannot be split ${why}`);
}
