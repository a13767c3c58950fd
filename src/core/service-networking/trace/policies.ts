import { count, enumerate, type Journal } from '../../analysis/index.js';
import { matchesSelector, type ClusterView, type NetworkPolicy } from '../../cluster/index.js';
import type { TracedEndpoint } from './answer.js';
import type { Atlas } from './atlas.js';
import { nameOf, type Caller } from './source.js';

const byNamespace = new WeakMap<ClusterView, Map<string, NetworkPolicy[]>>();

/** A trace does not judge by NetworkPolicies; it says which may have a word in it. */
export function warnOfPolicies({ view }: Atlas, endpoints: readonly TracedEndpoint[], caller: Caller, journal: Journal): void {
  const policies = policiesOf(view);
  if (policies.size === 0) return;
  const onEndpoints = endpoints.flatMap(({ pod }) => (pod === undefined ? [] : selecting(view, policies, pod).filter(({ spec }) => spec.policyTypes.includes('Ingress'))));
  const onCaller = caller.kind === 'pod' && caller.pod !== undefined ? selecting(view, policies, nameOf(caller.pod)).filter(({ spec }) => spec.policyTypes.includes('Egress')) : [];
  const names = [...new Set([...onEndpoints, ...onCaller].map(nameOf))];
  if (names.length > 0) journal.warn(`${count(names.length, 'NetworkPolicy', 'NetworkPolicies')} select${names.length === 1 ? 's' : ''} the pods at either end and ${names.length === 1 ? 'was' : 'were'} not looked at: ${enumerate(names, 3)}.`);
}

function selecting(view: ClusterView, policies: ReadonlyMap<string, readonly NetworkPolicy[]>, name: string): readonly NetworkPolicy[] {
  const [namespace = '', bare = ''] = name.split('/');
  const inNamespace = policies.get(namespace);
  if (inNamespace === undefined) return [];
  const pod = view.get('Pod', namespace, bare);
  return pod === undefined ? [] : inNamespace.filter(({ spec }) => matchesSelector(spec.podSelector, pod.metadata.labels));
}

function policiesOf(view: ClusterView): Map<string, NetworkPolicy[]> {
  const known = byNamespace.get(view);
  if (known !== undefined) return known;
  const made = new Map<string, NetworkPolicy[]>();
  for (const policy of view.objects('NetworkPolicy')) made.set(policy.metadata.namespace, [...(made.get(policy.metadata.namespace) ?? []), policy]);
  byNamespace.set(view, made);
  return made;
}
