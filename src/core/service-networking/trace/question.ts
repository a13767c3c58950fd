import type { IpFamily } from '../go-address.js';
import type { Protocol } from '../service-ports.js';

/** Who calls. */
export type TraceSource =
  /** `namespace/name` */
  | { readonly pod: string }
  /** A process of the node, or of a pod on its network. */
  | { readonly node: string }
  /** An address of a pod or of a node is taken for theirs; any other comes from outside. */
  | { readonly ip: string };

/** Who is called. */
export type TraceDestination =
  /** `protocol`: TCP where it is not given. */
  | { readonly ip: string; readonly port: number; readonly protocol?: Protocol }
  /** `service`: `namespace/name`; `port`: a number of 1 to 65535, or the name of a port. `protocol`: that of the port where it is not given. */
  | { readonly service: string; readonly port: number | string; readonly protocol?: Protocol };

export interface TraceQuestion {
  readonly from: TraceSource;
  readonly to: TraceDestination;
  /** Where the rules are walked. Left out: the node of the caller; for an address of a node that node; for others one that can be entered. */
  readonly node?: string;
  /** For a Service of both families. Left out: that of its first ClusterIP. */
  readonly ipFamily?: IpFamily;
  /** Supposes this mode of kube-proxy, whatever the snapshot tells. */
  readonly mode?: 'iptables' | 'ipvs' | 'nftables';
}
