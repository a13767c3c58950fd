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
  /** Whether node ports without endpoints are looked up in a chain of their own. */
  readonly nodePortEndpointsCheck: boolean;
  /** Ports of ClusterIPs that no Service has are rejected, and ClusterIPs that no Service has dropped. */
  readonly clusterIPsCheck: boolean;
  /** A chain `mark-for-masquerade` is jumped to; otherwise each rule sets the mark. */
  readonly markChain: boolean;
  /** Where traffic to ClusterIPs is marked: in the chain of each port, or once for all. */
  readonly clusterIPMark: 'by-port' | 'for-all';
  /** A set holds the endpoints of the node that may call themselves; otherwise the chain of each endpoint asks. */
  readonly hairpinSet: boolean;
  /** Endpoints without session affinity have a chain each; otherwise one rule translates to all. */
  readonly endpointChains: boolean;
  /** Elements of `firewall-ips` carry the name of the port. */
  readonly firewallComments: boolean;
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

/** Every filter chain ran before the destination is translated, and on the output path one more after it. */
const earlyBase: readonly BaseChain[] = (['prerouting', 'input', 'forward', 'output'] as const).map((hook) => ({ name: `filter-${hook}`, type: 'filter', hook, priority: dnat - 10 }));
const postDnatOutput: BaseChain = { name: 'filter-output-post-dnat', type: 'filter', hook: 'output', priority: dnat + 10 };

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
  nodePortEndpointsCheck: true,
  clusterIPsCheck: true,
  markChain: false,
  clusterIPMark: 'for-all',
  hairpinSet: true,
  endpointChains: false,
  firewallComments: false,
};

/** @param minor of Kubernetes 1. Source: pkg/proxy/nftables/proxier.go of v1.29 to v1.37. */
export function nftablesShape(minor: number): NftablesShape {
  if (minor >= 37) return newest;
  return newest;
}

export { earlyBase, postDnatOutput, separateChecks, jumps, natJumps, natChains };
