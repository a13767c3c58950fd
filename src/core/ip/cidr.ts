import { InputError } from '../errors.js';
import { bitsOf, formatAddress, parseAddress, type IpAddress } from './address.js';

/** A block of addresses: `first` has no bit set behind the prefix. */
export interface Cidr {
  readonly first: IpAddress;
  /** 0–32 or 0–128. */
  readonly prefixLength: number;
}

/**
 * Reads `address/length` strictly: the address as {@link parseAddress}, the length in decimal without leading zeros, no bit set behind the prefix.
 *
 * @throws InputError `invalid-request`; for host bits it names the block that was probably meant
 */
export function parseCidr(text: string): Cidr {
  const slash = text.indexOf('/');
  if (slash < 0) throw malformed(text, 'the prefix length is missing, as in 10.0.0.0/8');
  const address = parseAddress(text.slice(0, slash));
  const bits = bitsOf(address.family);
  const length = text.slice(slash + 1);
  if (!/^(0|[1-9]\d*)$/.test(length)) throw malformed(text, `“${length}” is not a prefix length: 0 to ${bits}`);
  const prefixLength = Number(length);
  if (prefixLength > bits) throw malformed(text, `prefix length ${length} is too long for IPv${address.family}: 0 to ${bits}`);
  const block = blockOf(address, prefixLength);
  if (block.first.value !== address.value) throw malformed(text, `it has host bits set; its network is ${formatCidr(block)}`);
  return block;
}

/** The block of `prefixLength` bits in which `address` lies. */
export function blockOf(address: IpAddress, prefixLength: number): Cidr {
  const hostBits = BigInt(bitsOf(address.family) - prefixLength);
  return { first: { family: address.family, value: (address.value >> hostBits) << hostBits }, prefixLength };
}

/** The canonical text: that of the address, `/`, the length. */
export function formatCidr(cidr: Cidr): string {
  return `${formatAddress(cidr.first)}/${cidr.prefixLength}`;
}

/** Whether `address` lies in `cidr`; never across families. */
export function contains(cidr: Cidr, address: IpAddress): boolean {
  return cidr.first.family === address.family && blockOf(address, cidr.prefixLength).first.value === cidr.first.value;
}

function malformed(text: string, why: string): InputError {
  return new InputError('invalid-request', `“${text}” is not a CIDR: ${why}`);
}
