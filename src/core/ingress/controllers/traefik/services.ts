import type { ClusterView, Ingress, Service } from '../../../cluster/index.js';
import { withSlices } from '../../../service-networking/index.js';
import type { BackendEndpoint } from '../../answer.js';
import { whyUnknown } from '../../backends.js';
import { readServiceAnnotations, type ServiceAnnotations } from './annotations.js';
import type { StaticConfig } from './static-config.js';

/**
 * What Traefik makes of the Service and port of a path.
 * - `endpoints`: it sends requests there; where there is none it answers 503
 * - `refused`: it makes no router of the path
 * - `unknown`: the snapshot does not tell; the router is taken to be there
 */
export type LoadedService =
  | { readonly state: 'endpoints'; readonly endpoints: readonly BackendEndpoint[]; readonly middlewares: readonly string[]; readonly warning?: string }
  | { readonly state: 'refused'; readonly reason: string }
  | { readonly state: 'unknown'; readonly reason: string };

export type ServiceBackend = NonNullable<NonNullable<Ingress['spec']['defaultBackend']>['service']>;
type Port = Service['spec']['ports'][number];

/** Source: Traefik v3.7.9 pkg/provider/kubernetes/ingress/kubernetes.go, loadService. */
export function loadService(view: ClusterView, config: StaticConfig, namespace: string, { name, port: written }: ServiceBackend): LoadedService {
  const service = view.get('Service', namespace, name);
  const label = `Service ${namespace}/${name}`;
  if (service === undefined) return view.covers('Service', namespace) ? refuse(`${label} is not there`) : { state: 'unknown', reason: `The snapshot does not hold ${label}, nor all Services: it was taken to have endpoints.` };
  const { type, ports } = service.spec;
  if (type === 'ExternalName' && !config.allowsExternalNames) return refuse(`${label} is an ExternalName, which Traefik does not use without providers.kubernetesIngress.allowExternalNameServices`);
  const port = ports.find((each) => each.port === written.number || (each.name === written.name && (each.name ?? '') !== ''));
  if (port === undefined) return refuse(`${label} has no port ${JSON.stringify(written.name ?? written.number ?? '')}; Traefik knows a port by its number or name, not by its targetPort`);
  const annotations = readServiceAnnotations(service.metadata.annotations);
  if ('refused' in annotations) return refuse(`${label}: ${annotations.refused}`);
  const loaded = serversOf(view, config, service, port, annotations);
  if (loaded.state !== 'endpoints' || loaded.endpoints.length > 0 || isStatic(service, config, annotations) || config.allowsEmptyServices || loaded.listed) return loaded;
  return refuse(`${label} has no endpoint for port ${port.port}`);
}

function refuse(reason: string): LoadedService {
  return { state: 'refused', reason };
}

function isStatic({ spec }: Service, config: StaticConfig, { toClusterIP, toNodePort }: ServiceAnnotations): boolean {
  return spec.type === 'ExternalName' || (toClusterIP ?? config.sendsToClusterIP) || (toNodePort && spec.type === 'NodePort');
}

type Loaded = LoadedService & { readonly listed?: boolean };

function serversOf(view: ClusterView, config: StaticConfig, service: Service, port: Port, { middlewares, toClusterIP, toNodePort }: ServiceAnnotations): Loaded {
  const { type, externalName = '', clusterIP = '' } = service.spec;
  const at = (endpoints: readonly BackendEndpoint[]): Loaded => ({ state: 'endpoints', endpoints, middlewares });
  if (toNodePort && type === 'NodePort') {
    const addresses = nodeAddresses(view);
    return addresses.length === 0 ? refuse('no node has an internal address') : at(addresses.map((ip) => ({ ip, port: port.nodePort ?? 0 })));
  }
  if (type === 'ExternalName') return at([{ ip: externalName, port: port.port }]);
  if (toClusterIP ?? config.sendsToClusterIP) return clusterIP === 'None' || clusterIP === '' ? refuse('it has no ClusterIP to send requests to') : at([{ ip: clusterIP, port: port.port }]);
  const unknown = whyUnknown(view, service);
  if (unknown !== undefined) return { state: 'unknown', reason: unknown };
  return fromSlices(view, service, port, middlewares);
}

function nodeAddresses(view: ClusterView): readonly string[] {
  return view.objects('Node').flatMap(({ status }) => (status?.addresses ?? []).filter(({ type }) => type === 'InternalIP').map(({ address }) => address));
}

/** Every address of an endpoint that serves, each once; those that terminate get nothing new. */
function fromSlices(view: ClusterView, service: Service, { name = '' }: Port, middlewares: readonly string[]): Loaded {
  const found = new Map<string, BackendEndpoint>();
  const seen = new Set<string>();
  for (const slice of withSlices(view).view.slicesOf(service)) {
    const number = slice.ports.find((each) => each.name === name)?.port ?? 0;
    for (const { conditions, addresses, targetRef } of number === 0 ? [] : slice.endpoints) {
      if (!conditions.serving) continue;
      for (const ip of addresses) {
        if (seen.has(ip)) continue;
        seen.add(ip);
        const pod = targetRef?.kind === 'Pod' && targetRef.name !== undefined ? `${targetRef.namespace ?? slice.metadata.namespace}/${targetRef.name}` : undefined;
        if (!conditions.terminating) found.set(`${ip}:${number}`, { ip, port: number, ...(pod !== undefined && { pod }) });
      }
    }
  }
  const [warning] = withSlices(view).warningsOf(service);
  const endpoints = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, endpoint]) => endpoint);
  return { state: 'endpoints', endpoints, middlewares, listed: seen.size > 0, ...(warning !== undefined && { warning }) };
}
