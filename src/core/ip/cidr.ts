import { InputError } from '../errors.js';
import { bitsOf, formatAddress, parseAddress, readAddress, type IpAddress } from './address.js';

/** A block of addresses: `first` has no bit set behind the prefix. */
export interface Cidr {
  readonly first: IpAddress;
  /** 0–32 or 0–128. */
  readonly prefixLength: number;
}

/**
 * Reads `address/length` strictly: the address as {@link parseAddress}, the length in decimal without leading zeros, no bit set behind the prefix.
 * That is how Kubernetes writes a CIDR; {@link parseNetwork} takes the other notations too.
 *
 * @throws InputError `invalid-request`; for host bits it names the block that was probably meant
 */
export function parseCidr(text: string): Cidr {
  const slash = text.indexOf('/');
  if (slash < 0) throw malformed(text, 'the prefix length is missing, as in 10.0.0.0/8');
  const first = readAddress(text, slash) ?? parseAddress(text.slice(0, slash));
  const prefixLength = parsePrefixLength(text.slice(slash + 1), first.family, text);
  return withoutHostBits(first, prefixLength, text);
}

/**
 * Reads a prefix length: decimal without leading zeros, 0 to 32 or 128.
 *
 * @param whole the text that it stands in
 * @throws InputError `invalid-request`
 */
export function parsePrefixLength(text: string, family: 4 | 6, whole: string): number {
  const bits = bitsOf(family);
  if (!/^(0|[1-9]\d*)$/.test(text)) throw malformed(whole, `“${text}” is not a prefix length: 0 to ${bits}`);
  const prefixLength = Number(text);
  if (prefixLength > bits) throw malformed(whole, `prefix length ${text} is too long for IPv${family}: 0 to ${bits}`);
  return prefixLength;
}

/**
 * The block of `prefixLength` bits that begins with `first`.
 *
 * @param whole the text that it was read from
 * @throws InputError `invalid-request` where a bit is set behind the prefix, naming the block in which `first` lies
 */
export function withoutHostBits(first: IpAddress, prefixLength: number, whole: string): Cidr {
  if (prefixLength === bitsOf(first.family) || BigInt.asUintN(bitsOf(first.family) - prefixLength, first.value) === 0n) return { first, prefixLength };
  throw malformed(whole, `it has host bits set; its network is ${formatCidr(blockOf(first, prefixLength))}`);
}

/** The block of `prefixLength` bits in which `address` lies. */
export function blockOf(address: IpAddress, prefixLength: number): Cidr {
  const hostBits = BigInt(bitsOf(address.family) - prefixLength);
  return { first: { family: address.family, value: (address.value >> hostBits) << hostBits }, prefixLength };
}

/** How many addresses a block holds: 1 to 2^128. */
export function sizeOf(cidr: Cidr): bigint {
  return 1n << BigInt(bitsOf(cidr.first.family) - cidr.prefixLength);
}

/** The last address of a block. */
export function lastOf(cidr: Cidr): IpAddress {
  return { family: cidr.first.family, value: cidr.first.value + sizeOf(cidr) - 1n };
}

/** The canonical text: that of the address, `/`, the length. */
export function formatCidr(cidr: Cidr): string {
  return `${formatAddress(cidr.first)}/${cidr.prefixLength}`;
}

/** Whether `address` lies in `cidr`; never across families. */
export function contains(cidr: Cidr, address: IpAddress): boolean {
  return cidr.first.family === address.family && blockOf(address, cidr.prefixLength).first.value === cidr.first.value;
}

/** Whether every address of `inner` lies in `outer`; never across families. */
export function containsBlock(outer: Cidr, inner: Cidr): boolean {
  return outer.prefixLength <= inner.prefixLength && contains(outer, inner.first);
}

/** Orders blocks: IPv4 before IPv6, then by the first address, then the larger before what it holds. */
export function compareCidrs(a: Cidr, b: Cidr): number {
  if (a.first.family !== b.first.family) return a.first.family - b.first.family;
  if (a.first.value !== b.first.value) return a.first.value < b.first.value ? -1 : 1;
  return a.prefixLength - b.prefixLength;
}

export function malformed(text: string, why: string): InputError {
  return new InputError('invalid-request', `“${text}” is not a CIDR: ${why}`);
}
