import { compareText, type ClusterView, type EndpointSlice, type Service } from '../cluster/index.js';
import { hasSelector, selectedPods, withSlices, type SpecPort } from '../service-networking/index.js';
import type { BackendEndpoint } from './answer.js';

type SliceEndpoint = EndpointSlice['endpoints'][number];

/** Where the port that an Ingress names is looked for: among the numbers and names of the Service's ports, or among their targetPorts too. */
export type PortLookup = 'ports' | 'ports-and-targets';

/**
 * What the Service and port of a rule come to.
 * - `ready`: `endpoints` get the requests
 * - `empty`: there are none that are ready
 * - `unknown`: the snapshot does not tell; whoever asks takes it that there are some, and says `warning`
 * - `external-name`: the Service is an alias; `endpoints` holds its name where a port is known
 * - `no-service`, `no-port`: there is no such Service, or it has no such port
 */
export type BackendState = 'ready' | 'empty' | 'unknown' | 'external-name' | 'no-service' | 'no-port';

export interface ResolvedBackend {
  readonly state: BackendState;
  readonly service?: Service;
  readonly port?: SpecPort;
  readonly endpoints: readonly BackendEndpoint[];
  /** Present where the state is `unknown`, and where the endpoints were not read but derived. */
  readonly warning?: string;
}

/** Resolves the Service and port of a rule to the endpoints that are ready. Costs time in proportion to them: ask once a Service and port. */
export function resolveBackend(view: ClusterView, namespace: string, name: string, written: number | string | undefined, lookup: PortLookup): ResolvedBackend {
  const service = view.get('Service', namespace, name);
  if (service === undefined) {
    if (view.covers('Service', namespace)) return { state: 'no-service', endpoints: [] };
    return { state: 'unknown', endpoints: [], warning: `The snapshot does not hold Service ${namespace}/${name}, nor all Services: it was taken to have endpoints.` };
  }
  if (service.spec.type === 'ExternalName') return externalName(service, written, lookup);
  const port = findServicePort(service, written, lookup);
  if (port === undefined) return { state: 'no-port', service, endpoints: [] };
  return resolvePort(view, service, port);
}

/** The endpoints of one port of a Service that is no ExternalName. */
export function resolvePort(view: ClusterView, service: Service, port: SpecPort): ResolvedBackend {
  const found = { service, port };
  const unknown = whyUnknown(view, service);
  if (unknown !== undefined) return { ...found, state: 'unknown', endpoints: [], warning: unknown };
  const endpoints = readyEndpoints(view, service, (slice) => portsNamed(slice, port));
  const [warning] = withSlices(view).warningsOf(service);
  return { ...found, state: endpoints.length === 0 ? 'empty' : 'ready', endpoints, ...(warning !== undefined && { warning }) };
}

/** The first port of the Service with that number or name, or, with `ports-and-targets`, that targetPort; numbers and texts are compared as text. Without `written`: the first port. */
export function findServicePort({ spec }: Service, written: number | string | undefined, lookup: PortLookup): SpecPort | undefined {
  if (written === undefined) return spec.ports[0];
  const text = String(written);
  return spec.ports.find(({ port, name, targetPort }) => String(port) === text || name === text || (lookup === 'ports-and-targets' && String(targetPort) === text));
}

/**
 * The ready endpoints of a Service, each `ip:port` once and sorted by that text; of several addresses of an endpoint every one.
 *
 * @param ports the ports of a slice that count
 */
export function readyEndpoints(view: ClusterView, service: Service, ports: (slice: EndpointSlice) => readonly number[]): BackendEndpoint[] {
  const found = new Map<string, BackendEndpoint>();
  for (const slice of withSlices(view).view.slicesOf(service)) {
    const numbers = ports(slice);
    for (const endpoint of numbers.length === 0 ? [] : slice.endpoints) {
      if (!endpoint.conditions.ready) continue;
      const pod = podOf(slice, endpoint);
      for (const ip of endpoint.addresses) for (const port of numbers) found.set(`${ip}:${port}`, { ip, port, ...(pod !== undefined && { pod }) });
    }
  }
  return [...found].sort(([a], [b]) => compareText(a, b)).map(([, endpoint]) => endpoint);
}

/** Why the endpoints of a Service are not known: the snapshot holds only manifests, or nothing that they could be told from. Undefined where they are. */
export function whyUnknown(view: ClusterView, service: Service): string | undefined {
  const { namespace, name } = service.metadata;
  if (withSlices(view).sourceOf(service) === 'unknown') return `The snapshot does not tell the endpoints of Service ${namespace}/${name}: it was taken to have some.`;
  if (!hasSelector(service) || withSlices(view).view.slicesOf(service).length > 0) return undefined;
  const pods = selectedPods(view, service);
  const isOnlyPlanned = pods.length > 0 && pods.every(({ derivedFrom }) => derivedFrom !== undefined);
  return isOnlyPlanned ? `Of the pods of Service ${namespace}/${name} the snapshot holds only the manifest: they were taken to be ready.` : undefined;
}

function portsNamed(slice: EndpointSlice, { name = '', protocol }: SpecPort): number[] {
  return slice.ports.flatMap((each) => (each.name === name && each.protocol === protocol && each.port !== undefined ? [each.port] : []));
}

function externalName(service: Service, written: number | string | undefined, lookup: PortLookup): ResolvedBackend {
  const port = findServicePort(service, written, lookup);
  const number = port === undefined ? written : port.targetPort;
  const endpoints = typeof number === 'number' ? [{ ip: service.spec.externalName ?? '', port: number }] : [];
  return { state: 'external-name', service, ...(port !== undefined && { port }), endpoints };
}

function podOf({ metadata }: EndpointSlice, { targetRef }: SliceEndpoint): string | undefined {
  return targetRef?.kind === 'Pod' && targetRef.name !== undefined ? `${targetRef.namespace ?? metadata.namespace}/${targetRef.name}` : undefined;
}
