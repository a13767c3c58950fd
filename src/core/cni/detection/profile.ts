import type { Evidence, ObjectRef } from '../../analysis/index.js';
import type { Setting } from './setting.js';

/**
 * - `primary`: gives pods their interface
 * - `chained`: is called by another plugin, or only enforces policy beside it
 * - `meta`: calls other plugins
 */
export type Role = 'primary' | 'chained' | 'meta';

/**
 * - `certain`: two signs or more that do not depend on each other
 * - `likely`: one sign, or what is configured without an agent to be seen
 */
export type Certainty = 'certain' | 'likely';

/** How pod traffic between nodes is wrapped. `-cross-subnet`: only between nodes of different subnets. */
export type Encapsulation =
  | 'none'
  | 'vxlan'
  | 'vxlan-cross-subnet'
  | 'ipip'
  | 'ipip-cross-subnet'
  | 'geneve'
  | 'geneve-cross-subnet'
  | 'gre'
  | 'gre-cross-subnet'
  | 'udp'
  | 'wireguard'
  | 'ipsec'
  | 'extension';

/**
 * Where the addresses of pods are kept, which decides how they are counted.
 * - `node-cidrs`: host-local within `spec.podCIDRs` of the node
 * - `calico-blocks`: Calico's blocks of the IPPools
 * - `cilium-nodes`: the ranges in `spec.ipam` of the CiliumNode
 * - `cluster-range`: one range for the cluster, of which any node takes any part
 * - `node-annotations`: a range that an annotation or another object of the node tells
 * - `cloud`: the network of the cloud, or of the machine; no object of the cluster holds it
 * - `other`: another plugin gives out addresses
 * - `unknown`: the snapshot does not tell
 */
export type Addressing = 'node-cidrs' | 'calico-blocks' | 'cilium-nodes' | 'cluster-range' | 'node-annotations' | 'cloud' | 'other' | 'unknown';

/** A range of pod addresses, as the plugin or a component of the cluster states it. */
export interface PodRange {
  /** As it is written there, which need not be a well-formed CIDR. */
  readonly cidr: string;
  readonly source: string;
  /** The prefix length of the piece that a node gets, where it is known. */
  readonly nodePrefixLength: number | null;
  /** It is not written anywhere: what the plugin takes where nothing is. */
  readonly isDefault: boolean;
  readonly evidence: readonly Evidence[];
}

/** All that is known of a plugin in this cluster. */
export interface Profile {
  readonly role: Role;
  readonly certainty: Certainty;
  /** The DaemonSet whose pods do the work. */
  readonly daemonSet: ObjectRef | null;
  /** What betrays it. */
  readonly evidence: readonly Evidence[];
  readonly version: Setting<string>;
  /** In the words of the plugin. */
  readonly ipam: Setting<string>;
  readonly addressing: Addressing;
  readonly podRanges: readonly PodRange[];
  readonly encapsulation: Setting<Encapsulation>;
  /** Bytes, of the interface of a pod. */
  readonly mtu: Setting<number>;
  readonly confDir: Setting<string>;
  readonly binDir: Setting<string>;
  readonly kubeProxyReplacement: Setting<boolean>;
  readonly networkPolicy: Setting<boolean>;
  /** What was assumed, or what will surprise. */
  readonly warnings?: readonly string[];
}
