import { count } from '../../../analysis/index.js';
import { refOf } from '../../../cluster/index.js';
import type { Rule } from '../../rule.js';
import { endpointPods, hasSelector, readinessOf } from '../../../service-networking/index.js';
import { readinessEvidence, tellUnready } from './unready.js';

export const endpointsAllUnready: Rule = {
  id: 'endpoints-all-unready',
  code: 'SVC-002',
  severity: 'critical',
  title: 'No endpoint is ready',
  checks:
    'Pods match the selector of a Service, and none of them is ready. Quiet with publishNotReadyAddresses, while a pod that is being deleted is still ready (it serves until it is gone), ' +
    'and where the readiness of a pod is not in the snapshot. Pods that have ended do not count.',
  why: 'kube-proxy refuses connections to a Service without ready endpoints, although its pods may be “Running”; DNS gives no address for a headless one.',
  fix: 'Mend what keeps the pods from being ready; `kubectl describe pod` tells the events behind each reason.',
  source: 'k8s.io/endpointslice v0.34.2 utils.go, podToEndpoint; pkg/proxy/topology.go, CategorizeEndpoints, v1.34.3',
  reads: ['Service', 'Pod'],
  *check(view) {
    for (const service of view.objects('Service')) {
      yield;
      if (!hasSelector(service) || service.spec.publishNotReadyAddresses) continue;
      const pods = endpointPods(view, service);
      if (pods.length === 0 || !pods.every((pod) => readinessOf(pod) === 'unready')) continue;
      yield {
        subject: refOf(service),
        detail: `None of ${count(pods.length, 'pod')} is ready: ${tellUnready(pods)}.`,
        evidence: [{ ...refOf(service), field: 'spec.selector', value: service.spec.selector }, ...readinessEvidence(pods)],
      };
    }
  },
};
