/** A chain that the kernel calls. */
export interface BaseChain {
  readonly name: string;
  readonly type: 'filter' | 'nat';
  readonly hook: 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';
  readonly priority: number;
}

/** A rule of a base chain that jumps to a chain of its own; `isNew`: for new connections alone. */
export interface Jump {
  readonly from: string;
  readonly to: string;
  readonly isNew: boolean;
}

/** What the tables look like in one version of kube-proxy and not in another. */
export interface NftablesShape {
  readonly baseChains: readonly BaseChain[];
  /** In the order in which they are written. */
  readonly jumps: readonly Jump[];
  /** Tables, chains, sets and maps carry comments: knftables did not write them before v0.0.15. */
  readonly objectComments: boolean;
  /** Whether node ports without endpoints are looked up in a chain of their own. */
  readonly nodePortEndpointsCheck: boolean;
  /** Ports of ClusterIPs that no Service has are rejected, and ClusterIPs that no Service has dropped. */
  readonly clusterIPsCheck: boolean;
  /** Packets of state INVALID are dropped where they are forwarded. */
  readonly dropsInvalid: boolean;
  /** Sources that may call a load balancer stand in a chain of each port, or all together in a set. */
  readonly firewall: 'chains' | 'set';
  /** Elements that stand for those sources carry the name of the port. */
  readonly firewallComments: boolean;
  /** A chain `mark-for-masquerade` is jumped to; otherwise each rule sets the mark. */
  readonly markChain: boolean;
  /** Where traffic to ClusterIPs is marked: in the chain of each port, by address and port or by address alone, or once for all. */
  readonly clusterIPMark: 'by-port' | 'by-address' | 'for-all';
  /** A set holds the endpoints of the node that may call themselves; otherwise the chain of each endpoint asks. */
  readonly hairpinSet: boolean;
  /** Endpoints without session affinity have a chain each; otherwise one rule translates to all. */
  readonly endpointChains: boolean;
  /** A single endpoint is translated to without a map. */
  readonly singleTranslation: boolean;
}

const dnat = -100;

const natChains: readonly BaseChain[] = [
  { name: 'nat-prerouting', type: 'nat', hook: 'prerouting', priority: dnat },
  { name: 'nat-output', type: 'nat', hook: 'output', priority: dnat },
  { name: 'nat-postrouting', type: 'nat', hook: 'postrouting', priority: 100 },
];

const newestBase: readonly BaseChain[] = [
  { name: 'filter-prerouting-pre-dnat', type: 'filter', hook: 'prerouting', priority: dnat - 10 },
  { name: 'filter-output-pre-dnat', type: 'filter', hook: 'output', priority: dnat - 10 },
  { name: 'filter-input', type: 'filter', hook: 'input', priority: 0 },
  { name: 'filter-forward', type: 'filter', hook: 'forward', priority: 0 },
  { name: 'filter-output', type: 'filter', hook: 'output', priority: 0 },
  ...natChains,
];

/** Filter chains ran before the destination is translated where that happens at the same hook. */
function earlyBase(priority: number, ...hooks: readonly BaseChain['hook'][]): readonly BaseChain[] {
  return hooks.map((hook) => ({ name: `filter-${hook}`, type: 'filter', hook, priority }));
}

const natJumps: readonly Jump[] = [
  { to: 'services', from: 'nat-output', isNew: false },
  { to: 'services', from: 'nat-prerouting', isNew: false },
  { to: 'masquerading', from: 'nat-postrouting', isNew: false },
];

function jumps(to: string, ...from: readonly string[]): readonly Jump[] {
  return from.map((each) => ({ to, from: each, isNew: true }));
}

const separateChecks: readonly Jump[] = [...jumps('nodeport-endpoints-check', 'filter-input'), ...jumps('service-endpoints-check', 'filter-input', 'filter-forward', 'filter-output')];

const newest: NftablesShape = {
  baseChains: newestBase,
  jumps: [
    ...separateChecks,
    ...jumps('firewall-check', 'filter-prerouting-pre-dnat', 'filter-output-pre-dnat'),
    ...natJumps,
    ...jumps('cluster-ips-check', 'filter-forward', 'filter-output'),
  ],
  objectComments: true,
  nodePortEndpointsCheck: true,
  clusterIPsCheck: true,
  dropsInvalid: false,
  firewall: 'chains',
  firewallComments: false,
  markChain: false,
  clusterIPMark: 'for-all',
  hairpinSet: true,
  endpointChains: false,
  singleTranslation: true,
};

const v36: NftablesShape = { ...newest, singleTranslation: false };
const v34: NftablesShape = { ...v36, markChain: true, clusterIPMark: 'by-address', hairpinSet: false, endpointChains: true };
const v33: NftablesShape = { ...v34, clusterIPMark: 'by-port' };
const v31: NftablesShape = {
  ...v33,
  baseChains: [...earlyBase(dnat - 10, 'prerouting', 'input', 'forward', 'output'), { name: 'filter-output-post-dnat', type: 'filter', hook: 'output', priority: dnat + 10 }, ...natChains],
  jumps: [
    ...separateChecks,
    ...jumps('firewall-check', 'filter-prerouting', 'filter-output'),
    ...natJumps,
    ...jumps('cluster-ips-check', 'filter-forward', 'filter-output-post-dnat'),
  ],
};
const v30: NftablesShape = { ...v31, objectComments: false, firewallComments: true };
const v29: NftablesShape = {
  ...v30,
  baseChains: [...earlyBase(dnat - 1, 'input', 'forward', 'output'), ...natChains],
  jumps: [
    ...jumps('endpoints-check', 'filter-input', 'filter-forward', 'filter-output'),
    { to: 'forward', from: 'filter-forward', isNew: false },
    ...jumps('firewall-check', 'filter-input', 'filter-output', 'filter-forward'),
    ...natJumps,
  ],
  nodePortEndpointsCheck: false,
  clusterIPsCheck: false,
  dropsInvalid: true,
  firewall: 'set',
};

/** By the minor version with which each began. */
const shapes: readonly (readonly [number, NftablesShape])[] = [[37, newest], [36, v36], [34, v34], [33, v33], [31, v31], [30, v30]];

/** @param minor of Kubernetes 1. Source: pkg/proxy/nftables/proxier.go of v1.29.15, v1.30.14, v1.31.14, v1.33.6, v1.34.2, v1.36.0 and v1.37.2. */
export function nftablesShape(minor: number): NftablesShape {
  return shapes.find(([from]) => minor >= from)?.[1] ?? v29;
}
