import type { IpFamily } from '../../../../src/core/service-networking/go-address.js';

/** Where everybody is in the little network, in one family. */
export interface Plan {
  /** The endpoint of the scenarios on node a, and another pod there. */
  readonly endpoint: string;
  readonly pod: string;
  readonly node: string;
  /** The machine outside, by which the endpoints of other nodes answer. */
  readonly outside: string;
  readonly elsewhere: readonly string[];
  /** What pods take for their router, as the plugin ptp has it. */
  readonly gateway: string;
  readonly loopback: string;
  /** In the range of ClusterIPs, and of no Service. */
  readonly unallocated: string;
  /** Bits of the network of node and machine, and of one address. */
  readonly bits: { readonly network: number; readonly address: number };
}

export const plans: Readonly<Record<IpFamily, Plan>> = {
  IPv4: {
    endpoint: '10.244.1.5',
    pod: '10.244.1.77',
    node: '192.168.10.11',
    outside: '192.168.10.1',
    elsewhere: ['10.244.2.8', '10.244.2.9', '10.244.2.10', '10.244.3.1', '10.244.9.1', '10.244.9.2'],
    gateway: '10.244.1.1',
    loopback: '127.0.0.1',
    unallocated: '10.96.200.200',
    bits: { network: 24, address: 32 },
  },
  // By the cluster CIDR the pod is one of the cluster, the endpoint is not.
  IPv6: {
    endpoint: 'fd00:244:1::5',
    pod: 'fd00:244:0:1::77',
    node: '2001:db8:10::11',
    outside: '2001:db8:10::1',
    elsewhere: ['fd00:244:2::8', 'fd00:244:2::9', 'fd00:244:2::10', 'fd00:244:3::1', 'fd00:244:9::1', 'fd00:244:9::2', 'fd00:244:1::9', 'fd00:244:1::10', 'fd00:244:1:0:1::', 'fd00:244:a::1'],
    gateway: 'fd00:244:1::1',
    loopback: '::1',
    unallocated: 'fd00:96::c8c8',
    bits: { network: 64, address: 128 },
  },
};

export const ipFamilies = ['IPv4', 'IPv6'] as const;
