import { refOf } from '../../../cluster/index.js';
import type { Rule } from '../../rule.js';
import { endpointPods, hasSelector, isTerminating, readinessOf } from '../../../service-networking/index.js';
import { readinessEvidence, tellUnready } from './unready.js';

export const endpointsPartiallyUnready: Rule = {
  id: 'endpoints-partially-unready',
  code: 'SVC-003',
  severity: 'warning',
  title: 'Some endpoints are not ready',
  checks:
    'Of the pods that a Service selects some are ready and some are not. Pods that have ended or are being deleted do not count, so that a rolling update does not fire by its old pods. ' +
    'Quiet with publishNotReadyAddresses. A Service without any ready pod is told by endpoints-all-unready.',
  why: 'The ready pods carry the load of all, and each further failure weighs more.',
  fix: 'Mend what keeps these pods from being ready; `kubectl describe pod` tells the events behind each reason.',
  source: 'k8s.io/endpointslice v0.34.2 utils.go, podToEndpoint',
  reads: ['Service', 'Pod'],
  *check(view) {
    for (const service of view.objects('Service')) {
      yield;
      if (!hasSelector(service) || service.spec.publishNotReadyAddresses) continue;
      const pods = endpointPods(view, service).filter((pod) => !isTerminating(pod));
      const unready = pods.filter((pod) => readinessOf(pod) === 'unready');
      const ready = pods.filter((pod) => readinessOf(pod) === 'ready');
      if (unready.length === 0 || ready.length === 0) continue;
      yield {
        subject: refOf(service),
        detail: `${ready.length} of ${pods.length} pods ${ready.length === 1 ? 'is' : 'are'} ready. Not ready: ${tellUnready(unready)}.`,
        evidence: [{ ...refOf(service), field: 'spec.selector', value: service.spec.selector }, ...readinessEvidence(unready)],
      };
    }
  },
};
