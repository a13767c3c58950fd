import { count, enumerate, type Evidence, type ObjectRef } from '../../../analysis/index.js';
import { flagValues, refOf, type ClusterView, type Node } from '../../../cluster/index.js';
import { detectCni, tellsPodsByClusterCidr, type CniAnswer, type DetectedPlugin, type StatedPodRange } from '../../../cni/index.js';
import { containsBlock, formatCidr, parseCidr, type Cidr } from '../../../ip/index.js';
import { InputError } from '../../../errors.js';
import type { Rule, Violation } from '../../rule.js';
import { certainPlugin, consultedBeside, isInForce } from './in-force.js';

export const clusterCidrDisagreement: Rule = {
  id: 'cluster-cidr-disagreement',
  code: 'CNI-011',
  severity: 'error',
  title: 'Components take different ranges for that of the pods',
  checks:
    'A range out of which the plugin gives pods addresses is not within the cluster CIDR by which kube-proxy tells pods from others; a node has a range (`spec.podCIDRs`) outside the network of flannel, or outside the cluster CIDR of the kube-controller-manager that allocates it. ' +
    'Quiet where kube-proxy tells pods another way or is replaced, where its range is the larger, about what only kubeadm states, about ranges of nodes that the plugin does not use, and where the plugin is not certain.',
  why: 'kube-proxy masquerades what comes from outside its range: Services see the address of a node in place of the pod’s, and policies that name pods do not match. flannel gets no lease for a node outside its network; kube-controller-manager ends at one outside its range, again and again.',
  fix: 'Give all of them one range: `clusterCIDR` of the ConfigMap kube-proxy (then restart its pods), `--cluster-cidr` of kube-controller-manager, `Network` of net-conf.json, the cidr of the IPPool; a node keeps its range until it is made anew.',
  source: 'kubernetes v1.37.2 pkg/controller/nodeipam/ipam/range_allocator.go, NewCIDRRangeAllocator, and cmd/kube-proxy/app/server_linux.go, getLocalDetectors; flannel pkg/subnet/kube/kube.go v0.28.9, AcquireLease',
  reads: ['DaemonSet', 'Node'],
  consults: consultedBeside('DaemonSet', 'Node', 'IPAMBlock', 'CiliumNode'),
  *check(view) {
    const cni = detectCni(view);
    const plugin = certainPlugin(cni);
    if (plugin === undefined) return;
    if (plugin.kubeProxyReplacement === false && tellsPodsByClusterCidr(view)) yield* outsideOfKubeProxy(view, cni, plugin);
    if (plugin.name === 'flannel' && plugin.addressing === 'node-cidrs') yield* nodesOutside(view, cni.podCIDRs.filter(({ source }) => source === 'net-conf.json'), 'the network of flannel (net-conf.json)');
    const [allocates] = flagValues(view, /^kube-controller-manager/, ['allocate-node-cidrs']) ?? [];
    if (allocates === 'true') yield* nodesOutside(view, cni.podCIDRs.filter(({ source }) => source === 'controller-manager-flag'), 'the cluster CIDR of kube-controller-manager');
  },
};

function* outsideOfKubeProxy(view: ClusterView, { podCIDRs }: CniAnswer, plugin: DetectedPlugin): Iterable<Violation> {
  const ofProxy = podCIDRs.filter(({ source }) => source.startsWith('kube-proxy'));
  const [first] = ofProxy.flatMap(({ evidence }) => evidence);
  if (first === undefined) return;
  if (plugin.addressing === 'node-cidrs') yield* nodesOutside(view, ofProxy, 'the cluster CIDR of kube-proxy', first);
  for (const { cidr, source, evidence } of plugin.addressing === 'node-cidrs' ? [] : podCIDRs.filter((range) => isInForce(range, plugin))) {
    const block = blockIn(cidr);
    if (block === undefined || isWithin(block, ofProxy) !== false) continue;
    yield { subject: named(first), detail: `The pods of ${plugin.title} are in ${cidr} (${source}), and kube-proxy takes ${enumerate(ofProxy.map((range) => range.cidr))} for the range of the pods.`, evidence: [first, ...evidence] };
  }
}

/** Nodes with a range that is not within `ranges`; one finding for all. */
function* nodesOutside(view: ClusterView, ranges: readonly StatedPodRange[], what: string, place?: Evidence): Iterable<Violation> {
  const outside = view.objects('Node').flatMap((node) => strayOf(node, ranges).map((cidr) => ({ node, cidr })));
  const [first] = outside;
  const [evidence = place] = ranges.flatMap((range) => range.evidence);
  if (first === undefined || evidence === undefined) return;
  yield {
    subject: place === undefined ? refOf(first.node) : named(place),
    detail: `${count(outside.length, 'range')} of nodes ${outside.length === 1 ? 'is' : 'are'} not within ${what}, ${enumerate(ranges.map(({ cidr }) => cidr))}: ${enumerate(outside.map(({ node, cidr }) => `${cidr} of ${node.metadata.name}`), 4)}.`,
    evidence: [...(place === undefined ? [{ ...refOf(first.node), field: 'spec.podCIDRs', value: first.cidr }, evidence] : [place, { ...refOf(first.node), field: 'spec.podCIDRs', value: first.cidr }])],
  };
}

function strayOf({ spec }: Node, ranges: readonly StatedPodRange[]): string[] {
  return (spec?.podCIDRs ?? []).filter((text) => {
    const block = blockIn(text);
    return block !== undefined && isWithin(block, ranges) === false;
  }).map((text) => formatCidr(parseCidr(text)));
}

/** Undefined where none of the ranges is of its family, or one of them cannot be read: then nothing is known. */
function isWithin(block: Cidr, ranges: readonly StatedPodRange[]): boolean | undefined {
  const blocks = ranges.map(({ cidr }) => blockIn(cidr));
  const family = blocks.filter((each) => each?.first.family === block.first.family);
  if (family.length === 0 || blocks.some((each) => each === undefined)) return undefined;
  return family.some((each) => each !== undefined && containsBlock(each, block));
}

function blockIn(text: string): Cidr | undefined {
  try {
    return parseCidr(text);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function named({ kind, namespace, name }: Evidence): ObjectRef {
  return { kind, ...(namespace !== undefined && { namespace }), name };
}
