import type { IpFamily } from './go-address.js';
import type { Protocol } from './service-ports.js';

/** The first packet of a connection, as a node sees it. Addresses are printed as Go prints them. */
export interface Packet {
  readonly ipFamily: IpFamily;
  readonly protocol: Protocol;
  readonly source: {
    readonly ip: string;
    /** An address of this node, the loopback among them: `addrtype --src-type LOCAL`. */
    readonly isOfNode: boolean;
    /** A pod of this node with a network of its own: what a detector by interface takes for local. */
    readonly isPodOfNode: boolean;
  };
  readonly destination: {
    readonly ip: string;
    readonly port: number;
    /** An address of this node, the loopback among them: `addrtype --dst-type LOCAL`. In mode ipvs this does not count the addresses that kube-proxy binds. */
    readonly isOfNode: boolean;
  };
  /** `output`: sent by a process of the node itself; `prerouting`: it comes from a pod or from elsewhere. */
  readonly hook: 'prerouting' | 'output';
}

/**
 * What the rules of kube-proxy do to a packet.
 * - `translated`: it goes to one of the endpoints
 * - `rejected`: it is answered with “port unreachable”; a TCP client sees “connection refused”
 * - `dropped`: it vanishes; a client waits until it gives up
 * - `accepted`: a rule lets it through as it is: a health check port
 * - `untouched`: no rule decides; the kernel routes it as if there were no kube-proxy
 */
export type Verdict = 'translated' | 'rejected' | 'dropped' | 'accepted' | 'untouched';

/** One place to which a packet may go. */
export interface Branch {
  /** `10.244.1.5:8080`, `[fd00::5]:8080`. */
  readonly endpoint: string;
  /** 0 to 1. In mode ipvs the share of a scheduler that takes turns. */
  readonly probability: number;
  /** Its source becomes an address of the node. */
  readonly masquerade: boolean;
}

/** A rule that a packet met and that acted on it. */
export interface Hop {
  readonly table: string;
  readonly chain: string;
  /** As the mode's own tool prints it. */
  readonly rule: string;
}

/** The way of one packet through the rules of one node. */
export interface Walk {
  readonly verdict: Verdict;
  /** Those of `translated`, in the order of the rules; each endpoint once, with probabilities that add up to 1. */
  readonly branches: readonly Branch[];
  /** Every rule that acted, in order; those of endpoints once for each that can be chosen. The last decided where nothing was chosen. */
  readonly hops: readonly Hop[];
  /** No rule translates it: kube-proxy itself listens at the destination, and connects to the endpoint. */
  readonly isRelayed?: true;
}
