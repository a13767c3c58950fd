import type { ClusterView, Endpoints, EndpointSlice, Namespace, Pod, Service } from '../../cluster/index.js';

/** A port as the plugin keeps it; -1 where none is written. */
export interface KeptPort {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
}

/** A Service as the plugin keeps it. Source: coredns 1.14.7 plugin/kubernetes/object/service.go. */
export interface KeptService {
  readonly source: Service;
  /** Its name without the zone: `web.shop.svc.` */
  readonly domain: string;
  readonly clusterIPs: readonly string[];
  readonly isHeadless: boolean;
  readonly ports: readonly KeptPort[];
}

export interface KeptAddress {
  readonly ip: string;
  readonly hostname: string;
  /** The pod, or what else stands behind it; '' where the name is too long for a label. */
  readonly target: string;
  /** Of the topology, lower case. */
  readonly zone: string;
  /** The address as a label: `10-0-0-1`. */
  readonly dashed: string;
}

/** The ready endpoints of one EndpointSlice. Source: as above, object/endpoint.go. */
export interface KeptEndpoints {
  readonly source: EndpointSlice | Endpoints;
  readonly namespace: string;
  /** The Service that they belong to. */
  readonly service: string;
  readonly addresses: readonly KeptAddress[];
  readonly ports: readonly KeptPort[];
}

/** Most are never named: their label is made when it is first asked for. */
class EndpointAddress implements KeptAddress {
  #dashed: string | undefined;

  constructor(
    readonly ip: string,
    readonly hostname: string,
    readonly target: string,
    readonly zone: string,
  ) {}

  get dashed(): string {
    return (this.#dashed ??= this.ip.replaceAll(this.ip.includes('.') ? '.' : ':', '-'));
  }
}

const noPorts: readonly KeptPort[] = [{ name: '', protocol: '', port: -1 }];
/** A label has at most so many octets. */
const maxLabel = 63;

/** The objects of a cluster as the plugin keeps them, each made when it is first asked for. */
export class KubernetesObjects {
  readonly #namespaces = new Map<string, Namespace | true>();
  /** By namespace, then by name; likewise the endpoints. */
  readonly #services = new Map<string, Map<string, KeptService>>();
  readonly #endpoints = new Map<string, Map<string, readonly KeptEndpoints[]>>();
  #servicesByIP: ReadonlyMap<string, readonly Service[]> | undefined;
  #servicesByExternalIP: ReadonlyMap<string, readonly Service[]> | undefined;
  #endpointsByIP: ReadonlyMap<string, readonly KeptEndpoints[]> | undefined;
  #podsByIP: ReadonlyMap<string, readonly Pod[]> | undefined;
  #withObjects: ReadonlySet<string> | undefined;

  constructor(readonly view: ClusterView) {}

  /** A Namespace: the object; `true` where only what lies in it is known; undefined where it does not exist; null where that is not known. */
  namespace(name: string): Namespace | true | undefined | null {
    const known = this.#namespaces.get(name);
    if (known !== undefined) return known;
    const found = this.#findNamespace(name);
    // A name that is not there is not kept: there is no end of such names.
    if (found !== undefined && found !== null) this.#namespaces.set(name, found);
    return found;
  }

  #findNamespace(name: string): Namespace | true | undefined | null {
    const found = this.view.get('Namespace', '', name);
    if (found !== undefined) return found;
    if (this.view.covers('Namespace')) return undefined;
    this.#withObjects ??= new Set([...this.view.objects('Service'), ...this.view.objects('Pod')].map(({ metadata }) => metadata.namespace));
    return this.#withObjects.has(name) ? true : null;
  }

  service(namespace: string, name: string): KeptService | undefined {
    let kept = this.#services.get(namespace)?.get(name);
    if (kept !== undefined) return kept;
    const source = this.view.get('Service', namespace, name);
    if (source === undefined) return undefined;
    kept = keepService(source);
    within(this.#services, namespace).set(name, kept);
    return kept;
  }

  /** Of every Service: for releases that know wildcards. */
  *services(): Generator<KeptService> {
    for (const { metadata } of this.view.objects('Service')) {
      const kept = this.service(metadata.namespace, metadata.name);
      if (kept !== undefined) yield kept;
    }
  }

  /** Whether the endpoints of this namespace are in the snapshot. */
  coversEndpoints(namespace: string): boolean {
    return this.view.covers('EndpointSlice', namespace) || this.view.covers('Endpoints', namespace);
  }

  endpoints(namespace: string, name: string): readonly KeptEndpoints[] {
    const there = within(this.#endpoints, namespace);
    let kept = there.get(name);
    if (kept === undefined) {
      kept = this.#readsSlices(namespace)
        ? this.view.slicesOf({ metadata: { namespace, name } }).map(keepSlice)
        : [this.view.get('Endpoints', namespace, name) ?? []].flat().flatMap(keepEndpoints);
      there.set(name, kept);
    }
    return kept;
  }

  servicesByIP(ip: string): readonly Service[] {
    this.#servicesByIP ??= grouped(this.view.objects('Service'), (service) => keepService(service).clusterIPs);
    return this.#servicesByIP.get(ip) ?? [];
  }

  servicesByExternalIP(ip: string): readonly Service[] {
    this.#servicesByExternalIP ??= grouped(this.view.objects('Service'), (service) => new Set(externalAddresses(service)));
    return this.#servicesByExternalIP.get(ip) ?? [];
  }

  endpointsByIP(ip: string): readonly KeptEndpoints[] {
    this.#endpointsByIP ??= grouped(this.allEndpoints(), ({ addresses }) => new Set(addresses.map((address) => address.ip)));
    return this.#endpointsByIP.get(ip) ?? [];
  }

  /** Those of every Service. */
  allEndpoints(): readonly KeptEndpoints[] {
    const slices = this.view.objects('EndpointSlice').map(keepSlice);
    return [...slices, ...this.view.objects('Endpoints').filter(({ metadata }) => !this.#readsSlices(metadata.namespace)).flatMap(keepEndpoints)];
  }

  /** By `status.podIP` alone; of pods that have not ended and are not about to go. Source: as above, controller.go podListFunc, object/pod.go. */
  podsByIP(ip: string): readonly Pod[] {
    this.#podsByIP ??= grouped(this.view.objects('Pod'), ({ metadata, status }) => {
      const hasEnded = status?.phase === 'Succeeded' || status?.phase === 'Failed' || status?.phase === 'Unknown';
      return hasEnded || metadata.deletionTimestamp !== undefined || status?.podIP === undefined ? [] : [status.podIP];
    });
    return this.#podsByIP.get(ip) ?? [];
  }

  /** Slices mirror Endpoints; where a dump has only the latter, they say the same. */
  #readsSlices(namespace: string): boolean {
    return this.view.covers('EndpointSlice', namespace) || !this.view.covers('Endpoints', namespace);
  }

}

function within<T>(groups: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const known = groups.get(key);
  if (known !== undefined) return known;
  const group = new Map<string, T>();
  groups.set(key, group);
  return group;
}

const known = new WeakMap<ClusterView, KubernetesObjects>();

/** The objects of a view, one for all who ask. */
export function objectsOf(view: ClusterView): KubernetesObjects {
  const objects = known.get(view) ?? new KubernetesObjects(view);
  known.set(view, objects);
  return objects;
}

/** Its external IPs, then what its load balancer has. Source: plugin/kubernetes/object/service.go. */
export function externalAddresses({ spec, status }: Service): string[] {
  return [...(spec.externalIPs ?? []), ...(status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '')];
}

function keepService(source: Service): KeptService {
  const { name: serviceName, namespace } = source.metadata;
  const { clusterIP, clusterIPs, ports } = source.spec;
  const addresses = clusterIPs !== undefined && clusterIPs.length > 0 ? clusterIPs : [clusterIP ?? ''];
  return { source, domain: `${serviceName}.${namespace}.svc.`, clusterIPs: addresses, isHeadless: addresses[0] === 'None', ports: ports.length === 0 ? noPorts : ports.map(({ name = '', protocol, port }) => ({ name, protocol, port })) };
}

function keepSlice(source: EndpointSlice): KeptEndpoints {
  const addresses = source.endpoints.flatMap(({ addresses: ips, conditions, hostname = '', targetRef, zone = '' }) =>
    conditions.ready ? ips.map((ip) => new EndpointAddress(ip, hostname, labelOf(targetRef?.name), zone.toLowerCase())) : [],
  );
  const ports = source.ports.length === 0 ? noPorts : source.ports.map(({ name, protocol, port = -1 }) => ({ name, protocol, port }));
  return { source, namespace: source.metadata.namespace, service: source.metadata.labels?.['kubernetes.io/service-name'] ?? '', addresses, ports };
}

function keepEndpoints(source: Endpoints): KeptEndpoints[] {
  const { namespace, name } = source.metadata;
  return source.subsets.map(({ addresses = [], ports = [] }) => ({
    source,
    namespace,
    service: name,
    addresses: addresses.map(({ ip, hostname = '', targetRef }) => new EndpointAddress(ip, hostname, labelOf(targetRef?.name), '')),
    ports: ports.length === 0 ? noPorts : ports.map(({ name: portName = '', protocol, port }) => ({ name: portName, protocol, port })),
  }));
}

function labelOf(name: string | undefined): string {
  return name === undefined || name.length > maxLabel ? '' : name;
}

function grouped<T>(items: readonly T[], keys: (item: T) => Iterable<string>): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keys(item)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  }
  return groups;
}
