import { refOf, type ClusterView, type EndpointSlice, type Labels, type Pod, type Service } from '../cluster/index.js';
import { formatAddress, isAddress, parseAddress } from '../ip/index.js';
import { endpointPods, findPort, isTerminating, readinessOf } from './endpoint-pods.js';

export type AddressFamily = 'IPv4' | 'IPv6';
type Endpoint = EndpointSlice['endpoints'][number];
type SlicePort = EndpointSlice['ports'][number];

const reserved = ['kubernetes.io/service-name', 'endpointslice.kubernetes.io/managed-by', 'service.kubernetes.io/headless'];

/**
 * The slices that the EndpointSlice controller would make of the pods of a Service with a selector: one for each family and set of ports, however many endpoints there are.
 * Hints are those of `trafficDistribution`; those of the annotation `topology-mode: Auto` depend on the CPUs of the nodes, which a snapshot does not hold, and are left out.
 *
 * Source: k8s.io/endpointslice v0.37.2 reconciler.go, reconcileByAddressType; utils.go, podToEndpoint and getEndpointPorts; trafficdist/trafficdist.go. Held to the controller by `test/oracles/endpointslice`.
 */
export function slicesOfPods(view: ClusterView, service: Service): EndpointSlice[] {
  const pods = endpointPods(view, service).filter((pod) => isOnKnownNode(view, service, pod));
  return familiesOf(service).flatMap((family) => {
    const groups = new Map<string, { ports: readonly SlicePort[]; endpoints: Endpoint[] }>();
    for (const pod of pods) {
      const addresses = addressesOf(pod, family);
      if (addresses.length === 0) continue;
      const ports = portsOf(service, pod);
      const key = JSON.stringify(ports);
      const group = groups.get(key) ?? { ports, endpoints: [] };
      groups.set(key, group);
      group.endpoints.push(endpointOf(view, service, pod, addresses));
    }
    return [...groups.values()].map(({ ports, endpoints }, i) => makeSlice(service.metadata, labelsOf(service, 'endpointslice-controller.k8s.io'), family, `${i}`, ports, endpoints));
  });
}

/** A slice that stands for those that are not in the snapshot. */
export function makeSlice({ name, namespace }: { readonly name: string; readonly namespace: string }, labels: Labels, family: AddressFamily, number: string, ports: readonly SlicePort[], endpoints: readonly Endpoint[]): EndpointSlice {
  return { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: `${name}-derived-${family.toLowerCase()}-${number}`, namespace, labels }, addressType: family, endpoints, ports };
}

/** The labels of a Service without those that slices have of their own. Source: utils.go, setEndpointSliceLabels. */
export function labelsOf({ metadata, spec }: Service, manager: string): Labels {
  const own = Object.entries(metadata.labels ?? {}).filter(([key]) => !reserved.includes(key));
  const headless = spec.clusterIP === undefined || spec.clusterIP === 'None' ? { 'service.kubernetes.io/headless': '' } : {};
  return { ...Object.fromEntries(own), ...headless, 'kubernetes.io/service-name': metadata.name, 'endpointslice.kubernetes.io/managed-by': manager };
}

/** The families in which a Service has endpoints. Source: utils.go, getAddressTypesForService. */
function familiesOf({ spec: { ipFamilies = [], clusterIP = '' } }: Service): AddressFamily[] {
  if (ipFamilies.length > 0) return [...new Set(ipFamilies)];
  if (clusterIP === '' || clusterIP === 'None') return ['IPv4', 'IPv6'];
  return [clusterIP.includes(':') ? 'IPv6' : 'IPv4'];
}

/** A pod whose node is gone is left out, unless unready addresses are published. */
function isOnKnownNode(view: ClusterView, { spec }: Service, pod: Pod): boolean {
  return spec.publishNotReadyAddresses === true || !view.covers('Node') || view.get('Node', '', pod.spec.nodeName ?? '') !== undefined;
}

/** The addresses of a pod of one family, in canonical form; those that cannot be read, as of a dump that hides them, are none. */
function addressesOf({ status }: Pod, family: AddressFamily): string[] {
  return (status?.podIPs ?? []).flatMap(({ ip }) => (isAddress(ip) && ip.includes(':') === (family === 'IPv6') ? [formatAddress(parseAddress(ip))] : []));
}

function portsOf({ spec }: Service, pod: Pod): SlicePort[] {
  return spec.ports.flatMap((each) => {
    const port = findPort(pod, each);
    if (port === undefined) return [];
    return [{ name: each.name ?? '', protocol: each.protocol, port, ...(each.appProtocol !== undefined && { appProtocol: each.appProtocol }) }];
  });
}

function endpointOf(view: ClusterView, service: Service, pod: Pod, addresses: readonly string[]): Endpoint {
  const { namespace, name, uid } = pod.metadata;
  const serving = readinessOf(pod) === 'ready';
  const terminating = isTerminating(pod);
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating);
  const { nodeName, hostname, subdomain } = pod.spec;
  const zone = nodeName === undefined ? undefined : view.get('Node', '', nodeName)?.metadata.labels?.['topology.kubernetes.io/zone'];
  const hints = ready ? hintsOf(service, zone, nodeName) : undefined;
  return {
    addresses,
    conditions: { ready, serving, terminating },
    ...(hostname !== undefined && hostname !== '' && subdomain === service.metadata.name && { hostname }),
    ...(nodeName !== undefined && { nodeName }),
    ...(zone !== undefined && zone !== '' && { zone }),
    targetRef: { kind: refOf(pod).kind, namespace, name, ...(uid !== undefined && { uid }) },
    ...(hints !== undefined && { hints }),
  };
}

/** Source: trafficdist.go, preferCloseHeuristic.update; the annotation goes before the field: reconciler.go, canUseTrafficDistribution. */
function hintsOf(service: Service, zone: string | undefined, node: string | undefined): Endpoint['hints'] {
  const { trafficDistribution: wanted = '' } = service.spec;
  if (asksForTopologyHints(service) || !/^(?:PreferClose|PreferSameZone|PreferSameNode)$/.test(wanted)) return undefined;
  const forZones = zone === undefined || zone === '' ? undefined : [{ name: zone }];
  const forNodes = node === undefined || wanted !== 'PreferSameNode' ? undefined : [{ name: node }];
  if (forZones === undefined && forNodes === undefined) return undefined;
  return { ...(forZones !== undefined && { forZones }), ...(forNodes !== undefined && { forNodes }) };
}

/** Whether a Service asks for hints by its annotation. Source: k8s.io/endpointslice v0.37.2 utils.go, hintsEnabled. */
export function asksForTopologyHints({ metadata: { annotations = {} } }: Service): boolean {
  const value = annotations['service.kubernetes.io/topology-aware-hints'] ?? annotations['service.kubernetes.io/topology-mode'];
  return value === 'Auto' || value === 'auto';
}

