import { count, enumerate } from '../../../analysis/index.js';
import { matchesLabels, refOf, type ClusterView, type Service } from '../../../cluster/index.js';
import { endpointPods, hasSelector, isHeadless, isTerminating, readinessOf } from '../../../service-networking/index.js';
import type { Rule } from '../../rule.js';
import { readinessEvidence, tellUnready } from './unready.js';

export const terminatingOnly: Rule = {
  id: 'terminating-only',
  code: 'SVC-011',
  severity: 'warning',
  title: 'Only endpoints that are being shut down are left',
  checks:
    'Of the pods that a Service selects, those that are ready are all being deleted, and no other is ready. Quiet with publishNotReadyAddresses, where every workload that it selects is scaled to zero, and where the readiness of a pod is not in the snapshot.',
  why: 'kube-proxy still sends connections to them, as they serve while they go; when they are gone, there is nobody. The name of a headless Service no longer resolves.',
  fix: 'See why no successor is ready. A rolling update with maxUnavailable 0, or more than one replica, keeps one until another has taken its place.',
  source: 'kubernetes pkg/proxy/topology.go v1.37.2, CategorizeEndpoints; k8s.io/endpointslice v0.37.2 utils.go, podToEndpoint',
  reads: ['Service', 'Pod'],
  consults: ['Deployment', 'StatefulSet'],
  *check(view) {
    for (const service of view.objects('Service')) {
      yield;
      if (!hasSelector(service) || service.spec.publishNotReadyAddresses) continue;
      const pods = endpointPods(view, service);
      const going = pods.filter((pod) => isTerminating(pod) && readinessOf(pod) === 'ready');
      const others = pods.filter((pod) => !going.includes(pod));
      if (going.length === 0 || !others.every((pod) => readinessOf(pod) === 'unready' || isTerminating(pod)) || isScaledDown(view, service)) continue;
      const successors = others.filter((pod) => !isTerminating(pod));
      const rest = successors.length === 0 ? 'no successor is there' : `${count(successors.length, 'successor')} ${successors.length === 1 ? 'is' : 'are'} not ready: ${tellUnready(successors)}`;
      yield {
        subject: refOf(service),
        detail: `${isHeadless(service) ? 'No endpoint is published' : 'Connections go to pods that are being shut down'}: ${enumerate(going.map(({ metadata }) => metadata.name), 3)} ${going.length === 1 ? 'is' : 'are'} being deleted; ${rest}.`,
        evidence: [{ ...refOf(service), field: 'spec.selector', value: service.spec.selector }, ...going.slice(0, 3).map((pod) => ({ ...refOf(pod), field: 'metadata.deletionTimestamp', value: pod.metadata.deletionTimestamp })), ...readinessEvidence(successors)],
      };
    }
  },
};

/** Whether its pods go on purpose. */
function isScaledDown(view: ClusterView, { metadata, spec }: Service): boolean {
  const selected = [...view.objects('Deployment'), ...view.objects('StatefulSet')].filter((workload) => workload.metadata.namespace === metadata.namespace && matchesLabels(spec.selector ?? {}, workload.spec.template.metadata.labels));
  return selected.length > 0 && selected.every((workload) => workload.spec.replicas === 0);
}
