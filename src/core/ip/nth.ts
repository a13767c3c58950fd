import { InputError } from '../errors.js';
import type { IpAddress } from './address.js';
import { formatCidr, sizeOf, type Cidr } from './cidr.js';

/**
 * The address at `index` of a block: 0 is its first, -1 its last.
 *
 * @throws InputError `invalid-request` where the block has no such address
 */
export function nthAddress(cidr: Cidr, index: bigint): IpAddress {
  const size = sizeOf(cidr);
  if (index < -size || index >= size) {
    throw new InputError('invalid-request', `${formatCidr(cidr)} has no address at ${index}: it has ${size}, from 0 to ${size - 1n}, or from the end -1 to -${size}`);
  }
  return { family: cidr.first.family, value: cidr.first.value + (index < 0n ? size + index : index) };
}
