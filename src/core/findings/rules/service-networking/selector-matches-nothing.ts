import { enumerate, type Evidence } from '../../../analysis/index.js';
import { isKindName, matchesLabels, refOf, type ClusterView, type KubeObject, type Service } from '../../../cluster/index.js';
import type { Rule, Violation } from '../../rule.js';
import { hasEnded, hasSelector, isHeadless, nearPods, selectedPods, tellDifferences, tellLabels } from '../../../service-networking/index.js';

export const selectorMatchesNothing: Rule = {
  id: 'selector-matches-nothing',
  code: 'SVC-001',
  severity: 'error',
  title: 'The selector matches no pod',
  checks:
    'A Service has a selector and no pod of its namespace has these labels. Info instead of error where the pods are away on purpose: a workload that it would select ' +
    'is scaled to zero or between two runs, all matching pods have ended, or the selector asks for a role (a label whose name ends in “role”) that none of the pods has now. Quiet for ExternalName and for Services without a selector.',
  why: 'Without endpoints every connection to the Service is refused, and the name of a headless one does not resolve.',
  fix: 'Make the selector and the labels of the pod template the same, letter by letter.',
  source: 'k8s.io/endpointslice v0.34.2 reconciler.go, reconcileByAddressType; pkg/proxy/iptables/proxier.go, syncProxyRules, v1.34.3: REJECT "has no endpoints"',
  reads: ['Service', 'Pod'],
  consults: ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob'],
  *check(view) {
    for (const service of view.objects('Service')) {
      yield;
      if (!hasSelector(service)) continue;
      const selected = selectedPods(view, service);
      if (selected.every(hasEnded)) yield selected.length === 0 ? noPod(view, service) : onlyEnded(service, selected.map(refOf));
    }
  },
};

function noPod(view: ClusterView, service: Service): Violation {
  const evidence = [selectorOf(service)];
  const subject = refOf(service);
  const selector = tellLabels(service.spec.selector);
  const workloads = workloadsOf(view, service);
  if (workloads.length > 0 && workloads.every(({ wanted }) => wanted === 0)) {
    return {
      subject,
      severity: 'info',
      title: 'The selected workload runs no pods',
      detail: `${selector} selects the pods of ${enumerate(workloads.map(({ label }) => label), 3)}, which ${workloads.length === 1 ? 'runs' : 'run'} none at the moment; ${consequence(service)}.`,
      fix: 'Nothing, if that is intended; otherwise scale the workload up.',
      evidence: [...evidence, ...workloads.map(({ evidence: each }) => each)],
    };
  }
  const missing = workloads.filter(({ wanted }) => wanted !== 0);
  if (missing.length > 0) {
    return {
      subject,
      detail: `${selector} would match the pods of ${enumerate(missing.map(({ label }) => label), 3)}, but these pods do not exist.`,
      fix: 'See why the workload makes no pods: its events and conditions name a quota, an admission webhook or a missing service account.',
      evidence: [...evidence, ...missing.map(({ evidence: each }) => each)],
    };
  }
  const near = closestPods(view, service);
  const { namespace } = service.metadata;
  const role = near.length > 0 && near.every(({ otherRole }) => otherRole);
  const others = view.podsIn(namespace).length === 0 ? 'The snapshot holds no pod of this namespace.' : 'No pod comes close.';
  const hint = near.length === 0 ? others : `Closest: ${near.map(({ text }) => text).join('; ')}.`;
  return {
    subject,
    ...(role && { severity: 'info', title: 'No pod has the role that the selector asks for', fix: 'Nothing, if the application has no such member, as a database of one instance has no replica; otherwise see why no pod took the role.' }),
    detail: `No pod of namespace ${namespace} has ${selector}. ${hint}`,
    evidence: [...evidence, ...near.map(({ evidence: each }) => each)],
  };
}

function onlyEnded(service: Service, pods: readonly Evidence[]): Violation {
  return {
    subject: refOf(service),
    severity: 'info',
    title: 'The selector matches only pods that have ended',
    detail: `${tellLabels(service.spec.selector)} matches ${enumerate(pods.map(({ name }) => name), 3)}, which ended and serve nobody; ${consequence(service)}.`,
    fix: 'Nothing, if the work is done; otherwise start the workload again.',
    evidence: [selectorOf(service), ...pods.slice(0, 3).map((pod) => ({ ...pod, field: 'status.phase' }))],
  };
}

function consequence(service: Service): string {
  return isHeadless(service) ? 'its name does not resolve' : 'connections are refused';
}

function selectorOf(service: Service): Evidence {
  return { ...refOf(service), field: 'spec.selector', value: service.spec.selector };
}

interface Candidate {
  readonly label: string;
  /** Pods that it should have now; undefined where it cannot be told. */
  readonly wanted: number | undefined;
  readonly evidence: Evidence;
}

/** The workloads whose pods the Service would select. One that another workload made is told by its maker, where that is known. */
function workloadsOf(view: ClusterView, service: Service): Candidate[] {
  const { namespace } = service.metadata;
  const candidate = (object: KubeObject, field: string, wanted: number | undefined): Candidate => ({
    label: `${object.kind} ${object.metadata.name}`,
    wanted,
    evidence: { ...refOf(object), field, ...(wanted !== undefined && { value: wanted }) },
  });
  const selects = (template: { readonly metadata: { readonly labels?: Readonly<Record<string, string>> } } | undefined) =>
    template !== undefined && matchesLabels(service.spec.selector ?? {}, template.metadata.labels);
  const here = <T extends KubeObject>(objects: readonly T[]) =>
    objects.filter((object) => 'namespace' in object.metadata && object.metadata.namespace === namespace && !object.metadata.ownerReferences?.some((owner) => owner.controller && isKindName(owner.kind) && view.get(owner.kind, namespace, owner.name) !== undefined));
  return [
    ...(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'] as const).flatMap((kind) =>
      here(view.objects(kind)).filter(({ spec }) => selects(spec.template)).map((each) => candidate(each, 'spec.replicas', each.spec.replicas)),
    ),
    ...here(view.objects('DaemonSet')).filter(({ spec }) => selects(spec.template)).map((each) => candidate(each, 'status.desiredNumberScheduled', each.status?.desiredNumberScheduled)),
    ...here(view.objects('Job')).filter(({ spec }) => selects(spec.template)).map((each) => candidate(each, 'status.active', each.status?.active ?? 0)),
    ...here(view.objects('CronJob')).filter(({ spec }) => selects(spec.jobTemplate.spec.template)).map((each) => candidate(each, 'spec.schedule', 0)),
  ];
}

interface Near {
  readonly text: string;
  /** It differs by its role alone, and not by a slip of the pen. */
  readonly otherRole: boolean;
  readonly evidence: Evidence;
}

function closestPods(view: ClusterView, service: Service): Near[] {
  return nearPods(view, service).map(({ pod, differences, isNearInValue }) => ({
    text: `pod ${pod.metadata.name} has ${tellDifferences(differences)}`,
    otherRole: !isNearInValue && differences.length === 1 && differences.every(({ key, found }) => /role$/i.test(key) && found !== undefined),
    evidence: { ...refOf(pod), field: 'metadata.labels', value: pod.metadata.labels },
  }));
}
