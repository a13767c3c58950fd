import { InputError } from '../errors.js';
import { bitsOf, formatAddress, parseAddress, readAddress, readIPv4Number, type IpAddress } from './address.js';

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
  const cidr = readCidr(text);
  if (cidr !== undefined) return cidr;
  const slash = text.indexOf('/');
  if (slash < 0) throw malformed(text, 'the prefix length is missing, as in 10.0.0.0/8');
  const first = readAddress(text, slash) ?? parseAddress(text.slice(0, slash));
  const prefixLength = parsePrefixLength(text.slice(slash + 1), first.family, text);
  return withoutHostBits(first, prefixLength, text);
}

/** What {@link parseCidr} gives; undefined where it has something to say. Apart, as lists of CIDRs are long. */
export function readCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const prefixLength = readLength(text, slash + 1);
  if (prefixLength < 0) return undefined;
  const number = readIPv4Number(text, slash);
  if (number >= 0) return prefixLength <= 32 && number % 2 ** (32 - prefixLength) === 0 ? { first: { family: 4, value: BigInt(number) }, prefixLength } : undefined;
  const first = readAddress(text, slash);
  if (first === undefined) return undefined;
  return prefixLength === 128 || BigInt.asUintN(128 - prefixLength, first.value) === 0n ? { first, prefixLength } : undefined;
}

/** A number of up to three digits without leading zeros, at most 128; -1 where there is none. */
export function readLength(text: string, start: number): number {
  const digits = text.length - start;
  let length = 0;
  for (let i = start; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    length = length * 10 + digit;
  }
  return digits === 0 || digits > 3 || length > 128 || (digits > 1 && text.charCodeAt(start) === 48) ? -1 : length;
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
