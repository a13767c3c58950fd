import { enumerate } from '../../../analysis/index.js';
import type { ClusterView, KindName } from '../../../cluster/index.js';
import { detectCni } from '../../../cni/index.js';
import { consultedBeside, isPolicyUnenforced } from './in-force.js';

/** Kinds of policy beside NetworkPolicy that admit connections, by the name of their definition. No snapshot holds their objects. */
const others: readonly (readonly [definition: RegExp, title: string])[] = [
  [/^cilium(?:clusterwide)?networkpolicies\.cilium\.io$/, 'Cilium'],
  [/^(?:global)?networkpolicies\.(?:crd\.)?projectcalico\.org$/, 'Calico'],
  [/^(?:cluster)?networkpolicies\.crd\.antrea\.io$/, 'Antrea'],
  [/^(?:adminnetworkpolicies|baselineadminnetworkpolicies|clusternetworkpolicies)\.policy\.networking\.k8s\.io$/, 'the cluster’s administrators'],
];

/** What a rule consults that asks {@link policiesInForce}, less the kinds that it reads itself. */
export function policyKindsBeside(...reads: readonly KindName[]): KindName[] {
  return consultedBeside('IPAMBlock', 'CiliumNode', ...reads);
}

/** How far the NetworkPolicies of a cluster decide. */
export interface PoliciesInForce {
  /** Whose policies, of kinds that are not in the snapshot, may admit more: a caveat at the end of a detail, with a blank before it. '' for none. */
  readonly caveat: string;
}

/** Undefined where it is certain that nobody enforces NetworkPolicies. */
export function policiesInForce(view: ClusterView): PoliciesInForce | undefined {
  const cni = detectCni(view);
  if (isPolicyUnenforced(cni)) return undefined;
  const names = view.objects('CustomResourceDefinition').map(({ metadata }) => metadata.name);
  const titles = others.filter(([definition]) => names.some((name) => definition.test(name))).map(([, title]) => title);
  return { caveat: titles.length === 0 ? '' : ` Policies of ${enumerate([...new Set(titles)])}, which are not in the snapshot, may admit more.` };
}
