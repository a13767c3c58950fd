import type { ClusterView, NetworkPolicy, Pod } from '../cluster/index.js';
import { isolatingPolicies, type Direction } from './isolation.js';
import { standsFor, type Party } from './peers.js';
import { rulesOf, type PolicyRule } from './policy-rule.js';
import { admitsPort, type TargetPort } from './ports.js';
import { anyOf, type Truth } from './verdict.js';

/**
 * - `not-isolated`: no policy selects the pod in this direction
 * - `admitted`: a rule of one that does admits the connection
 * - `refused`: none does
 * - `unknown`: the API leaves it open, or the snapshot does not tell
 */
export type PolicyVerdict = 'not-isolated' | 'admitted' | 'refused' | 'unknown';

/** What the NetworkPolicies on one side of a connection say of it. */
export interface PolicyJudgement {
  readonly verdict: PolicyVerdict;
  /** Those that isolate the pod, by name. */
  readonly policies: readonly NetworkPolicy[];
}

/**
 * What the policies of one pod say of a connection: of one that comes to it (`Ingress`), or that it makes (`Egress`). Both sides must admit a connection.
 * Policies of other kinds (of Cilium, Calico, Antrea, the cluster’s administrators) are not looked at.
 *
 * @param target the port of the pod that listens, behind any Service
 * Source: k8s.io/api networking/v1 types.go v0.37.2; https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function judge(view: ClusterView, direction: Direction, pod: Pod, party: Party, target: TargetPort): PolicyJudgement {
  const policies = isolatingPolicies(view, pod, direction);
  if (policies.length === 0) return { verdict: 'not-isolated', policies };
  // A pod on the network of its node is one for some plugins, and for most not; what a pod sends to itself never leaves it.
  if ('pod' in party && party.pod === pod) return { verdict: 'admitted', policies };
  const admits = anyOf(policies.flatMap((policy) => rulesOf(policy, direction)), (rule) => admitsConnection(view, rule, pod, direction, party, target));
  if (admits === 'no' && pod.spec.hostNetwork !== true) return { verdict: 'refused', policies };
  return { verdict: admits === 'yes' ? 'admitted' : 'unknown', policies };
}

function admitsConnection(view: ClusterView, { policy, peers, ports }: PolicyRule, pod: Pod, direction: Direction, party: Party, target: TargetPort): Truth {
  const listener = direction === 'Ingress' ? pod : 'pod' in party ? party.pod : undefined;
  if (!admitsPort(ports, target, listener)) return 'no';
  return peers === undefined ? 'yes' : anyOf(peers, (peer) => standsFor(view, peer, policy.metadata.namespace, party));
}
