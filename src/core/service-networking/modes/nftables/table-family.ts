import type { IpFamily } from '../../go-address.js';

/** How nftables calls a family and what is of it. */
export interface TableFamily {
  /** Of a table, and of the header of a packet. */
  readonly header: 'ip' | 'ip6';
  /** The type of an address. */
  readonly address: 'ipv4_addr' | 'ipv6_addr';
  /** The loopback, as kube-proxy writes it. */
  readonly loopback: string;
}

const families: Readonly<Record<IpFamily, TableFamily>> = {
  IPv4: { header: 'ip', address: 'ipv4_addr', loopback: '127.0.0.0/8' },
  IPv6: { header: 'ip6', address: 'ipv6_addr', loopback: '::1' },
};

export function tableFamilyOf(family: IpFamily): TableFamily {
  return families[family];
}
