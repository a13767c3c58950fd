import { bitsOf, expandAddress, type IpAddress } from './address.js';
import { blockOf, type Cidr } from './cidr.js';
import { subnetsOf } from './split.js';

/** The name whose PTR record names an address, without the trailing dot. Source: RFC 1035 §3.5, RFC 3596 §2.5. */
export function pointerName(address: IpAddress): string {
  return zoneOf({ first: address, prefixLength: bitsOf(address.family) });
}

/**
 * The zones that hold the PTR records of exactly this block, without the trailing dot. A boundary of octets (in IPv6 of nibbles) makes one zone. Between two, as many zones as the next boundary
 * makes: 10.96.0.0/12 is 96.10 to 111.10. Behind the last boundary of IPv4 one zone, named as RFC 2317 §4 does: 0/26.2.0.192.in-addr.arpa.
 *
 * Source: the split is that of CoreDNS (plugin/pkg/cidr, `Split`, v1.11), but for blocks behind a /24, which it would make a zone for each address.
 */
export function reverseZones(cidr: Cidr): string[] {
  const step = stepOf(cidr.first.family);
  if (cidr.first.family === 4 && cidr.prefixLength > 24 && cidr.prefixLength < 32) return [classlessZone(cidr)];
  const zones = subnetsOf(cidr, Math.ceil(cidr.prefixLength / step) * step);
  return Array.from({ length: Number(zones.count) }, (_, i) => zoneOf(zones.at(BigInt(i))));
}

/** The smallest zone at a boundary that holds the PTR records of a block, and perhaps others. */
export function enclosingZone(cidr: Cidr): string {
  const step = stepOf(cidr.first.family);
  return zoneOf(blockOf(cidr.first, Math.floor(cidr.prefixLength / step) * step));
}

function stepOf(family: 4 | 6): number {
  return family === 4 ? 8 : 4;
}

/** Of a block that ends at a boundary. */
function zoneOf({ first, prefixLength }: Cidr): string {
  const labels = first.family === 4 ? expandAddress(first).split('.') : [...expandAddress(first).replaceAll(':', '')];
  return [...labels.slice(0, prefixLength / stepOf(first.family)).reverse(), first.family === 4 ? 'in-addr' : 'ip6', 'arpa'].join('.');
}

function classlessZone(cidr: Cidr): string {
  const last = expandAddress(cidr.first).split('.')[3];
  return `${last}/${cidr.prefixLength}.${zoneOf(blockOf(cidr.first, 24))}`;
}
