import { refOf, type ClusterView, type Ingress, type Service } from '../../../cluster/index.js';
import { isAddress } from '../../../ip/index.js';
import type { Rule } from '../../rule.js';

export const externalnameSuspect: Rule = {
  id: 'externalname-suspect',
  code: 'SVC-018',
  severity: 'warning',
  title: 'The externalName leads nowhere',
  checks:
    'An ExternalName Service names an IP address, or a name of the cluster that cannot exist: below svc.cluster.local without a Service of that name, or ending in .svc. ' +
    'Info for an address to which an Ingress leads: some controllers connect to it without DNS. Quiet for names outside of the cluster and for Services that exist.',
  why: 'DNS answers with a CNAME to that name as it stands, without search list. A CNAME cannot hold an address, and a name that does not exist resolves to nothing.',
  fix: 'Write the full name <service>.<namespace>.svc.cluster.local of a Service that exists; for an address use a Service without selector and an EndpointSlice.',
  source: 'coredns/coredns plugin/kubernetes/kubernetes.go, findServices, coredns@01c3238: an externalName that is an address is no record; kubernetes/ingress-nginx internal/ingress/controller/endpointslices.go, getEndpointsFromSlices, v1.15.1',
  reads: ['Service'],
  consults: ['Ingress'],
  *check(view) {
    for (const service of view.objects('Service')) {
      yield;
      if (service.spec.type !== 'ExternalName') continue;
      const { externalName } = service.spec;
      const reason = externalName === undefined ? undefined : whySuspect(view, service, externalName.replace(/\.$/, '').toLowerCase());
      if (externalName === undefined || reason === undefined) continue;
      const evidence = [{ ...refOf(service), field: 'spec.externalName', value: externalName }];
      const ingress = isAddress(externalName) ? ingressTo(view, service) : undefined;
      if (ingress === undefined) yield { subject: refOf(service), detail: `${externalName} ${reason}.`, evidence };
      else {
        const detail = `${externalName} ${reason}; Ingress ${ingress.metadata.name} leads here, and some controllers connect to it without DNS.`;
        yield { subject: refOf(service), severity: 'info', title: 'The externalName is an address', detail, evidence: [...evidence, refOf(ingress)] };
      }
    }
  },
};

/** The first Ingress that has the Service for a backend. */
function ingressTo(view: ClusterView, { metadata: { namespace, name } }: Service): Ingress | undefined {
  return view.objects('Ingress').find(({ metadata, spec }) => {
    const backends = [spec.defaultBackend, ...(spec.rules ?? []).flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend))];
    return metadata.namespace === namespace && backends.some((backend) => backend?.service?.name === name);
  });
}

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
