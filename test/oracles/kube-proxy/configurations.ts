import { nodeA, nodeB, nodeC, nodeD } from './scenario.js';

/** How one kube-proxy is run against the scenarios. */
export interface ProxyConfiguration {
  readonly id: string;
  /** What it shows, in words. */
  readonly name: string;
  readonly mode: 'iptables' | 'nftables';
  readonly node: string;
  /** What its configuration file holds besides mode, addresses and kubeconfig. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Run with these flags, and without a file. */
  readonly flags?: readonly string[];
  /** With {@link large} among the scenarios. Of the rules only a digest is recorded: they are those of `base`, thousands of lines, without comments. */
  readonly large?: boolean;
  /** Real connections are made under it; `quick`: by `.ci/run` too. */
  readonly packets?: 'quick' | 'whole';
  /** Run by `.ci/run`, and not only where everything is recorded anew. */
  readonly quick?: boolean;
}

const pods = '10.244.0.0/16,fd00:244::/56';

const iptables = (id: string, name: string, node: string, config: Readonly<Record<string, unknown>>, more: Partial<ProxyConfiguration> = {}): ProxyConfiguration => ({ id, name, mode: 'iptables', node, config: { clusterCIDR: pods, ...config }, ...more });

/** Those of mode iptables; the first is the one from which the others are told apart. */
export const iptablesConfigurations: readonly ProxyConfiguration[] = [
  iptables('base', 'as kubeadm sets it up, on a node in zone 1', nodeA, {}, { quick: true, packets: 'quick' }),
  iptables('other-node', 'on a node in zone 2', nodeB, {}),
  iptables('no-zone', 'on a node without a zone, with several addresses', nodeC, {}),
  iptables('six-first', 'on a node whose first address is of IPv6', nodeD, {}),
  iptables('no-detector', 'without a cluster CIDR', nodeA, { clusterCIDR: '' }, { quick: true, packets: 'whole' }),
  iptables('one-family', 'with a cluster CIDR of one family, not in canonical form', nodeA, { clusterCIDR: '10.244.7.9/16' }),
  iptables('node-cidr', 'telling pods by the range of the node', nodeA, { detectLocalMode: 'NodeCIDR' }),
  iptables('bridge', 'telling pods by a bridge', nodeA, { detectLocalMode: 'BridgeInterface', detectLocal: { bridgeInterface: 'cni0' } }),
  iptables('prefix', 'telling pods by the names of interfaces', nodeA, { detectLocalMode: 'InterfaceNamePrefix', detectLocal: { interfaceNamePrefix: 'veth' } }, { packets: 'whole' }),
  iptables('masquerade-all', 'masquerading everything, with another mark', nodeA, { iptables: { masqueradeAll: true, masqueradeBit: 20 } }, { quick: true, packets: 'whole' }),
  iptables('high-mark', 'with the highest bit as mark', nodeA, { iptables: { masqueradeBit: 31 } }),
  iptables('no-localhost', 'without node ports on the loopback', nodeA, { iptables: { localhostNodePorts: false } }, { packets: 'whole' }),
  iptables('primary', 'with node ports on the primary addresses', nodeA, { nodePortAddresses: ['primary'] }),
  iptables('port-cidrs', 'with node ports on some ranges', nodeA, { nodePortAddresses: ['192.168.10.0/24', '127.0.0.0/8', '2001:db8:10::/64', '::1/128'] }, { packets: 'whole' }),
  iptables('port-family', 'with node ports on a range of one family', nodeA, { nodePortAddresses: ['192.168.0.0/16'] }),
  iptables('port-all', 'with node ports on a range and on everything', nodeA, { nodePortAddresses: ['192.168.10.0/24', 'all'] }),
  iptables('port-localhost-off', 'with node ports on the loopback, which are off', nodeA, { nodePortAddresses: ['localhost', 'primary'], iptables: { localhostNodePorts: false } }),
  iptables('liberal', 'with a kernel that lets odd packets through', nodeA, { conntrack: { tcpBeLiberal: true } }),
  iptables('bound', 'with an address that it is told', nodeA, { bindAddress: '192.168.20.13' }),
  iptables('no-external-ips', 'with external addresses off', nodeA, { featureGates: { AllowServiceExternalIPs: false } }),
  iptables('flags', 'by flags in place of a file', nodeA, {}, { flags: ['--cluster-cidr=10.244.0.0/16', '--masquerade-all', '--iptables-masquerade-bit=12', '--nodeport-addresses=192.168.10.0/24', '--iptables-localhost-nodeports=false'] }),
  iptables('large', 'in a large cluster', nodeA, {}, { large: true, quick: true }),
];

/** Every configuration. */
export const configurations: readonly ProxyConfiguration[] = [...iptablesConfigurations];
