import { detectCni, ipamKinds, rangeOverlaps, type CniAnswer, type DetectedPlugin, type RangeOverlap, type StatedPodRange } from '../../../cni/index.js';
import type { ClusterView, KindName } from '../../../cluster/index.js';

/** The kinds that a rule consults which asks about the plugin or the use of its ranges, less those that it reads. */
export function consultedBeside(...reads: readonly KindName[]): KindName[] {
  return ipamKinds.filter((kind) => !reads.includes(kind));
}

/** The one plugin that gives pods their interface, if it is certain. */
export function certainPlugin({ outcome, plugins }: CniAnswer): DetectedPlugin | undefined {
  const plugin = plugins.find(({ role }) => role === 'primary');
  return outcome === 'one' && plugin?.certainty === 'certain' ? plugin : undefined;
}

/** Whether it is certain that nobody enforces NetworkPolicies: neither the one plugin nor any beside it. */
export function isPolicyUnenforced(cni: CniAnswer): boolean {
  const plugin = certainPlugin(cni);
  return plugin !== undefined && plugin.daemonSet !== null && !cni.plugins.some(({ networkPolicy, role }) => networkPolicy !== false && role !== 'meta');
}

/** Whether the plugin gives pods addresses out of this range; not so one of a pool that is disabled, or one that nobody has written. */
export function isInForce({ plugin, source, isDefault }: StatedPodRange, { name, addressing }: DetectedPlugin): boolean {
  return plugin === name && source !== 'IPPool (disabled)' && !isDefault && addressing !== 'cloud' && addressing !== 'unknown' && addressing !== 'other';
}

/**
 * Overlaps of ranges that are in force: those of the plugin, and where it hands out the ranges of nodes, those that these are cut from. What kube-proxy takes for the pods' range may
 * hold the nodes by design, as in a cloud whose pods have addresses of the network of the nodes; so may a pool that is disabled.
 */
export function overlapsInForce(view: ClusterView): RangeOverlap[] {
  const cni = detectCni(view);
  const plugin = certainPlugin(cni);
  if (plugin === undefined || plugin.addressing === 'cloud' || plugin.addressing === 'unknown' || plugin.addressing === 'other') return [];
  const isCutFrom = (source: string) => plugin.addressing === 'node-cidrs' && (source === 'controller-manager-flag' || source === 'kubeadm-config');
  const pods = cni.podCIDRs.filter((range) => (range.plugin === plugin.name && range.source !== 'IPPool (disabled)') || isCutFrom(range.source));
  return rangeOverlaps(pods, cni.serviceCIDRs, view);
}
