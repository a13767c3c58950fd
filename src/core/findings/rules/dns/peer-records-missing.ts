import { matchesLabels, refOf, type ClusterView, type Labels, type Pod, type Service, type StatefulSet } from '../../../cluster/index.js';
import type { Rule, Violation } from '../../rule.js';

export const peerRecordsMissing: Rule = {
  id: 'peer-records-missing',
  code: 'DNS-009',
  severity: 'warning',
  title: 'The pods of a StatefulSet have no names in DNS',
  checks:
    'The serviceName of a StatefulSet names no Service of its namespace, an ExternalName, or a Service whose selector matches neither its template nor one of its pods. Info where it has at most one replica, which has no peers to find, ' +
    'and where the Service is not headless: CoreDNS answers for the pods all the same, other DNS servers need not. Quiet without a serviceName and for Services without a selector.',
  why: 'Peers find each other as <pod>.<service>; without the Service these names do not resolve, and a cluster of databases or queues cannot form.',
  fix: 'Create a headless Service (clusterIP: None) of that name that selects the pods; a serviceName cannot be changed in place.',
  source: 'k8s.io/endpointslice v0.34.2 util/controller_utils.go, ShouldSetHostname; coredns/coredns plugin/kubernetes/kubernetes.go, findServices, coredns@01c3238',
  reads: ['StatefulSet', 'Service'],
  consults: ['Pod'],
  *check(view) {
    for (const set of view.objects('StatefulSet')) {
      yield;
      const { serviceName } = set.spec;
      if (serviceName === undefined || serviceName === '') continue;
      const violation = judge(view, set, serviceName, view.get('Service', set.metadata.namespace, serviceName));
      if (violation !== undefined) yield violation;
    }
  },
};

function judge(view: ClusterView, set: StatefulSet, serviceName: string, service: Service | undefined): Violation | undefined {
  const because = (detail: string, severity: 'warning' | 'info' = 'warning'): Violation => ({
    subject: refOf(set),
    severity: set.spec.replicas <= 1 ? 'info' : severity,
    detail,
    evidence: [{ ...refOf(set), field: 'spec.serviceName', value: serviceName }, ...(service === undefined ? [] : [refOf(service)])],
  });
  const peer = `${set.metadata.name}-${set.spec.ordinals?.start ?? 0}.${serviceName}`;
  if (service === undefined) return because(`Namespace ${set.metadata.namespace} has no Service ${serviceName}, so ${peer} does not resolve.`);
  const { type, selector = {}, clusterIP } = service.spec;
  if (type === 'ExternalName') return because(`Service ${serviceName} is an ExternalName, so ${peer} does not resolve.`);
  if (Object.keys(selector).length === 0) return undefined;
  if (!matchesLabels(selector, set.spec.template.metadata.labels) && !selectsPodOf(view, set, selector)) return because(`Service ${serviceName} does not select the pods of this StatefulSet, so ${peer} does not resolve.`);
  return clusterIP === 'None' ? undefined : because(`Service ${serviceName} is not headless: only CoreDNS answers for ${peer}.`, 'info');
}

/** Operators give labels to running pods that no template has. */
function selectsPodOf(view: ClusterView, { metadata }: StatefulSet, selector: Labels): boolean {
  const owned = (pod: Pod) => pod.metadata.ownerReferences?.some(({ kind, name }) => kind === 'StatefulSet' && name === metadata.name);
  return view.podsSelectedBy(metadata.namespace, selector).some(owned);
}
