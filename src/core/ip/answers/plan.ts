import { InputError } from '../../errors.js';
import { sha256 } from '../../hash.js';
import { Journal, type Answer, type Sheet } from '../../analysis/index.js';
import { bitsOf } from '../address.js';
import { blockOf, formatCidr, parseCidr, sizeOf, type Cidr } from '../cidr.js';
import { parseNetwork } from '../netmask.js';
import { dockerBridge, heldBackPerNode, placeRanges, privateBlocks, type ClusterNeeds, type ClusterRanges } from '../plan.js';
import { countOf, readAll, type Count } from './given.js';

type Family = 'IPv4' | 'IPv6';

export interface PlanQuestion extends ClusterNeeds {
  /** What the ranges must not touch: of the VPC, of other clusters, of offices. */
  readonly avoid: readonly string[];
  /** Where the ranges must lie; absent: in private space. */
  readonly within?: readonly string[];
  /** The primary family first. */
  readonly ipFamilies: readonly Family[];
}

/** The ranges of one family, and how much more than asked for they hold. */
export interface FamilyPlan {
  readonly ipFamily: Family;
  readonly clusterCIDR: string;
  readonly nodeCIDRMaskSize: number;
  readonly serviceClusterIPRange: string;
  /** For the addresses of the nodes themselves. */
  readonly nodeRange: string;
  readonly headroom: {
    /** Node blocks beyond the nodes that were asked for. */
    readonly nodes: Count;
    /** Pod addresses of one node beyond its pods. */
    readonly podsPerNode: Count;
    readonly services: Count;
    readonly nodeAddresses: Count;
  };
}

/** Ranges for a cluster to come. Those of both families stand with a comma between, as the flags take them. */
export interface PlanAnswer extends Answer {
  readonly clusterCIDR: string;
  /** Of the primary family. */
  readonly nodeCIDRMaskSize: number;
  readonly serviceClusterIPRange: string;
  readonly nodeRange: string;
  readonly families: readonly FamilyPlan[];
  /** As the components take them. */
  readonly flags: readonly string[];
}

/** Plans the ranges of a cluster to come. The same question has the same answer. @throws InputError `invalid-request` with pointers */
export function answerPlan(question: PlanQuestion): PlanAnswer {
  const journal = new Journal();
  const asked = readAll(question.avoid, '/avoid', parseNetwork);
  const within = question.within === undefined ? undefined : readAll(question.within, '/within', parseNetwork);
  const families = question.ipFamilies.map((ipFamily) => planFamily(ipFamily, question, asked, within, journal));
  const all = (of: (plan: FamilyPlan) => string) => families.map(of).join(',');
  const [primary] = families;
  if (primary === undefined) throw new InputError('invalid-request', 'a cluster has at least one family', [{ pointer: '/ipFamilies', detail: 'must hold IPv4, IPv6 or both' }]);
  if (question.podsPerNode > 110) journal.warn(`the kubelet starts at most 110 pods on a node unless its maxPods says more; set it to ${question.podsPerNode}`);
  const clusterCIDR = all((plan) => plan.clusterCIDR);
  const serviceClusterIPRange = all((plan) => plan.serviceClusterIPRange);
  const nodeRange = all((plan) => plan.nodeRange);
  return {
    summary: `Pods ${clusterCIDR} in node blocks of ${families.map(({ nodeCIDRMaskSize }) => `/${nodeCIDRMaskSize}`).join(' and ')}, Services ${serviceClusterIPRange}, nodes ${nodeRange}.`,
    clusterCIDR,
    nodeCIDRMaskSize: primary.nodeCIDRMaskSize,
    serviceClusterIPRange,
    nodeRange,
    families,
    flags: flagsOf(families, clusterCIDR, serviceClusterIPRange),
    steps: journal.steps,
    warnings: journal.warnings,
  };
}

export function planSheet(answer: PlanAnswer): Sheet {
  return {
    verdict: answer.summary,
    sections: [
      { title: 'Flags', noun: 'flag', items: answer.flags.map((flag) => ({ text: [{ code: flag }] })) },
      { title: 'Arithmetic', noun: 'step', items: answer.steps.map(({ action, detail }) => ({ text: [{ strong: action }, `: ${detail}`] })) },
      { title: 'Notes', noun: 'note', items: answer.warnings.map((warning) => ({ text: [warning] })) },
    ],
    rest: 'The JSON rendering has them all.',
  };
}

function planFamily(ipFamily: Family, needs: PlanQuestion, asked: readonly Cidr[], within: readonly Cidr[] | undefined, journal: Journal): FamilyPlan {
  const family = ipFamily === 'IPv4' ? 4 : 6;
  const homes = (within ?? (family === 4 ? privateBlocks : [uniqueLocal(needs)])).filter(({ first }) => first.family === family);
  if (homes.length === 0) throw new InputError('invalid-request', `within holds no ${ipFamily} block`, [{ pointer: '/within', detail: `must hold an ${ipFamily} block, as ipFamilies asks for it` }]);
  if (within === undefined && family === 6) journal.warn(`${formatCidr(homes[0]!)} was made from the question, for want of within; RFC 4193 wants 40 random bits: draw your own, so that it meets nobody else's`);
  const ranges = placeRanges(needs, family, homes, [...asked, dockerBridge]);
  explain(ipFamily, needs, ranges, homes, journal);
  const capacity = { nodes: 1n << BigInt(ranges.nodeMaskSize - ranges.pods.prefixLength), pods: 1n << BigInt(bitsOf(family) - ranges.nodeMaskSize) };
  const held = family === 4 ? { pods: BigInt(heldBackPerNode), services: 2n, nodes: 3n } : { pods: 2n, services: 1n, nodes: 2n };
  return {
    ipFamily,
    clusterCIDR: formatCidr(ranges.pods),
    nodeCIDRMaskSize: ranges.nodeMaskSize,
    serviceClusterIPRange: formatCidr(ranges.services),
    nodeRange: formatCidr(ranges.nodes),
    headroom: {
      nodes: countOf(capacity.nodes - BigInt(needs.nodes)),
      podsPerNode: countOf(capacity.pods - held.pods - BigInt(needs.podsPerNode)),
      services: countOf(sizeOf(ranges.services) - held.services - BigInt(needs.services)),
      nodeAddresses: countOf(sizeOf(ranges.nodes) - held.nodes - BigInt(needs.nodes)),
    },
  };
}

/** The arithmetic, and by whose rules. */
function explain(ipFamily: Family, { nodes, podsPerNode, services }: ClusterNeeds, ranges: ClusterRanges, homes: readonly Cidr[], journal: Journal): void {
  const blocks = 2 ** (ranges.nodeMaskSize - ranges.pods.prefixLength);
  const serviceBits = bitsOf(ranges.services.first.family) - ranges.services.prefixLength;
  if (ipFamily === 'IPv4') {
    const size = 2 ** (32 - ranges.nodeMaskSize);
    journal.step('kube-controller-manager', 'IPv4 node block', `/${ranges.nodeMaskSize}, ${size} addresses: at least twice the ${podsPerNode} pods of a node, so that the address of a pod that ended is not given out again at once, and at least ${heldBackPerNode} more than them, as host-local keeps the first, the last and the gateway`);
  } else {
    journal.step('kube-controller-manager', 'IPv6 node block', '/64, the default of --node-cidr-mask-size-ipv6: more addresses than any node has pods');
  }
  journal.step('kube-controller-manager', `${ipFamily} pods`, `${formatCidr(ranges.pods)}: ${blocks} node blocks of /${ranges.nodeMaskSize}, the next power of two from ${nodes} nodes`);
  journal.step('kube-apiserver', `${ipFamily} services`, `${formatCidr(ranges.services)}: 2^${serviceBits} addresses for ${services} Services, ${ipFamily === 'IPv4' ? 'without the first and the last' : 'without the first, and 2^16 at least'}; the first host is the Service kubernetes`);
  journal.step('administrator', `${ipFamily} nodes`, `${formatCidr(ranges.nodes)}: ${ipFamily === 'IPv4' ? `an address for each of ${nodes} nodes, for the gateway, the network and the broadcast` : 'the one length of a link (RFC 4291 §2.5.1)'}`);
  const docker = ipFamily === 'IPv4' ? `, and of ${formatCidr(dockerBridge)}, which Docker gives its bridge` : '';
  journal.step('administrator', `${ipFamily} places`, `the largest range first, at the first place in ${homes.map(formatCidr).join(', ')} that is clear of the others, of what is to be avoided${docker}`);
  if (blocks - nodes < nodes / 10) journal.warn(`${ipFamily}: only ${blocks - nodes} node blocks are spare, and an upgrade that adds nodes before it removes others needs some; ask for more nodes if yours does`);
}

/** Source: kube-controller-manager and kube-apiserver, flags as of Kubernetes 1.34. */
function flagsOf(families: readonly FamilyPlan[], clusterCIDR: string, serviceClusterIPRange: string): string[] {
  const masks = families.map(({ ipFamily, nodeCIDRMaskSize }) => (families.length === 1 ? `--node-cidr-mask-size=${nodeCIDRMaskSize}` : `--node-cidr-mask-size-${ipFamily.toLowerCase()}=${nodeCIDRMaskSize}`));
  return [`--cluster-cidr=${clusterCIDR}`, ...masks, `--service-cluster-ip-range=${serviceClusterIPRange}`];
}

/** A /48 of unique local addresses (RFC 4193 §3.1), the same for the same question. */
function uniqueLocal({ nodes, podsPerNode, services, avoid }: PlanQuestion): Cidr {
  const digits = sha256(JSON.stringify([nodes, podsPerNode, services, avoid])).slice(0, 10);
  return blockOf({ family: 6, value: parseCidr('fd00::/8').first.value | (BigInt(`0x${digits}`) << 80n) }, 48);
}
