import type { IpAddress } from './address.js';
import { contains, parseCidr } from './cidr.js';

/** An IPv4 address that an IPv6 address carries. */
export interface Embedded {
  readonly by: 'ipv4-mapped' | 'nat64' | '6to4' | 'teredo';
  readonly address: IpAddress;
}

const forms = [
  { by: 'ipv4-mapped', cidr: parseCidr('::ffff:0:0/96'), read: (value: bigint) => value },
  { by: 'nat64', cidr: parseCidr('64:ff9b::/96'), read: (value: bigint) => value },
  { by: '6to4', cidr: parseCidr('2002::/16'), read: (value: bigint) => value >> 80n },
  // RFC 4380 §4: the client's address with all bits turned over.
  { by: 'teredo', cidr: parseCidr('2001::/32'), read: (value: bigint) => ~value },
] as const;

/** The IPv4 address within an IPv6 address, where its prefix says that there is one. The IPv6 address stays one: it is in no IPv4 block. Source: RFC 4291 §2.5.5.2, RFC 6052 §2.2, RFC 3056 §2, RFC 4380 §4. */
export function embeddedIPv4(address: IpAddress): Embedded | undefined {
  const form = forms.find(({ cidr }) => contains(cidr, address));
  return form && { by: form.by, address: { family: 4, value: BigInt.asUintN(32, form.read(address.value)) } };
}
