import { bitsOf, type IpAddress } from './address.js';
import { blockOf, lastOf, sizeOf, type Cidr } from './cidr.js';
import type { IpInterface } from './netmask.js';

/** What follows from an address and its prefix length. */
export interface Hosts {
  readonly network: Cidr;
  /** Null where there is none: IPv6, /31 (RFC 3021) and /32. */
  readonly broadcast: IpAddress | null;
  readonly first: IpAddress;
  readonly last: IpAddress;
  /** Addresses that a host may have. */
  readonly count: bigint;
}

/** The addresses that hosts may have in the network of an interface: all of IPv6 (RFC 6164 for /127), of a /31 (RFC 3021) and a /32; else all but the first and the last. */
export function hostsOf({ address, prefixLength }: IpInterface): Hosts {
  const network = blockOf(address, prefixLength);
  const { family } = address;
  const last = lastOf(network);
  if (family === 6 || prefixLength >= 31) return { network, broadcast: null, first: network.first, last, count: sizeOf(network) };
  return { network, broadcast: last, first: { family, value: network.first.value + 1n }, last: { family, value: last.value - 1n }, count: sizeOf(network) - 2n };
}

/** The class that an IPv4 address had before CIDR, by its leading bits. It decides nothing today. Source: RFC 791 §3.2. */
export function classOf({ value }: IpAddress): 'A' | 'B' | 'C' | 'D' | 'E' {
  const leading = Number(value >> 28n);
  if (leading < 8) return 'A';
  if (leading < 12) return 'B';
  if (leading < 14) return 'C';
  return leading === 14 ? 'D' : 'E';
}

/** All bits: IPv4 in octets with dots, IPv6 in groups with colons. */
export function binaryOf({ family, value }: IpAddress): string {
  const bits = value.toString(2).padStart(bitsOf(family), '0');
  return family === 4 ? bits.match(/.{8}/g)!.join('.') : bits.match(/.{16}/g)!.join(':');
}
