import { InputError } from '../errors.js';
import { bitsOf, formatAddress, type IpAddress } from './address.js';
import type { Cidr } from './cidr.js';

/**
 * The fewest blocks that hold exactly the addresses from `first` to `last`, both included: ascending, at most two of each length.
 *
 * @throws InputError `invalid-request` where they are of different families or in the wrong order
 */
export function rangeToCidrs(first: IpAddress, last: IpAddress): Cidr[] {
  const { family } = first;
  const shown = `${formatAddress(first)}–${formatAddress(last)}`;
  if (family !== last.family) throw new InputError('invalid-request', `“${shown}” is not a range: one end is IPv${family}, the other IPv${last.family}`);
  if (first.value > last.value) throw new InputError('invalid-request', `“${shown}” is not a range: its first address is behind its last; exchange them`);
  const cidrs: Cidr[] = [];
  for (let value = first.value; value <= last.value; ) {
    const hostBits = Math.min(trailingZeros(value, bitsOf(family)), bitLength(last.value - value + 1n) - 1);
    cidrs.push({ first: { family, value }, prefixLength: bitsOf(family) - hostBits });
    value += 1n << BigInt(hostBits);
  }
  return cidrs;
}

/** The number of bits that `value` needs: 0 for 0, 3 for 4 to 7. */
export function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

function trailingZeros(value: bigint, bits: number): number {
  return value === 0n ? bits : bitLength(value & -value) - 1;
}
