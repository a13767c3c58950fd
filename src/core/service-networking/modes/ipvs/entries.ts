import { holds } from '../../go-address.js';
import { nodePortAddressesFor, nodePortIPs } from '../../node-port-addresses.js';
import type { NodeProxy } from '../../node-proxy.js';
import type { Protocol, ServicePort } from '../../service-ports.js';
import { interfaceAddresses } from '../interface-addresses.js';
import type { IpSetName } from './ip-sets.js';

/** An entry of a set, as kube-proxy writes it: `10.96.0.1,tcp:443`. */
export interface SetEntry {
  readonly set: IpSetName;
  readonly entry: string;
}

/** A load-balancer address that processes of the node may not call, as no source range holds the node. */
export interface DeniedToNode {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

/** What one port of a Service puts into the sets. */
export interface PortEntries {
  readonly entries: readonly SetEntry[];
  readonly denied: readonly DeniedToNode[];
}

/** The addresses of the node on which node ports answer. Source: pkg/proxy/ipvs/proxier.go v1.37.2, syncProxyRules. */
export function nodePortAddresses(proxy: NodeProxy): readonly string[] {
  const written = nodePortAddressesFor(proxy.ipFamily, proxy.settings.nodePortAddresses);
  const own = interfaceAddresses(proxy);
  return written.matchAll ? [...new Set(own)] : nodePortIPs(written, own);
}

/** Endpoints of the node, ready or not, which may call themselves: entries of KUBE-LOOP-BACK, which is one for all Services. */
export function loopBackEntries(proxy: NodeProxy, port: ServicePort): readonly string[] {
  const ofNode = proxy.endpoints(port).filter(({ nodeName }) => nodeName !== undefined && nodeName === proxy.place.nodeName);
  return ofNode.map((endpoint) => loopBackEntry(port.protocol, endpoint));
}

export function loopBackEntry(protocol: Protocol, { ip, port }: { readonly ip: string; readonly port: number }): string {
  return `${ip},${protocol.toLowerCase()}:${port},${ip}`;
}

/** Source: pkg/proxy/ipvs/proxier.go v1.37.2, syncProxyRules. */
export function entriesOf(proxy: NodeProxy, port: ServicePort): PortEntries {
  const protocol = port.protocol.toLowerCase();
  const at = (ip: string): string => `${ip},${protocol}:${port.port}`;
  const entries: SetEntry[] = [];
  const denied: DeniedToNode[] = [];
  const add = (set: IpSetName, entry: string): void => void entries.push({ set, entry });

  for (const entry of loopBackEntries(proxy, port)) add('KUBE-LOOP-BACK', entry);
  add('KUBE-CLUSTER-IP', at(port.clusterIP));
  for (const ip of port.externalIPs) add(port.externalPolicyLocal ? 'KUBE-EXTERNAL-IP-LOCAL' : 'KUBE-EXTERNAL-IP', at(ip));
  for (const ip of port.loadBalancerVIPs) {
    add('KUBE-LOAD-BALANCER', at(ip));
    if (port.externalPolicyLocal) add('KUBE-LOAD-BALANCER-LOCAL', at(ip));
    if (port.loadBalancerSourceRanges.length === 0) continue;
    add('KUBE-LOAD-BALANCER-FW', at(ip));
    for (const { text } of port.loadBalancerSourceRanges) add('KUBE-LOAD-BALANCER-SOURCE-CIDR', `${at(ip)},${text}`);
    // What the node sends to an address that it has itself comes from that address.
    if (port.loadBalancerSourceRanges.some((range) => holds(range, proxy.settings.nodeIPs[proxy.ipFamily]))) add('KUBE-LOAD-BALANCER-SOURCE-IP', `${at(ip)},${ip}`);
    else denied.push({ ip, protocol, port: port.port });
  }
  addNodePort(proxy, port, add);
  return { entries, denied };
}

function addNodePort(proxy: NodeProxy, { protocol, nodePort, externalPolicyLocal, healthCheckNodePort }: ServicePort, add: (set: IpSetName, entry: string) => void): void {
  const addresses = nodePort === 0 ? [] : nodePortAddresses(proxy);
  // Without an address that node ports answer on, kube-proxy goes on to the next Service and leaves the port for health checks out.
  if (nodePort !== 0 && addresses.length === 0) return;
  if (nodePort !== 0 && protocol === 'SCTP') {
    for (const ip of addresses) add('KUBE-NODE-PORT-SCTP-HASH', `${ip},sctp:${nodePort}`);
    if (externalPolicyLocal) for (const ip of addresses) add('KUBE-NODE-PORT-LOCAL-SCTP-HASH', `${ip},sctp:${nodePort}`);
  } else if (nodePort !== 0) {
    const name = protocol === 'UDP' ? 'UDP' : 'TCP';
    add(`KUBE-NODE-PORT-${name}`, String(nodePort));
    if (externalPolicyLocal) add(`KUBE-NODE-PORT-LOCAL-${name}`, String(nodePort));
  }
  if (healthCheckNodePort !== 0) add('KUBE-HEALTH-CHECK-NODE-PORT', String(healthCheckNodePort));
}

/** The addresses that kube-proxy binds to its interface kube-ipvs0: ClusterIPs always, the others unless the node has them already. */
export function boundAddresses(proxy: NodeProxy, port: ServicePort): readonly string[] {
  const own = interfaceAddresses(proxy);
  const others = [...port.externalIPs, ...port.loadBalancerVIPs].filter((ip) => !own.includes(ip));
  return [...new Set([port.clusterIP, ...others])];
}
