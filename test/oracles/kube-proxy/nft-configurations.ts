import type { ProxyConfiguration } from './configurations.js';
import { nodeA, nodeB, nodeC, nodeD } from './scenario.js';

const pods = '10.244.0.0/16,fd00:244::/56';

const nftables = (id: string, name: string, node: string, config: Readonly<Record<string, unknown>>, more: Partial<ProxyConfiguration> = {}): ProxyConfiguration => ({ id: `nft-${id}`, name, mode: 'nftables', node, config: { clusterCIDR: pods, ...config }, ...more });

const localhostGate = { featureGates: { KubeProxyNFTablesLocalhostNodePorts: true } };

/** Those of mode nftables; the first is the one from which the others are told apart. */
export const nftablesConfigurations: readonly ProxyConfiguration[] = [
  nftables('base', 'with its defaults, on a node in zone 1', nodeA, {}, { quick: true, packets: 'quick' }),
  nftables('other-node', 'on a node in zone 2', nodeB, {}),
  nftables('no-zone', 'on a node without a zone, with several addresses', nodeC, {}),
  nftables('six-first', 'on a node whose first address is of IPv6', nodeD, {}),
  nftables('no-detector', 'without a cluster CIDR', nodeA, { clusterCIDR: '' }, { quick: true, packets: 'whole' }),
  nftables('one-family', 'with a cluster CIDR of one family, not in canonical form', nodeA, { clusterCIDR: '10.244.7.9/16' }),
  nftables('node-cidr', 'telling pods by the range of the node', nodeA, { detectLocalMode: 'NodeCIDR' }),
  nftables('bridge', 'telling pods by a bridge', nodeA, { detectLocalMode: 'BridgeInterface', detectLocal: { bridgeInterface: 'cni0' } }),
  nftables('prefix', 'telling pods by the names of interfaces', nodeA, { detectLocalMode: 'InterfaceNamePrefix', detectLocal: { interfaceNamePrefix: 'veth' } }, { packets: 'whole' }),
  nftables('masquerade-all', 'masquerading everything, with another mark', nodeA, { nftables: { masqueradeAll: true, masqueradeBit: 20 } }, { quick: true, packets: 'whole' }),
  nftables('high-mark', 'with the highest bit as mark', nodeA, { nftables: { masqueradeBit: 31 } }),
  nftables('port-all', 'with node ports on every address', nodeA, { nodePortAddresses: ['0.0.0.0/0', '::/0'] }, { quick: true }),
  nftables('port-cidrs', 'with node ports on some ranges, the loopback among them', nodeA, { nodePortAddresses: ['192.168.10.0/24', '127.0.0.0/8', '2001:db8:10::/64', '::1/128'] }, { packets: 'whole' }),
  nftables('port-family', 'with node ports on a range of one family', nodeA, { nodePortAddresses: ['192.168.0.0/16'] }),
  nftables('port-nowhere', 'with node ports on a range in which the node has no address', nodeA, { nodePortAddresses: ['198.51.100.0/24'] }),
  nftables('localhost', 'answering node ports on the loopback', nodeA, { ...localhostGate, nodePortAddresses: ['primary', 'localhost'] }, { quick: true, packets: 'whole' }),
  nftables('localhost-refused', 'refusing node ports on the loopback', nodeA, localhostGate),
  nftables('bound', 'with an address that it is told', nodeA, { bindAddress: '192.168.20.13' }),
  nftables('no-external-ips', 'with external addresses off', nodeA, { featureGates: { AllowServiceExternalIPs: false } }),
  nftables('large', 'in a large cluster', nodeA, {}, { large: true, quick: true }),
];
