import type { Answer, ObjectRef } from '../../analysis/index.js';
import type { Labels } from '../../cluster/index.js';
import type { Capped } from '../../cni/index.js';
import type { SliceSource } from '../derived-slices.js';
import type { EndpointVerdict } from '../endpoints.js';
import type { IpFamily } from '../go-address.js';
import type { LabelDifference } from '../near-pods.js';
import type { Protocol } from '../service-ports.js';

/**
 * - `answers`: every port has endpoints that get its connections, wherever the question looks from
 * - `answers-partly`: some ports, families or nodes have none
 * - `no-endpoints`: no port has an endpoint that gets connections: they are refused, or the name of a headless Service does not resolve
 * - `external-name`: it is an alias in DNS, and nothing else
 * - `not-proxied`: kube-proxy leaves it alone, as another proxy serves it
 * - `insufficient-information`: the snapshot does not tell its endpoints
 */
export type ServiceOutcome = 'answers' | 'answers-partly' | 'no-endpoints' | 'external-name' | 'not-proxied' | 'insufficient-information';

/** `cluster-ip`: it has addresses of its own. `headless`: its name stands for its endpoints. `without-address`: the snapshot tells none, as of a manifest that no API server has taken. */
export type ServiceForm = 'cluster-ip' | 'headless' | 'external-name' | 'without-address';

/**
 * What becomes of an endpoint, beside kube-proxy's own verdicts.
 * - `published`: DNS gives its address for the name of a headless Service
 * - `no-such-port`: its slice has no port of the name and protocol of this port of the Service
 * - `other-family`: the Service has no ClusterIP of its family
 * - `not-an-address`: its slice is of names, or the address cannot be read
 * - `duplicate`: another slice has the same address and port, and that one counts
 * - `not-proxied`: kube-proxy leaves the Service alone
 */
export type EndpointUse = EndpointVerdict | 'published' | 'no-such-port' | 'other-family' | 'not-an-address' | 'duplicate' | 'not-proxied';

/** What one port of the Service makes of an endpoint. */
export interface ExplainedUse {
  /** The port of the Service: its name, or `80/TCP`. */
  readonly port: string;
  /** The traffic policy by which it was judged: `Cluster` for endpoints of any node, `Local` for those of the node itself. Null for a headless Service, and where no policy is asked. */
  readonly policy: 'Cluster' | 'Local' | null;
  readonly use: EndpointUse;
  /** It gets connections. */
  readonly isUsed: boolean;
  /** A sentence. */
  readonly detail: string;
}

export interface ExplainedEndpoint {
  readonly address: string;
  /** The ports of its slice. */
  readonly ports: readonly { readonly name: string | null; readonly port: number | null; readonly protocol: Protocol }[];
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  readonly node: string | null;
  readonly zone: string | null;
  /** The zones and nodes whose traffic it is meant for; empty without hints. */
  readonly hints: { readonly zones: readonly string[]; readonly nodes: readonly string[] };
  readonly pod: ObjectRef | null;
  /** Why it is not ready, in Kubernetes' words; null where it is, or its pod is not known. */
  readonly unreadyReason: string | null;
  readonly slice: ObjectRef;
  readonly isUsed: boolean;
  readonly uses: readonly ExplainedUse[];
}

/** A pod that the selector matches. */
export interface ExplainedPod {
  readonly pod: ObjectRef;
  readonly node: string | null;
  readonly addresses: readonly string[];
  readonly readiness: 'ready' | 'unready' | 'unknown';
  /** Whether it is or would be an endpoint. */
  readonly isEndpoint: boolean;
  /** What of it decides, in one sentence. */
  readonly detail: string;
}

/** A pod that the selector nearly matches: no endpoint, and perhaps meant to be one. */
export interface ExplainedNearPod {
  readonly pod: ObjectRef;
  readonly differences: readonly LabelDifference[];
  readonly detail: string;
}

/** One port of the Service, and how many endpoints it has in one family. */
export interface ExplainedPort {
  readonly name: string | null;
  readonly protocol: Protocol;
  readonly port: number;
  readonly targetPort: number | string;
  readonly nodePort: number | null;
  readonly appProtocol: string | null;
  readonly families: readonly {
    readonly ipFamily: IpFamily;
    readonly endpoints: number;
    readonly ready: number;
    /** Those that get connections under policy Cluster; null where no traffic of the port has it. */
    readonly usedForCluster: number | null;
    /** Those of the node that get connections under policy Local, or, where no node was asked for, of any; null where no traffic of the port has it. */
    readonly usedForLocal: number | null;
    /** By which hints endpoints were chosen: '' for none. */
    readonly hints: '' | 'same-zone' | 'same-node';
  }[];
}

export type ReachWay = 'cluster-ip' | 'node-port' | 'external-ip' | 'load-balancer' | 'dns' | 'health-check-node-port';

/** A way to the Service. */
export interface Reach {
  readonly way: ReachWay;
  /** Addresses or names; empty for node ports, which are open on addresses of the nodes, and for a load balancer that has none yet. */
  readonly addresses: readonly string[];
  readonly ports: readonly { readonly port: number; readonly protocol: Protocol; readonly name: string | null }[];
  /** Who can come this way. */
  readonly from: 'cluster' | 'outside';
  readonly works: 'yes' | 'no' | 'on-some-nodes' | 'for-some-ports' | 'unknown';
  /** A sentence: what happens to a connection. */
  readonly detail: string;
}

/** One Service, as a person asks about it whose calls go wrong. */
export interface ServiceExplanation extends Answer {
  readonly outcome: ServiceOutcome;
  readonly service: ObjectRef;
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';
  readonly form: ServiceForm;
  /** From where it was looked at; null: from no node in particular. */
  readonly node: string | null;
  /** Null without a selector: then others write its endpoints. */
  readonly selector: Labels | null;
  readonly clusterIPs: readonly string[];
  readonly externalName: string | null;
  readonly settings: {
    readonly internalTrafficPolicy: 'Cluster' | 'Local' | null;
    readonly externalTrafficPolicy: 'Cluster' | 'Local' | null;
    /** Null without session affinity. */
    readonly sessionAffinitySeconds: number | null;
    readonly trafficDistribution: string | null;
    readonly publishNotReadyAddresses: boolean;
  };
  readonly ports: readonly ExplainedPort[];
  /** Where its EndpointSlices come from, and which they are. */
  readonly slices: { readonly source: SliceSource; readonly names: readonly string[] };
  readonly pods: Capped<ExplainedPod>;
  readonly nearPods: readonly ExplainedNearPod[];
  readonly endpoints: Capped<ExplainedEndpoint>;
  readonly reach: readonly Reach[];
}
