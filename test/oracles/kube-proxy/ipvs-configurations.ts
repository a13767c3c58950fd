import { nodeA, nodeB, nodeC, nodeD } from './scenario.js';

/** How the ipvs proxier is run against the scenarios. */
export interface IpvsConfiguration {
  readonly id: string;
  /** What it shows, in words. */
  readonly name: string;
  readonly node: string;
  /** '' for none. */
  readonly clusterCIDRs: string;
  readonly masqueradeAll?: boolean;
  readonly masqueradeBit?: number;
  readonly scheduler?: string;
  readonly nodePortAddresses?: readonly string[];
}

const pods = '10.244.0.0/16,fd00:244::/56';

/** The first is the one from which the others are told apart. */
export const ipvsConfigurations: readonly IpvsConfiguration[] = [
  { id: 'base', name: 'with its defaults, on a node in zone 1', node: nodeA, clusterCIDRs: pods },
  { id: 'other-node', name: 'on a node in zone 2', node: nodeB, clusterCIDRs: pods },
  { id: 'no-zone', name: 'on a node without a zone, with several addresses', node: nodeC, clusterCIDRs: pods },
  { id: 'six-first', name: 'on a node whose first address is of IPv6', node: nodeD, clusterCIDRs: pods },
  { id: 'no-detector', name: 'without a cluster CIDR', node: nodeA, clusterCIDRs: '' },
  { id: 'masquerade-all', name: 'masquerading everything, with another mark', node: nodeA, clusterCIDRs: pods, masqueradeAll: true, masqueradeBit: 20 },
  { id: 'least', name: 'choosing who has the fewest connections', node: nodeA, clusterCIDRs: pods, scheduler: 'lc' },
  { id: 'maglev', name: 'choosing by hash', node: nodeA, clusterCIDRs: pods, scheduler: 'mh' },
  { id: 'port-cidrs', name: 'with node ports on some ranges', node: nodeA, clusterCIDRs: pods, nodePortAddresses: ['192.168.10.0/24', '127.0.0.0/8', '2001:db8:10::/64'] },
  { id: 'port-nowhere', name: 'with node ports on a range in which the node has no address', node: nodeA, clusterCIDRs: pods, nodePortAddresses: ['198.51.100.0/24', '2001:db8:77::/64'] },
];
