import { count, enumerate, formatRef, Journal, type Answer } from '../../analysis/index.js';
import type { ClusterView } from '../../cluster/index.js';
import { capped, detectCni, rangeOverlaps, type Capped, type OverlapSide, type PodRange, type StatedPodRange } from '../../cni/index.js';
import { containsBlock, formatCidr, overlaps, type Cidr } from '../../ip/index.js';
import { readGoNetwork } from '../go-address.js';
import { networkOf, serviceRanges, type ServiceRange } from './service-ranges.js';

/** `told`: the ranges of pods and of Services are stated. `partly-told`: one of them is inferred, or not known. `insufficient-information`: neither is known; see `missing`. */
export type RangesOutcome = 'told' | 'partly-told' | 'insufficient-information';

/** The addresses of a node, and the pods' ranges that it was given. */
export interface NodeAddresses {
  readonly node: string;
  readonly addresses: readonly { readonly type: string; readonly address: string }[];
  /** `spec.podCIDRs`; whether its pods have these addresses depends on the CNI plugin. */
  readonly podCIDRs: readonly string[];
}

/** Two ranges that share addresses and should not, and what comes of it. */
export interface JudgedOverlap {
  readonly a: OverlapSide;
  readonly b: OverlapSide;
  readonly common: string;
  /** Pods have addresses of the network of the nodes by design. */
  readonly isByDesign: boolean;
  readonly consequence: string;
}

/** A range of a node that does not fit the others. */
export interface NodeRangeFault {
  readonly kind: 'outside-cluster-range' | 'shared-by-nodes';
  readonly cidr: string;
  readonly nodes: readonly string[];
  readonly detail: string;
}

/** The ranges of Services, pods and nodes: who states them, and whether they go together. */
export interface RangesAnswer extends Answer {
  readonly outcome: RangesOutcome;
  /** The best source first. */
  readonly services: readonly ServiceRange[];
  /** Those of the CNI plugin, then those that components of the cluster state. */
  readonly pods: readonly StatedPodRange[];
  readonly nodes: Capped<NodeAddresses>;
  readonly overlaps: Capped<JudgedOverlap>;
  readonly nodeRangeFaults: Capped<NodeRangeFault>;
  readonly missing: readonly string[];
}

/** Tells the ranges of Services, pods and nodes, each with where it was read, and what comes of their overlaps. */
export function rangesOf(view: ClusterView): RangesAnswer {
  const journal = new Journal();
  const cni = detectCni(view);
  const services = serviceRanges(view);
  const plugin = cni.outcome === 'one' ? cni.plugins.find(({ role }) => role === 'primary') : undefined;
  const isByDesign = plugin?.addressing === 'cloud';
  const inForce = services.filter((range) => range.isInForce);
  tellSources(journal, services, cni.podCIDRs);
  const shared = rangeOverlaps(cni.podCIDRs, inForce.map(asRange), view).map((each) => judge(each, isByDesign));
  for (const { a, b, common, consequence } of shared.slice(0, 3)) journal.step('addresses', 'overlap', `${common}: ${consequence}`, [...a.evidence, ...b.evidence]);
  const faults = plugin?.addressing === 'node-cidrs' ? nodeRangeFaults(view, cni.podCIDRs) : [];
  const missing = missingOf(view, services, cni.podCIDRs);
  for (const each of missing) journal.warn(each);
  warnOfDisagreement(journal, services);
  const answer: Omit<RangesAnswer, keyof Answer> = {
    outcome: services.length === 0 && cni.podCIDRs.length === 0 ? 'insufficient-information' : inForce.some(({ source }) => source === 'inferred') || inForce.length === 0 || cni.podCIDRs.length === 0 ? 'partly-told' : 'told',
    services,
    pods: cni.podCIDRs,
    nodes: capped(nodeAddresses(view)),
    overlaps: capped(shared),
    nodeRangeFaults: capped(faults),
    missing,
  };
  return { ...answer, summary: summarise(answer), steps: journal.steps, warnings: journal.warnings };
}

function asRange({ cidr, source, evidence }: ServiceRange): PodRange {
  return { cidr, source, nodePrefixLength: null, isDefault: false, evidence };
}

function nodeAddresses(view: ClusterView): NodeAddresses[] {
  return view.objects('Node').map(({ metadata, spec, status }) => ({ node: metadata.name, addresses: status?.addresses ?? [], podCIDRs: spec?.podCIDRs ?? [] }));
}

function tellSources(journal: Journal, services: readonly ServiceRange[], pods: readonly StatedPodRange[]): void {
  for (const { cidr, source, isInForce, evidence } of services) {
    const where = evidence[0] === undefined ? '' : ` (${formatRef(evidence[0])})`;
    if (isInForce) journal.step('kube-apiserver', source === 'inferred' ? 'takes ClusterIPs of at least' : 'takes ClusterIPs of', `${cidr}: ${source}${where}`, evidence);
  }
  for (const { cidr, source, plugin, evidence } of pods) journal.step(plugin ?? 'cluster', 'states the pods’ range', `${cidr}: ${source}${evidence[0] === undefined ? '' : ` (${formatRef(evidence[0])})`}`, evidence);
}

function warnOfDisagreement(journal: Journal, services: readonly ServiceRange[]): void {
  const networks = (list: readonly ServiceRange[]) => list.flatMap((range) => networkOf(range) ?? []);
  const inForce = networks(services.filter(({ isInForce }) => isInForce));
  for (const { cidr, source, isInForce, state } of services) {
    if (state === 'not-ready' || state === 'being-deleted') journal.warn(`ServiceCIDR range ${cidr} is ${state === 'not-ready' ? 'not ready' : 'being deleted'}: no ClusterIP is taken of it.`);
    const network = networkOf({ cidr });
    if (network === undefined) journal.warn(`“${cidr}” of ${source} is no CIDR.`);
    else if (!isInForce && state === null && !inForce.some((each) => formatCidr(each) === formatCidr(network))) journal.warn(`${source} states ${cidr} for the Services, which is not the range in force.`);
  }
}

function judge({ a, b, common }: { readonly a: OverlapSide; readonly b: OverlapSide; readonly common: string }, cloud: boolean): JudgedOverlap {
  const kinds = [a.kind, b.kind].sort().join(' ');
  const isByDesign = cloud && kinds === 'node pods';
  const node = a.kind === 'node' ? a : b;
  const told: Readonly<Record<string, string>> = {
    'pods services': 'A pod whose address is also a ClusterIP gets none of its traffic: kube-proxy sends the packets to the Service’s endpoints.',
    'node services': `Where a Service gets the address of node ${node.source} as its ClusterIP, packets to that node’s port of the Service go to the endpoints; in ipvs mode every packet does.`,
    'node pods': isByDesign ? `Pods have addresses of the network of the nodes by design; ${node.source} has one of them.` : `A pod may get the address of node ${node.source}, and routes to the pods’ range take packets meant for the node.`,
  };
  return { a, b, common, isByDesign, consequence: told[kinds] ?? 'Packets go to the one or the other.' };
}

/** Ranges of nodes that share addresses, and those that are not of the range from which they are cut. */
function nodeRangeFaults(view: ClusterView, pods: readonly StatedPodRange[]): NodeRangeFault[] {
  const given = view.objects('Node').flatMap((node) => (node.spec?.podCIDRs ?? []).flatMap((cidr) => {
    const network = readGoNetwork(cidr);
    return network === undefined ? [] : [{ node: node.metadata.name, range: network.cidr }];
  }));
  const cluster = pods.filter(({ isDefault }) => !isDefault).flatMap(({ cidr }) => readGoNetwork(cidr)?.cidr ?? []);
  const outside = given.filter(({ range }) => isForeign(range, cluster)).map(({ node, range }): NodeRangeFault => ({ kind: 'outside-cluster-range', cidr: formatCidr(range), nodes: [node], detail: `${formatCidr(range)} of node ${node} is of no stated range of the pods: kube-proxy may take its pods for strangers, and routes may miss them.` }));
  const { pairs } = overlaps(given.map(({ range }) => [range]), { take: 1000 });
  const shared = pairs.flatMap(({ outer, inner }): NodeRangeFault[] => {
    const [a, b] = [given[outer.list], given[inner.list]];
    return a === undefined || b === undefined || a.node === b.node ? [] : [{ kind: 'shared-by-nodes', cidr: formatCidr(b.range), nodes: [a.node, b.node], detail: `Nodes ${a.node} and ${b.node} were both given ${formatCidr(b.range)}: pods of both may have the same address.` }];
  });
  return [...shared, ...outside];
}

function isForeign(range: Cidr, cluster: readonly Cidr[]): boolean {
  const ofFamily = cluster.filter(({ first }) => first.family === range.first.family);
  return ofFamily.length > 0 && !ofFamily.some((each) => containsBlock(each, range));
}

function missingOf(view: ClusterView, services: readonly ServiceRange[], pods: readonly StatedPodRange[]): string[] {
  const inferred = services.filter(({ source }) => source === 'inferred').map(({ cidr }) => cidr);
  return [
    ...(services.length === 0 ? ['Neither a ServiceCIDR, nor a flag of kube-apiserver, nor kubeadm’s configuration, nor any ClusterIP tells the range of the Services.'] : []),
    ...(inferred.length === 0 ? [] : [`No object states the range of the Services: ${enumerate(inferred)} is the least that holds the ClusterIPs in use, and may be larger.`]),
    ...(pods.length === 0 ? ['No object states the range of the pods.'] : []),
    ...(view.covers('Node') ? [] : ['The snapshot does not hold all Nodes: their addresses are not compared.']),
  ];
}

function summarise({ services, pods, nodes, overlaps: shared, nodeRangeFaults: faults }: Omit<RangesAnswer, keyof Answer>): string {
  const inForce = services.filter(({ isInForce }) => isInForce);
  const isInferred = inForce.some(({ source }) => source === 'inferred');
  const ofServices = inForce.length === 0 ? 'the range of the Services is not known' : `Services in ${isInferred ? 'at least ' : ''}${enumerate([...new Set(inForce.map(({ cidr }) => cidr))], 3)}${isInferred ? ' (inferred)' : ''}`;
  const ranges = [...new Set(pods.map(({ cidr }) => cidr))];
  const ofPods = ranges.length === 0 ? 'no stated range of pods' : `pods in ${enumerate(ranges, 3)}`;
  const bad = shared.items.filter(({ isByDesign }) => !isByDesign);
  const first = bad[0];
  const worst = first === undefined ? (faults.items[0] === undefined ? ' Nothing overlaps that should not.' : ` ${faults.items[0].detail}`) : ` ${count(bad.length, 'overlap')}: ${first.common} is of the ${first.a.kind} (${first.a.cidr}) and of the ${first.b.kind} (${first.b.cidr}).`;
  return `${ofServices.charAt(0).toUpperCase()}${ofServices.slice(1)}, ${ofPods}, ${count(nodes.total, 'node')}.${worst}`;
}
