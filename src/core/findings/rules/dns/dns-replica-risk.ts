import { refOf, type Service } from '../../../cluster/index.js';
import type { Rule } from '../../rule.js';
import { endpointPods, hasSelector, isTerminating, readinessOf } from '../../../service-networking/index.js';

export const dnsReplicaRisk: Rule = {
  id: 'dns-replica-risk',
  code: 'DNS-011',
  severity: 'warning',
  title: 'The cluster DNS hangs on one pod or one node',
  checks:
    'In a cluster of several nodes the Service of the cluster DNS (k8s-app=kube-dns, port 53) has one ready pod, or all its ready pods on one node. ' +
    'Without any ready pod it is told by endpoints-all-unready. Quiet in a cluster of one node and where the readiness of a pod is not in the snapshot.',
  why: 'When that pod or node goes, no name resolves in the whole cluster until it is back.',
  fix: 'Run at least two replicas, and spread them by a topologySpreadConstraint or podAntiAffinity on kubernetes.io/hostname.',
  source: 'https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/: the label k8s-app of the cluster DNS',
  reads: ['Service', 'Pod', 'Node'],
  *check(view) {
    if (view.objects('Node').length < 2) return;
    for (const service of view.objects('Service')) {
      yield;
      if (!isClusterDns(service) || !hasSelector(service)) continue;
      const pods = endpointPods(view, service).filter((pod) => !isTerminating(pod));
      const ready = pods.filter((pod) => readinessOf(pod) === 'ready');
      const [first] = ready;
      if (first === undefined || pods.some((pod) => readinessOf(pod) === 'unknown')) continue;
      if (ready.some(({ spec }) => spec.nodeName === undefined || spec.nodeName !== first.spec.nodeName)) continue;
      const where = `node ${first.spec.nodeName}`;
      yield {
        subject: refOf(service),
        detail: ready.length === 1 ? `Only ${first.metadata.name} on ${where} is ready.` : `All ${ready.length} ready pods run on ${where}.`,
        evidence: [{ ...refOf(service), field: 'spec.selector', value: service.spec.selector }, ...ready.slice(0, 3).map((pod) => ({ ...refOf(pod), field: 'spec.nodeName', value: pod.spec.nodeName }))],
      };
    }
  },
};

function isClusterDns({ metadata, spec }: Service): boolean {
  return metadata.labels?.['k8s-app'] === 'kube-dns' && spec.ports.some(({ port }) => port === 53);
}
