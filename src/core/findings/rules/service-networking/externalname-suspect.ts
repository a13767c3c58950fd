import { refOf, type ClusterView, type Service } from '../../../cluster/index.js';
import { isAddress } from '../../../ip/index.js';
import type { Rule } from '../../rule.js';

export const externalnameSuspect: Rule = {
  id: 'externalname-suspect',
  code: 'SVC-018',
  severity: 'warning',
  title: 'The externalName leads nowhere',
  checks:
    'An ExternalName Service names an IP address, or a name of the cluster that cannot exist: below svc.cluster.local without a Service of that name, or ending in .svc. ' +
    'Quiet for names outside of the cluster and for Services that exist.',
  why: 'DNS answers with a CNAME to that name as it stands, without search list. A CNAME cannot hold an address, and a name that does not exist resolves to nothing.',
  fix: 'Write the full name <service>.<namespace>.svc.cluster.local of a Service that exists; for an address use a Service without selector and an EndpointSlice.',
  source: 'coredns/coredns plugin/kubernetes/kubernetes.go, findServices, v1.12: an externalName that is an IP is a name error',
  reads: ['Service'],
  *check(view) {
    for (const service of view.objects('Service')) {
      if (service.spec.type !== 'ExternalName') continue;
      const { externalName } = service.spec;
      const reason = externalName === undefined ? undefined : whySuspect(view, service, externalName.replace(/\.$/, '').toLowerCase());
      if (reason !== undefined) yield { subject: refOf(service), detail: `${externalName} ${reason}.`, evidence: [{ ...refOf(service), field: 'spec.externalName', value: externalName }] };
    }
  },
};

function whySuspect(view: ClusterView, service: Service, target: string): string | undefined {
  if (isAddress(target)) return 'is an IP address, which a CNAME cannot hold';
  if (target.endsWith('.svc')) return 'lacks the cluster domain, and a CNAME goes through no search list';
  const inside = /^(?:(.*)\.)?svc\.cluster\.local$/.exec(target);
  if (inside === null) return undefined;
  const [namespace, name] = (inside[1] ?? '').split('.').reverse();
  if (namespace === undefined || namespace === '' || name === undefined) return 'names no Service';
  if (namespace === service.metadata.namespace && name === service.metadata.name) return 'is this Service itself';
  return view.covers('Service', namespace) && view.get('Service', namespace, name) === undefined ? `names Service ${namespace}/${name}, which does not exist` : undefined;
}
