import type { IpAddress } from './address.js';
import { contains, containsBlock, parseCidr, type Cidr } from './cidr.js';

/** What an address is for. `global`: anything else than the others, routed on the public Internet. */
export type Scope =
  | 'unspecified'
  | 'loopback'
  | 'link-local'
  | 'private'
  | 'shared'
  | 'documentation'
  | 'benchmarking'
  | 'multicast'
  | 'broadcast'
  | 'translation'
  | 'anycast'
  | 'protocol'
  | 'discard'
  | 'reserved'
  | 'global';

/** A block that a registry of IANA sets apart. */
export interface SpecialPurpose {
  readonly cidr: Cidr;
  /** As the registry calls it. */
  readonly name: string;
  /** The RFC that sets it apart. */
  readonly rfc: string;
  readonly scope: Exclude<Scope, 'global'>;
  /** Whether a packet from or to it may cross the borders of a network; null where the registry does not say (N/A). */
  readonly globallyReachable: boolean | null;
}

/**
 * What IANA sets apart, in the order of the addresses, the larger block before what it holds.
 *
 * Source: the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, updated by RFC 8190), as of 2025-10, with multicast (RFC 5771, RFC 4291 §2.7),
 * which has registries of its own.
 */
export const specialPurposes: readonly SpecialPurpose[] = (
  [
    ['0.0.0.0/8', '“This network”', 'RFC 791', 'unspecified', false],
    ['0.0.0.0/32', '“This host on this network”', 'RFC 1122', 'unspecified', false],
    ['10.0.0.0/8', 'Private-Use', 'RFC 1918', 'private', false],
    ['100.64.0.0/10', 'Shared Address Space', 'RFC 6598', 'shared', false],
    ['127.0.0.0/8', 'Loopback', 'RFC 1122', 'loopback', false],
    ['169.254.0.0/16', 'Link Local', 'RFC 3927', 'link-local', false],
    ['172.16.0.0/12', 'Private-Use', 'RFC 1918', 'private', false],
    ['192.0.0.0/24', 'IETF Protocol Assignments', 'RFC 6890', 'protocol', false],
    ['192.0.0.0/29', 'IPv4 Service Continuity Prefix', 'RFC 7335', 'protocol', false],
    ['192.0.0.8/32', 'IPv4 dummy address', 'RFC 7600', 'protocol', false],
    ['192.0.0.9/32', 'Port Control Protocol Anycast', 'RFC 7723', 'anycast', true],
    ['192.0.0.10/32', 'Traversal Using Relays around NAT Anycast', 'RFC 8155', 'anycast', true],
    ['192.0.0.170/32', 'NAT64/DNS64 Discovery', 'RFC 8880', 'protocol', false],
    ['192.0.0.171/32', 'NAT64/DNS64 Discovery', 'RFC 8880', 'protocol', false],
    ['192.0.2.0/24', 'Documentation (TEST-NET-1)', 'RFC 5737', 'documentation', false],
    ['192.31.196.0/24', 'AS112-v4', 'RFC 7535', 'anycast', true],
    ['192.52.193.0/24', 'AMT', 'RFC 7450', 'anycast', true],
    ['192.88.99.0/24', 'Deprecated (6to4 Relay Anycast)', 'RFC 7526', 'anycast', null],
    ['192.88.99.2/32', '6a44-relay anycast address', 'RFC 6751', 'anycast', false],
    ['192.168.0.0/16', 'Private-Use', 'RFC 1918', 'private', false],
    ['192.175.48.0/24', 'Direct Delegation AS112 Service', 'RFC 7534', 'anycast', true],
    ['198.18.0.0/15', 'Benchmarking', 'RFC 2544', 'benchmarking', false],
    ['198.51.100.0/24', 'Documentation (TEST-NET-2)', 'RFC 5737', 'documentation', false],
    ['203.0.113.0/24', 'Documentation (TEST-NET-3)', 'RFC 5737', 'documentation', false],
    ['224.0.0.0/4', 'Multicast', 'RFC 5771', 'multicast', null],
    ['240.0.0.0/4', 'Reserved', 'RFC 1112', 'reserved', false],
    ['255.255.255.255/32', 'Limited Broadcast', 'RFC 919', 'broadcast', false],
    ['::/128', 'Unspecified Address', 'RFC 4291', 'unspecified', false],
    ['::1/128', 'Loopback Address', 'RFC 4291', 'loopback', false],
    ['::ffff:0:0/96', 'IPv4-mapped Address', 'RFC 4291', 'translation', false],
    ['64:ff9b::/96', 'IPv4-IPv6 Translation', 'RFC 6052', 'translation', true],
    ['64:ff9b:1::/48', 'IPv4-IPv6 Translation', 'RFC 8215', 'translation', false],
    ['100::/64', 'Discard-Only Address Block', 'RFC 6666', 'discard', false],
    ['100:0:0:1::/64', 'Dummy IPv6 Prefix', 'RFC 9780', 'discard', false],
    ['2001::/23', 'IETF Protocol Assignments', 'RFC 2928', 'protocol', false],
    ['2001::/32', 'TEREDO', 'RFC 4380', 'translation', null],
    ['2001:1::1/128', 'Port Control Protocol Anycast', 'RFC 7723', 'anycast', true],
    ['2001:1::2/128', 'Traversal Using Relays around NAT Anycast', 'RFC 8155', 'anycast', true],
    ['2001:1::3/128', 'DNS-SD Service Registration Protocol Anycast', 'RFC 9665', 'anycast', true],
    ['2001:2::/48', 'Benchmarking', 'RFC 5180', 'benchmarking', false],
    ['2001:3::/32', 'AMT', 'RFC 7450', 'anycast', true],
    ['2001:4:112::/48', 'AS112-v6', 'RFC 7535', 'anycast', true],
    ['2001:10::/28', 'Deprecated (previously ORCHID)', 'RFC 4843', 'protocol', null],
    ['2001:20::/28', 'ORCHIDv2', 'RFC 7343', 'protocol', true],
    ['2001:30::/28', 'Drone Remote ID Protocol Entity Tags (DETs) Prefix', 'RFC 9374', 'protocol', true],
    ['2001:db8::/32', 'Documentation', 'RFC 3849', 'documentation', false],
    ['2002::/16', '6to4', 'RFC 3056', 'translation', null],
    ['2620:4f:8000::/48', 'Direct Delegation AS112 Service', 'RFC 7534', 'anycast', true],
    ['3fff::/20', 'Documentation', 'RFC 9637', 'documentation', false],
    ['5f00::/16', 'Segment Routing (SRv6) SIDs', 'RFC 9602', 'protocol', false],
    ['fc00::/7', 'Unique-Local', 'RFC 4193', 'private', false],
    ['fe80::/10', 'Link-Local Unicast', 'RFC 4291', 'link-local', false],
    ['ff00::/8', 'Multicast', 'RFC 4291', 'multicast', null],
  ] as const
).map(([cidr, name, rfc, scope, globallyReachable]) => ({ cidr: parseCidr(cidr), name, rfc, scope, globallyReachable }));

/** The scope of an address: that of the smallest block set apart in which it lies, as 192.0.0.9 is reached from everywhere in a block that is not. */
export function scopeOf(address: IpAddress): Scope {
  return specialPurposes.findLast(({ cidr }) => contains(cidr, address))?.scope ?? 'global';
}

/** A block set apart, and how much of another lies in it. */
export interface Coverage {
  readonly special: SpecialPurpose;
  readonly coverage: 'all' | 'partly';
}

/** What IANA sets apart of a block: all of it, or a part of it. The larger blocks first. */
export function specialPurposesOf(block: Cidr): Coverage[] {
  return specialPurposes.flatMap((special): Coverage[] => {
    if (containsBlock(special.cidr, block)) return [{ special, coverage: 'all' }];
    return containsBlock(block, special.cidr) ? [{ special, coverage: 'partly' }] : [];
  });
}
