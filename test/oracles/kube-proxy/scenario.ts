/** Services and EndpointSlices that show one thing that kube-proxy does. Each stands in a namespace of its own, so that all of them fit into one cluster. */
export interface Scenario {
  /** Its namespace. */
  readonly id: string;
  /** What it shows, in words. */
  readonly name: string;
  readonly services: readonly ServiceParts[];
  readonly slices: readonly SliceParts[];
}

export interface ServiceParts {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Without `clusterIP` and families it gets an IPv4 address of its own; `dual` one of each family. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly families?: 'IPv4' | 'IPv6' | 'dual' | 'dual-IPv6';
  /** `status.loadBalancer.ingress` */
  readonly ingress?: readonly object[];
}

export interface SliceParts {
  readonly name: string;
  readonly service: string;
  readonly addressType: 'IPv4' | 'IPv6' | 'FQDN';
  readonly ports: readonly object[];
  readonly endpoints: readonly object[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** The nodes on which kube-proxy runs. */
export const nodeA = 'proxy-a';
export const nodeB = 'proxy-b';
/** Without a zone; its first address is not the first by the alphabet. */
export const nodeC = 'proxy-c';
/** Its first address is one of IPv6. */
export const nodeD = 'proxy-d';

interface EndpointState {
  readonly node?: string;
  readonly ready?: boolean;
  readonly serving?: boolean;
  readonly terminating?: boolean;
  readonly zones?: readonly string[];
  readonly nodes?: readonly string[];
}

export function endpoint(address: string, { node, zones, nodes, ready, serving, terminating }: EndpointState = {}): object {
  const hints = { ...(zones && { forZones: zones.map((name) => ({ name })) }), ...(nodes && { forNodes: nodes.map((name) => ({ name })) }) };
  return { addresses: [address], conditions: { ...(ready !== undefined && { ready }), ...(serving !== undefined && { serving }), ...(terminating !== undefined && { terminating }) }, ...(node !== undefined && { nodeName: node }), ...(Object.keys(hints).length > 0 && { hints }) };
}

/** One that is being shut down and still serves. */
export function leaving(address: string, node?: string): object {
  return endpoint(address, { ...(node !== undefined && { node }), ready: false, serving: true, terminating: true });
}

export function notReady(address: string, node?: string): object {
  return endpoint(address, { ...(node !== undefined && { node }), ready: false, serving: false, terminating: false });
}

const http = { name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 };
const toHttp = [{ name: 'http', port: 8080, protocol: 'TCP' }];

/** A Service `web` with port http 80, unless `spec` says otherwise. */
export function service(spec: Readonly<Record<string, unknown>> = {}, parts: Partial<Omit<ServiceParts, 'spec'>> = {}): ServiceParts {
  return { name: 'web', ...parts, spec: { ports: [http], ...spec } };
}

/** The slice of Service `web` with port http 8080, unless `parts` say otherwise. The family follows from the first address. */
export function slice(endpoints: readonly object[], parts: Partial<Omit<SliceParts, 'endpoints'>> = {}): SliceParts {
  const [first] = endpoints as { addresses?: readonly string[] }[];
  return { name: 'web-1', service: 'web', addressType: first?.addresses?.[0]?.includes(':') === true ? 'IPv6' : 'IPv4', ports: toHttp, ...parts, endpoints };
}

export function scenario(id: string, name: string, services: ServiceParts | readonly ServiceParts[], ...slices: readonly SliceParts[]): Scenario {
  return { id, name, services: [services].flat(), slices };
}

/** A port named http with this node port. */
export function onNodePort(nodePort: number): object {
  return { ...http, nodePort };
}
