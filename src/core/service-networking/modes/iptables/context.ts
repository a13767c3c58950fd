import type { Operand } from '../../../readouts/index.js';
import { readGoAddress } from '../../go-address.js';
import { nodePortAddressesFor, nodePortIPs } from '../../node-port-addresses.js';
import type { NodeProxy } from '../../node-proxy.js';
import type { LocalDetector } from '../../settings.js';

/** What shapes the rules of one node and family beyond Services and endpoints. */
export interface RuleContext {
  readonly ipFamily: 'IPv4' | 'IPv6';
  readonly detector: LocalDetector;
  readonly masqueradeAll: boolean;
  /** The packet mark that asks for masquerade: one bit. */
  readonly mark: number;
  /** Node ports answer on the loopback. */
  readonly localhostNodePorts: boolean;
  /** The addresses on which node ports answer; undefined for every one of the node. */
  readonly nodePortIPs: readonly string[] | undefined;
  /** What kube-proxy takes for the address of its node. */
  readonly nodeIP: string;
  /** Beyond this many endpoints kube-proxy leaves the comments of endpoints out. */
  readonly isLarge: boolean;
  readonly dropsInvalid: boolean;
  readonly countsInvalid: boolean;
  readonly countsLocalhostNodePorts: boolean;
}

/** Source: pkg/proxy/iptables/proxier.go v1.37.2, largeClusterEndpointsThreshold. */
const largeClusterEndpoints = 1000;

const contexts = new WeakMap<NodeProxy, RuleContext>();

/** Source: pkg/proxy/iptables/proxier.go v1.37.2, NewProxier and syncProxyRules. */
export function ruleContext(proxy: NodeProxy): RuleContext {
  const known = contexts.get(proxy);
  if (known !== undefined) return known;
  const { settings, ipFamily, behaviour } = proxy;
  const written = nodePortAddressesFor(ipFamily, settings.nodePortAddresses);
  const localhostNodePorts = ipFamily === 'IPv4' && settings.localhostNodePorts && written.containsIPv4Loopback;
  const loopback = ipFamily === 'IPv4' ? '127.0.0.1' : '::1';
  const context: RuleContext = {
    ipFamily,
    detector: settings.detectLocal[ipFamily],
    masqueradeAll: settings.masqueradeAll,
    mark: 2 ** settings.masqueradeBit,
    localhostNodePorts,
    nodePortIPs: written.matchAll ? undefined : nodePortIPs(written, [...proxy.addresses, loopback]).filter((ip) => localhostNodePorts || !isLoopback(ip)),
    nodeIP: settings.nodeIPs[ipFamily],
    isLarge: isLarge(proxy),
    dropsInvalid: !settings.tcpBeLiberal,
    countsInvalid: behaviour.countsInvalid && settings.nfacct,
    countsLocalhostNodePorts: localhostNodePorts && behaviour.countsLocalhostNodePorts && settings.nfacct,
  };
  contexts.set(proxy, context);
  return context;
}

/** What a detector asks of a packet that comes from a pod, or of one that does not. */
export function detectorOperands(detector: LocalDetector, negated: boolean): { readonly source?: Operand; readonly inInterface?: Operand } {
  if (detector.kind === 'cidr') return { source: { value: detector.cidr.text, negated } };
  if (detector.kind === 'interface') return { inInterface: { value: detector.name, negated } };
  return detector.kind === 'interface-prefix' ? { inInterface: { value: `${detector.prefix}+`, negated } } : {};
}

function isLoopback(ip: string): boolean {
  const read = readGoAddress(ip);
  return read?.family === 'IPv4' ? read.text.startsWith('127.') : read?.text === '::1';
}

/** Counts every endpoint of every port, ready or not. */
function isLarge(proxy: NodeProxy): boolean {
  let endpoints = 0;
  for (const port of proxy.ports) {
    endpoints += proxy.endpoints(port).length;
    if (endpoints > largeClusterEndpoints) return true;
  }
  return false;
}
