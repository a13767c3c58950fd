import type { NodeProxy } from './node-proxy.js';
import type { Packet, Walk } from './packet.js';

/** One way in which kube-proxy programs a node. A member of `modes/catalogue.ts`. */
export interface ProxyMode {
  /** As kube-proxy's configuration spells it. */
  readonly id: 'iptables' | 'ipvs' | 'nftables';
  /**
   * Leads a packet through the rules that kube-proxy of that node has, making only those that it can meet: `proxy.met(packet)` tells the ports of Services whose rules can match it.
   * The client is a new one, whose session no affinity holds.
   */
  walk(proxy: NodeProxy, packet: Packet): Walk;
}
