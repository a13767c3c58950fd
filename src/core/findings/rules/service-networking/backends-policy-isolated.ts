import { enumerate, formatRef } from '../../../analysis/index.js';
import { refOf, type ClusterView, type KindName, type Pod, type Service } from '../../../cluster/index.js';
import { PossibleCallers, whyNobodyMayCall, type ClosedPolicy, type PossibleCaller } from '../../../network-policy/index.js';
import { endpointPods, findPort, hasEnded, hasSelector, readinessOf } from '../../../service-networking/index.js';
import type { Rule } from '../../rule.js';
import { policiesInForce, policyKindsBeside } from '../cni/policies-of-others.js';

/** Of these, pods to come are made. */
const templated = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'] as const satisfies readonly KindName[];
const callerKinds = ['Pod', ...templated] as const satisfies readonly KindName[];

export const backendsPolicyIsolated: Rule = {
  id: 'backends-policy-isolated',
  code: 'SVC-021',
  severity: 'error',
  title: 'NetworkPolicies let nobody call the endpoints of a Service',
  checks:
    'Every ready pod of a Service is isolated by NetworkPolicies, and on none of its ports these admit a pod that exists, or one of which a workload, Job or CronJob holds the template. A warning where kinds of policy are installed that may admit more (of Cilium, Calico, Antrea, administrators). ' +
    'Quiet where a rule admits everybody or a block of addresses, for pods on the network of their node, where not all pods are in the snapshot, and where nobody enforces NetworkPolicies.',
  why: 'The pods are healthy, probes of their own node reach them, and yet every call of the Service hangs.',
  fix: 'Add a rule that admits the callers on the port of the pods (behind the Service), or correct the selectors of the one that is meant to.',
  source: 'k8s.io/api networking/v1 types.go v0.37.2; https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  reads: ['Service', 'Pod', 'NetworkPolicy'],
  consults: ['Namespace', 'CronJob', ...templated, ...policyKindsBeside('Service', 'Pod', 'NetworkPolicy', 'DaemonSet')],
  *check(view) {
    if (view.objects('NetworkPolicy').length === 0 || !view.covers('Pod')) return;
    const callers = new PossibleCallers(view, namespacesIn(view), callersOf(view));
    for (const service of view.objects('Service')) {
      yield;
      if (!hasSelector(service)) continue;
      const pods = endpointPods(view, service).filter((pod) => pod.derivedFrom === undefined && readinessOf(pod) === 'ready');
      const closed = closedPolicies(view, service, pods, callers);
      const [first] = closed ?? [];
      if (closed === undefined || first === undefined) continue;
      const inForce = policiesInForce(view);
      if (inForce === undefined) continue;
      const who = pods.length === 1 ? 'Its ready endpoint' : `None of its ${pods.length} ready endpoints`;
      yield {
        subject: refOf(service),
        detail: `${who} may be called by ${pods.length === 1 ? 'nobody' : 'anybody'} beyond ${pods.length === 1 ? 'its' : 'their'} own node${pods.length === 1 ? '' : 's'}: ${enumerate(closed.map(({ policy, reason }) => `${formatRef(refOf(policy))} ${reason}`), 3)}.${inForce.caveat}`,
        evidence: closed.slice(0, 3).map(({ policy }) => ({ ...refOf(policy), field: 'spec.ingress', value: policy.spec.ingress ?? [] })),
        ...(inForce.caveat !== '' && { severity: 'warning' as const }),
      };
    }
  },
};

/** The policies that close every port of every pod, each once; undefined where something is open. */
function closedPolicies(view: ClusterView, service: Service, pods: readonly Pod[], callers: PossibleCallers): readonly ClosedPolicy[] | undefined {
  const found = new Map<string, ClosedPolicy>();
  for (const pod of pods) {
    for (const port of service.spec.ports) {
      const target = findPort(pod, port);
      if (target === undefined) continue;
      const closed = whyNobodyMayCall(view, pod, { port: target, protocol: port.protocol }, callers);
      if (closed === undefined) return undefined;
      for (const each of closed) if (!found.has(each.policy.metadata.name)) found.set(each.policy.metadata.name, each);
    }
  }
  return [...found.values()];
}

function callersOf(view: ClusterView): (namespace: string) => readonly PossibleCaller[] {
  const known = new Map<string, readonly PossibleCaller[]>();
  return (namespace) => {
    const callers = known.get(namespace) ?? callersIn(view, namespace);
    known.set(namespace, callers);
    return callers;
  };
}

/** Those in which there is anybody. */
function namespacesIn(view: ClusterView): readonly string[] {
  return [...new Set([...callerKinds, 'CronJob' as const].flatMap((kind) => view.objects(kind).map(({ metadata }) => metadata.namespace)))];
}

function callersIn(view: ClusterView, namespace: string): readonly PossibleCaller[] {
  const isHere = ({ metadata }: { readonly metadata: { readonly namespace: string } }) => metadata.namespace === namespace;
  const templates = templated.flatMap((kind) => view.objects(kind).filter(isHere).map(({ spec }) => spec.template));
  const scheduled = view.objects('CronJob').filter(isHere).map(({ spec }) => spec.jobTemplate.spec.template);
  return [...view.podsIn(namespace).filter((pod) => !hasEnded(pod)).map(({ metadata }) => metadata), ...[...templates, ...scheduled].map(({ metadata }) => metadata)];
}
