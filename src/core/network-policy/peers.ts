import { matchesSelector, type ClusterView, type LabelSelector, type Labels, type Pod } from '../cluster/index.js';
import { bitsOf, blockOf, contains, isAddress, parseAddress } from '../ip/index.js';
import type { PolicyPeer } from './policy-rule.js';
import { both, type Truth } from './verdict.js';

/** Who is at the other end of a connection. */
export type Party =
  | { readonly pod: Pod }
  /** An address that no pod has. */
  | { readonly ip: string };

const nameLabel = 'kubernetes.io/metadata.name';

/**
 * Whether a peer of a rule stands for this party.
 *
 * `unknown` for a pod within an `ipBlock`, which some plugins compare (Calico) and others do not (Cilium); for one on the network of its node, which
 * plugins know as the node or as the pod; and where the labels of its namespace are not in the snapshot.
 *
 * @param namespace of the policy
 * Source: k8s.io/api networking/v1 types.go v0.37.2, NetworkPolicyPeer; https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function standsFor(view: ClusterView, peer: PolicyPeer, namespace: string, party: Party): Truth {
  if (peer.ipBlock !== undefined) return 'pod' in party ? ofPod(peer.ipBlock, party.pod) : isWithin(peer.ipBlock, party.ip) ? 'yes' : 'no';
  if (!('pod' in party) || (peer.podSelector === undefined && peer.namespaceSelector === undefined)) return 'no';
  const { pod } = party;
  const inNamespace = peer.namespaceSelector === undefined ? truth(pod.metadata.namespace === namespace) : matchesNamespace(view, peer.namespaceSelector, pod.metadata.namespace);
  const selected = both(inNamespace, truth(peer.podSelector === undefined || matchesSelector(peer.podSelector, pod.metadata.labels)));
  return selected === 'yes' && pod.spec.hostNetwork === true ? 'unknown' : selected;
}

/** Whether a namespace has the labels that a selector asks for. */
export function matchesNamespace(view: ClusterView, selector: LabelSelector, namespace: string): Truth {
  const labels = view.namespaceLabels(namespace);
  if (labels !== undefined) return truth(matchesSelector(selector, labels));
  // The API server gives every namespace this label; others are not known.
  const named: Labels = { [nameLabel]: namespace };
  return keysOf(selector).every((key) => key === nameLabel) ? truth(matchesSelector(selector, named)) : 'unknown';
}

function keysOf({ matchLabels = {}, matchExpressions = [] }: LabelSelector): readonly string[] {
  return [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)];
}

type Block = NonNullable<PolicyPeer['ipBlock']>;

function ofPod(block: Block, { status }: Pod): Truth {
  const addresses = status?.podIPs ?? [];
  return addresses.length === 0 || addresses.some(({ ip }) => isWithin(block, ip)) ? 'unknown' : 'no';
}

function isWithin({ cidr, except = [] }: Block, ip: string): boolean {
  return isAddress(ip) && holds(cidr, ip) && !except.some((each) => holds(each, ip));
}

/** Bits behind the prefix do not count, as in Go. */
function holds(cidr: string, ip: string): boolean {
  const slash = cidr.indexOf('/');
  const first = cidr.slice(0, slash);
  const length = cidr.slice(slash + 1);
  if (slash < 0 || !isAddress(first) || !/^\d{1,3}$/.test(length)) return false;
  const start = parseAddress(first);
  return Number(length) <= bitsOf(start.family) && contains(blockOf(start, Number(length)), parseAddress(ip));
}

function truth(holdsTrue: boolean): Truth {
  return holdsTrue ? 'yes' : 'no';
}
