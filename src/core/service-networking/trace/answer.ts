import type { Answer } from '../../analysis/index.js';
import type { IpFamily } from '../go-address.js';
import type { Hop } from '../packet.js';
import type { Protocol } from '../service-ports.js';
import type { ProxyModeName } from '../settings.js';

/**
 * - `delivered`: it goes to one of the endpoints
 * - `rejected`: it is answered with “port unreachable”; a TCP client sees “connection refused”
 * - `dropped`: it vanishes; a client waits until it gives up
 * - `not-a-service`: kube-proxy leaves it as it is
 * - `insufficient-information`: the snapshot does not tell, see `missing`
 */
export type TraceOutcome = 'delivered' | 'rejected' | 'dropped' | 'not-a-service' | 'insufficient-information';

/**
 * Why a packet is not delivered to an endpoint.
 * - `no-endpoints`: the port of the Service has no endpoint that gets connections
 * - `no-local-endpoints`: it has, but its traffic policy is Local and none is on this node
 * - `source-range`: the caller is in none of the Service's `loadBalancerSourceRanges`
 * - `wrong-port`: a Service has the address and not the port, or no Service has this node port
 * - `wrong-protocol`: a Service has the address and the port in another protocol
 * - `unallocated-cluster-ip`: the address is in the range of ClusterIPs, and no Service has it
 * - `nodeport-address-excluded`: kube-proxy serves node ports on other addresses of the node
 * - `localhost-nodeport-disabled`: node ports do not answer on the loopback
 * - `health-check-port`: kube-proxy itself answers there
 * - `pod-address`, `node-address`, `outside-address`, `loopback`: it is no address of a Service
 * - `load-balancer-not-ready`: a Service asks for this address, and its status does not have it
 * - `headless`, `external-name`, `no-cluster-ip`, `other-proxy`: kube-proxy does not serve the Service
 * - `no-address-of-family`: the Service or the caller has no address of that family
 * - `no-kube-proxy`, `unknown-mode`, `unsupported-mode`, `endpoints-unknown`, `source-unknown`: not known
 */
export type TraceReason =
  | 'no-endpoints' | 'no-local-endpoints' | 'source-range' | 'wrong-port' | 'wrong-protocol' | 'unallocated-cluster-ip' | 'nodeport-address-excluded' | 'localhost-nodeport-disabled' | 'health-check-port'
  | 'pod-address' | 'node-address' | 'outside-address' | 'loopback' | 'load-balancer-not-ready' | 'headless' | 'external-name' | 'no-cluster-ip' | 'other-proxy' | 'no-address-of-family'
  | 'no-kube-proxy' | 'unknown-mode' | 'unsupported-mode' | 'endpoints-unknown' | 'source-unknown';

/** Where a packet may go. */
export interface TracedEndpoint {
  readonly ip: string;
  readonly port: number;
  /** 0 to 1, rounded to nine decimals. In mode ipvs the share by turns. */
  readonly probability: number;
  /** The endpoint sees an address of the node in place of the caller’s. */
  readonly masquerade: boolean;
  /** The caller is the endpoint itself. */
  readonly hairpin: boolean;
  /** `namespace/name`; absent where it is no pod, or not told. */
  readonly pod?: string;
  readonly node?: string;
}

/** An address and port of a Service that may be meant. */
export interface TraceSuggestion {
  readonly service: string;
  readonly ip: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly detail: string;
}

/** The packet, as it was asked for. */
export interface TracedPacket {
  readonly protocol: Protocol;
  readonly sourceIP: string;
  readonly destinationIP: string;
  readonly destinationPort: number;
}

/** What becomes of the first packet of a connection. */
export interface TraceAnswer extends Answer {
  readonly outcome: TraceOutcome;
  /** Null for `delivered`. */
  readonly reason: TraceReason | null;
  /** Where the rules were walked; null where no rules were. */
  readonly node: string | null;
  readonly ipFamily: IpFamily | null;
  readonly mode: ProxyModeName | null;
  readonly packet: TracedPacket | null;
  /** `namespace/name:port` of the port of a Service that is met. */
  readonly servicePort: string | null;
  /** Whether the source is masqueraded on the way to some endpoint at least. */
  readonly masquerade: boolean;
  /** In the order of the rules. */
  readonly endpoints: readonly TracedEndpoint[];
  /** Seconds for which a client keeps its endpoint; null without session affinity. */
  readonly affinitySeconds: number | null;
  /** The rules that acted, in the order of the walk; those of each endpoint that can be chosen. */
  readonly chains: readonly Hop[];
  /** The nearest first, at most three. */
  readonly suggestions: readonly TraceSuggestion[];
  /** What to collect, for `insufficient-information`. */
  readonly missing: readonly string[];
}
