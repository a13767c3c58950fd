import type { ClusterView, EndpointSlice } from '../cluster/index.js';
import { behaviourOf, type KubeProxyBehaviour } from './behaviour.js';
import { readGoAddress } from './go-address.js';
import type { ServicePort } from './service-ports.js';

/** An endpoint of a port of a Service, as kube-proxy holds it. */
export interface ServiceEndpoint {
  /** As Go prints it. */
  readonly ip: string;
  readonly port: number;
  /** `10.244.1.5:8080` or `[fd00::5]:8080`. */
  readonly text: string;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  readonly nodeName?: string;
  readonly zoneHints: readonly string[];
  readonly nodeHints: readonly string[];
  readonly slice: EndpointSlice;
  /** Its position in `slice.endpoints`. */
  readonly index: number;
}

export interface EndpointsOptions {
  /** The slices of the Service, where they are not those of the snapshot. */
  readonly slices?: readonly EndpointSlice[];
  /** Before {@link KubeProxyBehaviour.laterEndpointWins} an endpoint of this node took the place of another with the same address. */
  readonly nodeName?: string;
  readonly behaviour?: KubeProxyBehaviour;
}

const newest = behaviourOf();
const none: readonly string[] = [];

/**
 * The endpoints of a port, ready or not, in kube-proxy's order: by their text, byte by byte, so that `10.0.0.10:80` stands before `10.0.0.9:80`.
 * Each `ip:port` once. Only the first address of an endpoint counts, and a slice's port by its name and protocol, whatever the `targetPort`.
 *
 * Source: pkg/proxy/endpointslicecache.go v1.37.2, endpointInfoByServicePort, addEndpoints, byEndpoint.
 */
export function endpointsOf(view: ClusterView, servicePort: ServicePort, options: EndpointsOptions = {}): readonly ServiceEndpoint[] {
  return readEndpoints(view, servicePort, options).endpoints;
}

/** The endpoints of a port as {@link endpointsOf} gives them, and whether they are the same for every node. */
export interface ReadEndpoints {
  readonly endpoints: readonly ServiceEndpoint[];
  readonly isOfEveryNode: boolean;
}

export function readEndpoints(view: ClusterView, servicePort: ServicePort, { slices = view.slicesOf(servicePort.service), nodeName, behaviour = newest }: EndpointsOptions = {}): ReadEndpoints {
  const found = new Map<string, ServiceEndpoint>();
  let isOfEveryNode = true;
  for (const slice of slices) {
    if (slice.addressType !== servicePort.ipFamily || isUnseen(slice, behaviour)) continue;
    for (const { name, protocol, port } of slice.ports) {
      if (name !== servicePort.portName || protocol !== servicePort.protocol || port === undefined || port === 0) continue;
      for (let index = 0; index < slice.endpoints.length; index++) {
        const endpoint = read(slice, index, port, behaviour);
        if (endpoint === undefined) continue;
        const isFirst = !found.has(endpoint.text);
        if (!isFirst && !behaviour.laterEndpointWins) isOfEveryNode = false;
        if (isFirst || takesOver(endpoint, nodeName, behaviour)) found.set(endpoint.text, endpoint);
      }
    }
  }
  return { endpoints: [...found.values()].sort(byText), isOfEveryNode };
}

/** Source: cmd/kube-proxy/app/server.go v1.37.2, Run: the selectors of its informers. */
function isUnseen({ metadata }: EndpointSlice, behaviour: KubeProxyBehaviour): boolean {
  const labels = metadata.labels ?? {};
  return Object.hasOwn(labels, 'service.kubernetes.io/headless') || (behaviour.skipsHeadlessLabel && Object.hasOwn(labels, 'service.kubernetes.io/service-proxy-name'));
}

function read(slice: EndpointSlice, index: number, port: number, behaviour: KubeProxyBehaviour): ServiceEndpoint | undefined {
  const endpoint = slice.endpoints[index];
  const address = endpoint?.addresses[0];
  const read = address === undefined ? undefined : readGoAddress(address);
  if (endpoint === undefined || read === undefined) return undefined;
  const { ready, serving, terminating } = endpoint.conditions;
  return {
    ip: read.text,
    port,
    text: read.family === 'IPv6' ? `[${read.text}]:${port}` : `${read.text}:${port}`,
    ready,
    serving,
    terminating,
    ...(endpoint.nodeName !== undefined && { nodeName: endpoint.nodeName }),
    zoneHints: endpoint.hints?.forZones?.map(nameOf) ?? none,
    nodeHints: behaviour.nodeHints ? (endpoint.hints?.forNodes?.map(nameOf) ?? none) : none,
    slice,
    index,
  };
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function takesOver(later: ServiceEndpoint, nodeName: string | undefined, { laterEndpointWins }: KubeProxyBehaviour): boolean {
  return laterEndpointWins ? !later.terminating : nodeName !== undefined && later.nodeName === nodeName;
}

function byText(a: ServiceEndpoint, b: ServiceEndpoint): number {
  return a.text < b.text ? -1 : 1;
}

/** Where kube-proxy runs. `zone` is the label `topology.kubernetes.io/zone` of the node, '' where it has none. */
export interface Place {
  readonly nodeName: string;
  readonly zone: string;
}

/** By which hints endpoints are chosen: '' for none. */
export type TopologyMode = '' | 'same-zone' | 'same-node';

/**
 * What becomes of an endpoint under one traffic policy, seen from one node.
 * - `used`: it gets connections
 * - `used-terminating`: it is terminating and still serves, and gets connections as no ready one is left
 * - `not-ready`: it neither is ready nor serves while it terminates
 * - `terminating`: it serves while it terminates, and ready ones take its place
 * - `hinted-elsewhere`: its hints name other zones or nodes
 * - `on-another-node`: the policy is Local
 */
export type EndpointVerdict = 'used' | 'used-terminating' | 'not-ready' | 'terminating' | 'hinted-elsewhere' | 'on-another-node';

/** Which endpoints of a port a node uses. */
export interface ChosenEndpoints {
  /** Whether a connection would be answered from some node, be it not from this one. */
  readonly hasAny: boolean;
  /** Those for policy Cluster; empty where no traffic of the port has that policy. */
  readonly cluster: readonly ServiceEndpoint[];
  /** Those for policy Local; empty where no traffic of the port has that policy. */
  readonly local: readonly ServiceEndpoint[];
  /** Both together, each once, by their text. */
  readonly reachable: readonly ServiceEndpoint[];
  readonly mode: TopologyMode;
  /** No endpoint of policy Cluster is ready: those that terminate and still serve are used. */
  readonly clusterFallsBack: boolean;
  /** The same for policy Local. */
  readonly localFallsBack: boolean;
}

/**
 * Chooses the endpoints that one node uses.
 *
 * @param endpoints as {@link endpointsOf} gives them
 * Source: pkg/proxy/topology.go v1.37.2, CategorizeEndpoints.
 */
export function chooseEndpoints(servicePort: ServicePort, endpoints: readonly ServiceEndpoint[], place: Place, behaviour: KubeProxyBehaviour = newest): ChosenEndpoints {
  const { usesClusterEndpoints, usesLocalEndpoints } = servicePort;
  if (endpoints.length === 0) return nothing;
  const mode = usesClusterEndpoints ? topologyMode(servicePort, endpoints, place, behaviour) : '';
  const readyForCluster = usesClusterEndpoints ? those(endpoints, (each) => clusterVerdict(each, mode, false, place) === 'used') : [];
  const clusterFallsBack = usesClusterEndpoints && readyForCluster.length === 0;
  const cluster = clusterFallsBack ? endpoints.filter((each) => clusterVerdict(each, mode, true, place) === 'used-terminating') : readyForCluster;
  if (!usesLocalEndpoints) return { hasAny: cluster.length > 0, cluster, local: [], reachable: cluster, mode, clusterFallsBack, localFallsBack: false };

  const hasAny = cluster.length > 0 || endpoints.some(isUsable);
  const readyHere = endpoints.filter((each) => localVerdict(each, false, place) === 'used');
  const localFallsBack = readyHere.length === 0;
  const local = localFallsBack ? endpoints.filter((each) => localVerdict(each, true, place) === 'used-terminating') : readyHere;
  const reachable = !usesClusterEndpoints ? local : mode === '' && !(localFallsBack && local.length > 0) ? cluster : union(cluster, local);
  return { hasAny, cluster, local, reachable, mode, clusterFallsBack, localFallsBack };
}

/** The same list where it is all of them, as it mostly is. */
function those(endpoints: readonly ServiceEndpoint[], are: (endpoint: ServiceEndpoint) => boolean): readonly ServiceEndpoint[] {
  return endpoints.every(are) ? endpoints : endpoints.filter(are);
}

/** What became of one endpoint under the policy, of what {@link chooseEndpoints} chose. Undefined where no traffic of the port has that policy. */
export function verdictOf(servicePort: ServicePort, endpoint: ServiceEndpoint, chosen: ChosenEndpoints, policy: 'Cluster' | 'Local', place: Place): EndpointVerdict | undefined {
  if (policy === 'Cluster') return servicePort.usesClusterEndpoints ? clusterVerdict(endpoint, chosen.mode, chosen.clusterFallsBack, place) : undefined;
  return servicePort.usesLocalEndpoints ? localVerdict(endpoint, chosen.localFallsBack, place) : undefined;
}

const nothing: ChosenEndpoints = { hasAny: false, cluster: [], local: [], reachable: [], mode: '', clusterFallsBack: false, localFallsBack: false };

function clusterVerdict(endpoint: ServiceEndpoint, mode: TopologyMode, fallsBack: boolean, { nodeName, zone }: Place): EndpointVerdict {
  if (fallsBack) return endpoint.serving && endpoint.terminating ? 'used-terminating' : 'not-ready';
  if (!endpoint.ready) return endpoint.serving && endpoint.terminating ? 'terminating' : 'not-ready';
  if (mode === 'same-node') return endpoint.nodeHints.includes(nodeName) ? 'used' : 'hinted-elsewhere';
  return mode === '' || endpoint.zoneHints.includes(zone) ? 'used' : 'hinted-elsewhere';
}

/** Hints do not count here. */
function localVerdict(endpoint: ServiceEndpoint, fallsBack: boolean, { nodeName }: Place): EndpointVerdict {
  if (nodeName === '' || endpoint.nodeName !== nodeName) return 'on-another-node';
  if (fallsBack) return endpoint.serving && endpoint.terminating ? 'used-terminating' : 'not-ready';
  if (endpoint.ready) return 'used';
  return endpoint.serving && endpoint.terminating ? 'terminating' : 'not-ready';
}

function isUsable({ ready, serving, terminating }: ServiceEndpoint): boolean {
  return ready || (serving && terminating);
}

/**
 * Hints count only where every ready endpoint has them and one names this node or its zone.
 * Source: pkg/proxy/topology.go v1.37.2, topologyModeFromHints; v1.30, canUseTopology, for the annotation.
 */
function topologyMode({ service }: ServicePort, endpoints: readonly ServiceEndpoint[], { nodeName, zone }: Place, behaviour: KubeProxyBehaviour): TopologyMode {
  const ready = those(endpoints, (each) => each.ready);
  if (ready.length === 0 || (behaviour.hintsNeedAnnotation && !asksForHints(service.metadata.annotations))) return '';
  if (ready.every(({ nodeHints }) => nodeHints.length > 0) && ready.some(({ nodeHints }) => nodeHints.includes(nodeName))) return 'same-node';
  return behaviour.zoneHints && ready.every(({ zoneHints }) => zoneHints.length > 0) && ready.some(({ zoneHints }) => zoneHints.includes(zone)) ? 'same-zone' : '';
}

function asksForHints(annotations: Readonly<Record<string, string>> = {}): boolean {
  const asked = annotations['service.kubernetes.io/topology-aware-hints'] ?? annotations['service.kubernetes.io/topology-mode'];
  return asked !== undefined && !['', 'disabled', 'Disabled'].includes(asked);
}

function union(cluster: readonly ServiceEndpoint[], local: readonly ServiceEndpoint[]): readonly ServiceEndpoint[] {
  const all = new Map([...cluster, ...local].map((each) => [each.text, each]));
  return [...all.values()].sort(byText);
}
