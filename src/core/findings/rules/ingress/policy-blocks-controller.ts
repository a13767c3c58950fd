import { enumerate, formatRef, type ObjectRef } from '../../../analysis/index.js';
import { refOf, type ClusterView, type Ingress, type KindName, type NetworkPolicy, type Pod } from '../../../cluster/index.js';
import { ownersOf, resolveBackend, type Controller } from '../../../ingress/index.js';
import { judge } from '../../../network-policy/index.js';
import { hasEnded } from '../../../service-networking/index.js';
import type { Rule } from '../../rule.js';
import { policiesInForce, policyKindsBeside } from '../cni/policies-of-others.js';
import { ownershipConsults, ownershipReads } from './ingresses.js';

const reads = [...ownershipReads, 'NetworkPolicy', 'Service', 'Pod'] as const satisfies readonly KindName[];
const consults = [...new Set<KindName>([...ownershipConsults, 'EndpointSlice', ...policyKindsBeside()])].filter((kind) => !reads.some((each) => each === kind));

export const policyBlocksController: Rule = {
  id: 'policy-blocks-controller',
  code: 'ING-014',
  severity: 'critical',
  title: 'NetworkPolicies keep an ingress controller from its backends',
  checks:
    'An Ingress is served by a controller whose pods are in the snapshot, and NetworkPolicies on every ready pod behind one of its backends admit none of them on the port of the pods. A warning where kinds of policy are installed that may admit more. ' +
    'Quiet for controllers on the network of their nodes and those that run elsewhere, where a block of addresses holds the controller, and where nobody enforces NetworkPolicies.',
  why: 'The controller waits for the backend until it gives up: callers see 504.',
  fix: 'Admit the pods of the controller in an ingress rule of the policy: namespaceSelector kubernetes.io/metadata.name with its namespace, podSelector with its labels, on the port of the pods behind the Service.',
  source: 'k8s.io/api networking/v1 types.go v0.37.2; https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  reads,
  consults,
  *check(view) {
    if (view.objects('NetworkPolicy').length === 0) return;
    for (const { ingress, owners } of ownersOf(view)) {
      yield;
      for (const { controller, served } of owners) {
        const callers = served ? podsOf(view, controller) : [];
        if (callers.length === 0) continue;
        const blocked = backendsOf(ingress).flatMap((backend) => blockedBackend(view, ingress, backend, callers) ?? []);
        const [first] = blocked;
        const inForce = first === undefined ? undefined : policiesInForce(view);
        if (first === undefined || inForce === undefined) continue;
        const policies = [...new Set(blocked.flatMap((each) => each.policies))];
        yield {
          subject: refOf(ingress),
          detail: `${enumerate(policies.map((policy) => formatRef(refOf(policy))), 3)} ${policies.length === 1 ? 'admits' : 'admit'} no pod of ${controller.name}, which serves it, to ${enumerate(blocked.map(({ title }) => title), 3)}.${inForce.caveat}`,
          evidence: [...policies.slice(0, 3).map((policy) => ({ ...refOf(policy), field: 'spec.ingress', value: policy.spec.ingress ?? [] })), ...callers.slice(0, 1).map(refOf)] satisfies readonly ObjectRef[],
          ...(inForce.caveat !== '' && { severity: 'warning' as const }),
        };
      }
    }
  },
};

/** Those of its workload that run; none where one is on the network of its node, to which policies mean something else. */
function podsOf(view: ClusterView, { workload }: Controller): readonly Pod[] {
  const pods = workload === undefined ? [] : view.podsSelectedBy(workload.ref.namespace, workload.labels).filter((pod) => !hasEnded(pod) && pod.derivedFrom === undefined);
  return pods.some(({ spec }) => spec.hostNetwork === true) ? [] : pods;
}

interface WrittenBackend {
  readonly service: string;
  readonly port: number | string | undefined;
}

/** The Services and ports to which an Ingress leads, each once. */
function backendsOf({ spec }: Ingress): readonly WrittenBackend[] {
  const written = [spec.defaultBackend, ...(spec.rules ?? []).flatMap(({ http }) => http?.paths.map(({ backend }) => backend) ?? [])].flatMap((each) => each?.service ?? []);
  return [...new Map(written.map(({ name, port }) => [JSON.stringify([name, port.number ?? port.name]), { service: name, port: port.number ?? port.name }])).values()];
}

interface Blocked {
  readonly title: string;
  readonly policies: readonly NetworkPolicy[];
}

/** Undefined where a pod behind the backend may be reached, where none is ready, or where that is not known. */
function blockedBackend(view: ClusterView, ingress: Ingress, { service, port }: WrittenBackend, callers: readonly Pod[]): Blocked | undefined {
  const resolved = resolveBackend(view, ingress.metadata.namespace, service, port, 'ports-and-targets');
  if (resolved.state !== 'ready' || resolved.port === undefined) return undefined;
  const { protocol } = resolved.port;
  const policies = new Set<NetworkPolicy>();
  for (const endpoint of resolved.endpoints) {
    const [namespace = '', name = ''] = (endpoint.pod ?? '').split('/');
    const pod = view.get('Pod', namespace, name);
    if (pod === undefined) return undefined;
    for (const caller of callers) {
      const { verdict, policies: ofPod } = judge(view, 'Ingress', pod, { pod: caller }, { port: endpoint.port, protocol });
      if (verdict !== 'refused') return undefined;
      for (const policy of ofPod) policies.add(policy);
    }
  }
  return { title: `port ${resolved.endpoints[0]?.port ?? ''} of the pods of ${service}`, policies: [...policies] };
}
