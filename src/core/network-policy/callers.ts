import { matchesSelector, type ClusterView, type LabelSelector, type NetworkPolicy, type Pod } from '../cluster/index.js';
import { isolatingPolicies } from './isolation.js';
import { matchesNamespace } from './peers.js';
import { rulesOf, type PolicyPeer, type PolicyRule } from './policy-rule.js';
import { admitsPort, tellPorts, type TargetPort } from './ports.js';

/** Who could call: a pod, or the template of pods to come. */
export interface PossibleCaller {
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Why a policy lets nobody in. */
export interface ClosedPolicy {
  readonly policy: NetworkPolicy;
  /** As the end of a sentence that begins with its name: `admits nobody`. */
  readonly reason: string;
}

/**
 * Why the policies of a pod admit nobody who is there on a port; undefined where one may come in: a pod that nothing isolates, a rule for everybody, a block of
 * addresses, a peer that some caller has, or one of which the snapshot does not tell who it is.
 *
 * @param callersIn those of a namespace, any of which may be behind a peer
 * @param namespaces all in which there are callers
 */
export function whyNobodyMayCall(view: ClusterView, pod: Pod, target: TargetPort, namespaces: readonly string[], callersIn: (namespace: string) => readonly PossibleCaller[]): readonly ClosedPolicy[] | undefined {
  const policies = isolatingPolicies(view, pod, 'Ingress');
  if (policies.length === 0 || pod.spec.hostNetwork === true) return undefined;
  const isThere = (peer: PolicyPeer, namespace: string) => isSomebody(view, peer, namespace, namespaces, callersIn);
  const closed: ClosedPolicy[] = [];
  for (const policy of policies) {
    const rules = rulesOf(policy, 'Ingress');
    const fitting = rules.filter(({ ports }) => admitsPort(ports, target, pod));
    if (fitting.some(({ peers }) => peers === undefined || peers.some((peer) => isThere(peer, policy.metadata.namespace)))) return undefined;
    closed.push({ policy, reason: reasonOf(rules, fitting) });
  }
  return closed;
}

function reasonOf(rules: readonly PolicyRule[], fitting: readonly PolicyRule[]): string {
  if (rules.length === 0) return 'admits nobody';
  if (fitting.length === 0) return `admits ${[...new Set(rules.flatMap(({ ports }) => (ports === undefined ? [] : [tellPorts(ports)])))].join(', ')} only`;
  const [first] = fitting.flatMap(({ peers = [] }) => peers);
  return first === undefined ? 'admits nobody' : `admits ${tellPeer(first)}, of whom there is none`;
}

function isSomebody(view: ClusterView, { ipBlock, podSelector, namespaceSelector }: PolicyPeer, own: string, namespaces: readonly string[], callersIn: (namespace: string) => readonly PossibleCaller[]): boolean {
  if (ipBlock !== undefined) return true;
  if (podSelector === undefined && namespaceSelector === undefined) return false;
  const meant = namespaceSelector === undefined ? [own] : namespaces.filter((namespace) => matchesNamespace(view, namespaceSelector, namespace) !== 'no');
  return meant.some((namespace) => callersIn(namespace).some(({ labels }) => podSelector === undefined || matchesSelector(podSelector, labels)));
}

/** `pods app=front of namespaces team=a`: a peer in words. */
export function tellPeer({ ipBlock, podSelector, namespaceSelector }: PolicyPeer): string {
  if (ipBlock !== undefined) return ipBlock.cidr;
  const pods = `pods${tellSelector(podSelector)}`;
  return namespaceSelector === undefined ? pods : `${pods} of namespaces${tellSelector(namespaceSelector)}`;
}

function tellSelector({ matchLabels = {}, matchExpressions = [] }: LabelSelector = {}): string {
  const labels = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  const requirements = matchExpressions.map(({ key, operator, values = [] }) => `${key} ${operator}${values.length === 0 ? '' : ` ${values.join('|')}`}`);
  const all = [...labels, ...requirements];
  return all.length === 0 ? '' : ` ${all.join(',')}`;
}
