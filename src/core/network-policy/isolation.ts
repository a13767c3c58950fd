import { matchesSelector, type ClusterView, type NetworkPolicy, type Pod } from '../cluster/index.js';

/** The side of a pod that a policy is about: what comes to it, or what it sends. */
export type Direction = 'Ingress' | 'Egress';

const known = new WeakMap<ClusterView, ReadonlyMap<string, readonly NetworkPolicy[]>>();

/**
 * The policies that isolate a pod in a direction, by name: those of its namespace that select it and are of that type. Without any, everything is admitted.
 *
 * Source: k8s.io/api networking/v1 types.go v0.37.2, NetworkPolicySpec.PodSelector and PolicyTypes.
 */
export function isolatingPolicies(view: ClusterView, pod: Pod, direction: Direction): readonly NetworkPolicy[] {
  return (policiesByNamespace(view).get(pod.metadata.namespace) ?? []).filter(({ spec }) => spec.policyTypes.includes(direction) && matchesSelector(spec.podSelector, pod.metadata.labels));
}

function policiesByNamespace(view: ClusterView): ReadonlyMap<string, readonly NetworkPolicy[]> {
  const made = known.get(view);
  if (made !== undefined) return made;
  const byNamespace = new Map<string, NetworkPolicy[]>();
  for (const policy of view.objects('NetworkPolicy')) {
    const before = byNamespace.get(policy.metadata.namespace);
    if (before === undefined) byNamespace.set(policy.metadata.namespace, [policy]);
    else before.push(policy);
  }
  known.set(view, byNamespace);
  return byNamespace;
}
