import type { Steps } from '../analysis/index.js';
import type { NodeProxy } from './node-proxy.js';
import type { Packet, Walk } from './packet.js';
import type { ServicePort } from './service-ports.js';

/** Something of a table that holds rules or elements. */
export interface ProgrammedChain {
  readonly name: string;
  /** `virtual-server`: of ipvs. */
  readonly kind: 'chain' | 'set' | 'map' | 'counter' | 'virtual-server';
  /** How the mode's own tool is told to make it. */
  readonly declaration: string;
}

/** A rule of a chain, or an element of a set, a map or a virtual server. */
export interface ProgrammedRule {
  readonly chain: string;
  /** As the mode's own tool is told. */
  readonly text: string;
  /** `namespace/name:port` of the port for which it is there; absent where it is there for all. */
  readonly servicePort?: string;
}

/** What kube-proxy writes into one table, in the order in which it writes it. */
export interface ProgrammedTable {
  /** `filter`, `nat`, `ip kube-proxy`, `ipvs`, … */
  readonly table: string;
  readonly chains: readonly ProgrammedChain[];
  readonly rules: readonly ProgrammedRule[];
}

/** One way in which kube-proxy programs a node. A member of `modes/catalogue.ts`. */
export interface ProxyMode {
  /** As kube-proxy's configuration spells it. */
  readonly id: 'iptables' | 'ipvs' | 'nftables';
  /**
   * Leads a packet through the rules that kube-proxy of that node has, making only those that it can meet: `proxy.met(packet)` tells the ports of Services whose rules can match it.
   * The client is a new one, whose session no affinity holds.
   */
  walk(proxy: NodeProxy, packet: Packet): Walk;
  /**
   * What kube-proxy of that node writes when it starts on a fresh one. Services stand by namespace and name where kube-proxy takes them in any order.
   *
   * @param isTold which ports are told; all others are left out then, and so is what is there for all
   */
  programSteps(proxy: NodeProxy, isTold?: (port: ServicePort) => boolean): Steps<readonly ProgrammedTable[]>;
  /** The tables as the mode's own tool reads them. */
  print(tables: readonly ProgrammedTable[]): string;
}
