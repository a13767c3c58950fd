import { bitsOf, parseAddress, readAddress, type IpAddress } from './address.js';
import { malformed, parsePrefixLength, readCidr, withoutHostBits, type Cidr } from './cidr.js';
import { bitLength } from './range.js';

/** An address, and how much of it is the network's. */
export interface IpInterface {
  readonly address: IpAddress;
  readonly prefixLength: number;
}

/** How the length of a prefix was told. `none`: by nothing, so that it is a single address. */
export type Notation = 'prefix-length' | 'netmask' | 'wildcard' | 'none';

/** The mask of the first `prefixLength` bits. */
export function netmaskOf(family: 4 | 6, prefixLength: number): IpAddress {
  const bits = BigInt(bitsOf(family));
  return { family, value: (1n << bits) - (1n << (bits - BigInt(prefixLength))) };
}

/** The mask of the bits behind the first `prefixLength`, as access lists write it. */
export function wildcardOf(family: 4 | 6, prefixLength: number): IpAddress {
  return { family, value: (1n << BigInt(bitsOf(family) - prefixLength)) - 1n };
}

/**
 * Reads `address`, `address/length`, `address/netmask` or `address/wildcard`; a blank may stand for the slash. Masks that could be either, 0.0.0.0 and 255.255.255.255,
 * are netmasks, as Python's `ipaddress` reads them.
 *
 * @param bare the length of an address that comes without; its whole length where it is not given
 * @throws InputError `invalid-request`
 */
export function parseInterface(text: string, bare?: number): IpInterface & { readonly notation: Notation } {
  const slash = text.search(/[/ ]/);
  if (slash < 0) {
    const address = parseAddress(text);
    if (bare !== undefined && bare > bitsOf(address.family)) throw malformed(`${text}/${bare}`, `prefix length ${bare} is too long for IPv${address.family}: 0 to ${bitsOf(address.family)}`);
    return { address, prefixLength: bare ?? bitsOf(address.family), notation: 'none' };
  }
  const address = readAddress(text, slash) ?? parseAddress(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (!/[.:]/.test(length)) return { address, prefixLength: parsePrefixLength(length, address.family, text), notation: 'prefix-length' };
  if (address.family === 6) throw malformed(text, 'IPv6 has no masks; write the prefix length, 0 to 128');
  return { address, ...parseMask(length, text) };
}

/**
 * Reads a network in any notation of {@link parseInterface}, without host bits; an address alone is a block of one.
 *
 * @throws InputError `invalid-request`; for host bits it names the block that was probably meant
 */
export function parseNetwork(text: string): Cidr {
  const cidr = readCidr(text);
  if (cidr !== undefined) return cidr;
  const { address, prefixLength } = parseInterface(text);
  return withoutHostBits(address, prefixLength, text);
}

function parseMask(text: string, whole: string): { prefixLength: number; notation: Notation } {
  const mask = readAddress(text, text.length);
  if (mask?.family !== 4) throw malformed(whole, `“${text}” is neither a prefix length nor a mask: write /24 or /255.255.255.0`);
  const inverse = mask.value ^ 0xffffffffn;
  if (isLow(inverse)) return { prefixLength: 32 - bitLength(inverse), notation: 'netmask' };
  if (isLow(mask.value)) return { prefixLength: 32 - bitLength(mask.value), notation: 'wildcard' };
  throw malformed(whole, `“${text}” is no mask, as its ones do not stand together: ${text.split('.').map((octet) => Number(octet).toString(2).padStart(8, '0')).join('.')}`);
}

/** Whether the ones of `value` are its lowest bits. */
function isLow(value: bigint): boolean {
  return (value & (value + 1n)) === 0n;
}
