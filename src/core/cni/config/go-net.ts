import { bitsOf, blockOf, formatAddress, isAddress, parseAddress, type IpAddress } from '../../ip/index.js';

/** An address with the length of its mask, as Go's net.IPNet; host bits stay. */
export interface IpNet {
  readonly address: IpAddress;
  /** 0–32 or 0–128. */
  readonly prefixLength: number;
  /** Whether an IPv4 address was written within IPv6, so that its mask has 128 bits. */
  readonly mapped: boolean;
}

/** An address as Go's net.ParseIP reads it; IPv4 within IPv6 is IPv4 to everything after. */
export function parseIp(text: string): IpAddress | undefined {
  return isAddress(text) ? unmapped(parseAddress(text)) : undefined;
}

/** `address/length` as Go's net.ParseCIDR reads it: leading zeros in the length are allowed. Host bits stay. */
export function parseIpNet(text: string): IpNet | undefined {
  const [, address = '', length = ''] = /^([^/]*)\/(\d+)$/.exec(text) ?? [];
  if (!isAddress(address)) return undefined;
  const parsed = parseAddress(address);
  const prefixLength = Number(length);
  if (prefixLength > bitsOf(parsed.family)) return undefined;
  const plain = unmapped(parsed);
  return { address: plain, prefixLength, mapped: plain !== parsed };
}

/** A hardware address of 6, 8 or 20 bytes as Go's net.ParseMAC reads it, in its canonical form. */
export function parseMac(text: string): string | undefined {
  const bytes = /^[\da-f]{2}([:-][\da-f]{2})+$/i.test(text) && new Set(text.match(/[:-]/g)).size === 1 ? text.split(/[:-]/) : /^[\da-f]{4}(\.[\da-f]{4})+$/i.test(text) ? text.replaceAll('.', '').match(/../g) : null;
  return bytes !== null && [6, 8, 20].includes(bytes.length) ? bytes.join(':').toLowerCase() : undefined;
}

export function formatIpNet({ address, prefixLength }: IpNet): string {
  return `${formatAddress(address)}/${prefixLength}`;
}

/** The first address of the block in which it lies. */
export function networkOf({ address, prefixLength }: IpNet): IpAddress {
  return blockOf(address, prefixLength).first;
}

export function containsIp(net: IpNet, address: IpAddress): boolean {
  return net.address.family === address.family && blockOf(address, net.prefixLength).first.value === networkOf(net).value;
}

export function nextIp({ family, value }: IpAddress): IpAddress {
  return { family, value: (value + 1n) & ((1n << BigInt(bitsOf(family))) - 1n) };
}

export function sameIp(a: IpAddress, b: IpAddress): boolean {
  return a.family === b.family && a.value === b.value;
}

function unmapped(address: IpAddress): IpAddress {
  return address.family === 6 && address.value >> 32n === 0xffffn ? { family: 4, value: address.value & 0xffffffffn } : address;
}
