import { matchesSelector, type ClusterView, type LabelSelector, type NetworkPolicy, type Pod } from '../cluster/index.js';
import { isolatingPolicies } from './isolation.js';
import { matchesNamespace } from './peers.js';
import { rulesOf, type PolicyPeer, type PolicyRule } from './policy-rule.js';
import { admitsPort, tellPorts, type TargetPort } from './ports.js';

/** Who could call: a pod, or what pods to come are made of. */
export interface PossibleCaller {
  readonly labels?: Readonly<Record<string, string>>;
}

/** Who is there to call, by namespace. Which peers of policies stand for any of them is worked out once. */
export class PossibleCallers {
  readonly #known = new Map<PolicyPeer, boolean>();

  /**
   * @param namespaces all in which there are callers
   * @param callersIn those of a namespace
   */
  constructor(
    readonly view: ClusterView,
    readonly namespaces: readonly string[],
    readonly callersIn: (namespace: string) => readonly PossibleCaller[],
  ) {}

  /** Whether a peer of a policy of that namespace may stand for somebody: a block of addresses always may. */
  has(peer: PolicyPeer, namespace: string): boolean {
    let isThere = this.#known.get(peer);
    if (isThere === undefined) {
      isThere = this.#look(peer, namespace);
      this.#known.set(peer, isThere);
    }
    return isThere;
  }

  #look({ ipBlock, podSelector, namespaceSelector }: PolicyPeer, own: string): boolean {
    if (ipBlock !== undefined) return true;
    if (podSelector === undefined && namespaceSelector === undefined) return false;
    const meant = namespaceSelector === undefined ? [own] : this.namespaces.filter((namespace) => matchesNamespace(this.view, namespaceSelector, namespace) !== 'no');
    return meant.some((namespace) => this.callersIn(namespace).some(({ labels }) => podSelector === undefined || matchesSelector(podSelector, labels)));
  }
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
 */
export function whyNobodyMayCall(view: ClusterView, pod: Pod, target: TargetPort, callers: PossibleCallers): readonly ClosedPolicy[] | undefined {
  const policies = isolatingPolicies(view, pod, 'Ingress');
  if (policies.length === 0 || pod.spec.hostNetwork === true) return undefined;
  const closed: ClosedPolicy[] = [];
  for (const policy of policies) {
    const rules = rulesOf(policy, 'Ingress');
    const fitting = rules.filter(({ ports }) => admitsPort(ports, target, pod));
    if (fitting.some(({ peers }) => peers === undefined || peers.some((peer) => callers.has(peer, policy.metadata.namespace)))) return undefined;
    closed.push({ policy, reason: reasonOf(rules, fitting) });
  }
  return closed;
}

function reasonOf(rules: readonly PolicyRule[], fitting: readonly PolicyRule[]): string {
  const [first] = fitting.flatMap(({ peers = [] }) => peers);
  if (first !== undefined) return `admits ${tellPeer(first)}, of whom there are none`;
  const ports = rules.flatMap(({ ports: ofRule }) => (ofRule === undefined ? [] : [tellPorts(ofRule)]));
  return ports.length === 0 ? 'admits nobody' : `admits ${[...new Set(ports)].join(', ')} alone`;
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
