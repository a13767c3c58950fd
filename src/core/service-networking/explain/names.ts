import { count, enumerate } from '../../analysis/index.js';
import type { ClusterView, Service } from '../../cluster/index.js';
import type { ExplainedEndpoint, Reach } from './explanation.js';

/** The name of a Service in DNS, without the cluster's zone, which the configuration of CoreDNS and the kubelets tells: `web.shop.svc`. */
function nameOf({ metadata }: Service): string {
  return `${metadata.name}.${metadata.namespace}.svc`;
}

/** What the name of a Service stands for. */
export function dnsReach(view: ClusterView, service: Service, endpoints: readonly ExplainedEndpoint[], isKnown: boolean): Reach[] {
  const base = { way: 'dns', addresses: [nameOf(service)], from: 'cluster', ports: service.spec.ports.map(({ port, protocol, name }) => ({ port, protocol, name: name ?? null })) } as const;
  const { type, externalName, clusterIP } = service.spec;
  if (type === 'ExternalName') return [{ ...base, ports: [], ...externalReach(view, externalName) }];
  if (clusterIP === 'None') return [{ ...base, ...headlessReach(endpoints, isKnown) }];
  if (clusterIP === undefined || clusterIP === '') return [{ ...base, works: 'unknown', detail: 'The snapshot tells no ClusterIP, for which its name would stand.' }];
  return [{ ...base, works: 'yes', detail: `Its name stands for ${enumerate(service.spec.clusterIPs ?? [clusterIP], 2)}, whether or not an endpoint is ready.` }];
}

function headlessReach(endpoints: readonly ExplainedEndpoint[], isKnown: boolean): Pick<Reach, 'works' | 'detail'> {
  if (!isKnown) return { works: 'unknown', detail: 'The snapshot does not tell its endpoints.' };
  const published = endpoints.filter(({ isUsed }) => isUsed);
  if (published.length === 0) return { works: 'no', detail: endpoints.length === 0 ? 'It is headless and has no endpoint: its name does not resolve.' : 'It is headless and none of its endpoints is ready: its name does not resolve.' };
  return { works: 'yes', detail: `It is headless: its name stands for the addresses of ${published.length === endpoints.length ? `its ${count(published.length, 'endpoint')}` : `${published.length} of its ${endpoints.length} endpoints`}, and connections go to the port of the pod, without kube-proxy.` };
}

function externalReach(view: ClusterView, externalName: string | undefined): Pick<Reach, 'works' | 'detail'> {
  if (externalName === undefined || externalName === '') return { works: 'no', detail: 'It is an ExternalName without a name: DNS has nothing to answer.' };
  const [name = '', namespace = '', svc] = externalName.split('.');
  const inner = svc === 'svc' && view.covers('Service', namespace) && view.get('Service', namespace, name) === undefined;
  return inner
    ? { works: 'no', detail: `DNS answers with an alias of ${externalName}, and there is no Service ${namespace}/${name}.` }
    : { works: 'unknown', detail: `DNS answers with an alias (CNAME) of ${externalName}; kube-proxy has no part in it, and ports of the Service mean nothing.` };
}
