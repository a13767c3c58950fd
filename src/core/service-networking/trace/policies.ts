import { count, enumerate, type Journal } from '../../analysis/index.js';
import type { ClusterView, NetworkPolicy } from '../../cluster/index.js';
import { isolatingPolicies } from '../../network-policy/index.js';
import type { TracedEndpoint } from './answer.js';
import type { Atlas } from './atlas.js';
import { nameOf, type Caller } from './source.js';

/** A trace does not judge by NetworkPolicies; it says which may have a word in it. */
export function warnOfPolicies({ view }: Atlas, endpoints: readonly TracedEndpoint[], caller: Caller, journal: Journal): void {
  if (view.objects('NetworkPolicy').length === 0) return;
  const onEndpoints = endpoints.flatMap(({ pod }) => (pod === undefined ? [] : ofPod(view, pod)));
  const onCaller = caller.kind === 'pod' && caller.pod !== undefined ? isolatingPolicies(view, caller.pod, 'Egress') : [];
  const names = [...new Set([...onEndpoints, ...onCaller].map(nameOf))];
  if (names.length > 0) journal.warn(`${count(names.length, 'NetworkPolicy', 'NetworkPolicies')} select${names.length === 1 ? 's' : ''} the pods at either end and ${names.length === 1 ? 'was' : 'were'} not looked at: ${enumerate(names, 3)}.`);
}

function ofPod(view: ClusterView, name: string): readonly NetworkPolicy[] {
  const [namespace = '', bare = ''] = name.split('/');
  const pod = view.get('Pod', namespace, bare);
  return pod === undefined ? [] : isolatingPolicies(view, pod, 'Ingress');
}
