import { matchesSelector, type ClusterView, type Gateway } from '../../cluster/index.js';
import { isTrue, type Condition } from './condition.js';
import { covers, tellHost } from './hostname.js';
import type { Implementation } from './implementation.js';
import { certificatesOf, type ListenerCertificates } from './listener-certificates.js';

type ListenerSpec = Gateway['spec']['listeners'][number];

/** A listener of a Gateway, judged as an implementation would. */
export interface Listener {
  readonly gateway: Gateway;
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  /** In lower case; '' takes every host. */
  readonly hostname: string;
  /** Kinds of routes that it takes, of group gateway.networking.k8s.io. */
  readonly kinds: readonly string[];
  /** Absent where it does not terminate TLS. */
  readonly certificates?: ListenerCertificates;
  readonly conditions: readonly Condition[];
  /** Routes are attached to it: it is valid in itself and conflicts with no other. */
  readonly isAccepted: boolean;
  /** It serves: accepted, and with a certificate where it needs one. */
  readonly isProgrammed: boolean;
  readonly spec: ListenerSpec;
}

/** Which kinds a protocol carries. Source: gateway-api v1.6 apis/v1/gateway_types.go, ProtocolType */
const kindsOfProtocol: ReadonlyMap<string, readonly string[]> = new Map([
  ['HTTP', ['HTTPRoute', 'GRPCRoute']],
  ['HTTPS', ['HTTPRoute', 'GRPCRoute']],
  ['TLS', ['TLSRoute']],
  ['TCP', ['TCPRoute']],
  ['UDP', ['UDPRoute']],
]);

const gatewayGroup = 'gateway.networking.k8s.io';

/** The listeners of a Gateway in its order. Source: gateway-api v1.6 apis/v1/gateway_types.go, GatewaySpec.Listeners */
export function listenersOf(view: ClusterView, gateway: Gateway, implementation: Implementation): readonly Listener[] {
  return gateway.spec.listeners.map((spec) => judge(view, gateway, spec, implementation));
}

function judge(view: ClusterView, gateway: Gateway, spec: ListenerSpec, { servesBesideForeignKinds }: Implementation): Listener {
  const all = gateway.spec.listeners;
  const supported = kindsOfProtocol.get(spec.protocol);
  const allowed = spec.allowedRoutes.kinds;
  const kinds = (supported ?? []).filter((kind) => allowed === undefined || allowed.some((each) => each.group === gatewayGroup && each.kind === kind));
  const certificates = terminates(spec) ? certificatesOf(view, gateway, spec) : undefined;
  const conflict = conflictOf(spec, all);
  const accepted = acceptance(spec, supported !== undefined, conflict);
  const resolved = resolution(spec, kinds, certificates);
  const isAccepted = accepted.status === 'True';
  const isProgrammed = isAccepted && (certificates === undefined || certificates.secrets.length > 0) && (servesBesideForeignKinds || resolved.reason !== 'InvalidRouteKinds');
  const conditions = [accepted, resolved, programming(isProgrammed), ...(conflict === undefined ? [] : [conflict]), ...overlapOf(spec, all)];
  return {
    gateway,
    name: spec.name,
    port: spec.port,
    protocol: spec.protocol,
    hostname: hostnameOf(spec),
    kinds,
    ...(certificates !== undefined && { certificates }),
    conditions,
    isAccepted,
    isProgrammed,
    spec,
  };
}

function acceptance(spec: ListenerSpec, isSupported: boolean, conflict: Condition | undefined): Condition {
  const refuse = (reason: string, detail: string): Condition => ({ type: 'Accepted', status: 'False', reason, detail });
  if (!isSupported) return refuse('UnsupportedProtocol', `${spec.protocol} is no protocol of Gateway API`);
  if (spec.protocol === 'HTTPS' && spec.tls?.mode === 'Passthrough') return refuse('UnsupportedValue', 'HTTPS is terminated, and its tls.mode is Passthrough');
  if (conflict !== undefined) return refuse(conflict.reason, conflict.detail);
  return { type: 'Accepted', status: 'True', reason: 'Accepted', detail: 'it is valid' };
}

function resolution({ protocol, allowedRoutes }: ListenerSpec, kinds: readonly string[], certificates: ListenerCertificates | undefined): Condition {
  const foreign = (allowedRoutes.kinds ?? []).find(({ group, kind }) => group !== gatewayGroup || !kinds.includes(kind));
  if (foreign !== undefined) {
    return { type: 'ResolvedRefs', status: 'False', reason: 'InvalidRouteKinds', detail: `a listener of ${protocol} takes no ${foreign.kind}` };
  }
  return certificates?.fault ?? { type: 'ResolvedRefs', status: 'True', reason: 'ResolvedRefs', detail: 'all it refers to is there' };
}

function programming(isProgrammed: boolean): Condition {
  return isProgrammed
    ? { type: 'Programmed', status: 'True', reason: 'Programmed', detail: 'it serves' }
    : { type: 'Programmed', status: 'False', reason: 'Invalid', detail: 'its other conditions tell why it does not serve' };
}

/** Listeners of one port must differ in their hostname, and share a protocol; HTTPS and TLS, which choose by the name in the handshake, may stand together. */
function conflictOf(spec: ListenerSpec, all: readonly ListenerSpec[]): Condition | undefined {
  const others = all.filter((each) => each !== spec && each.port === spec.port && (each.protocol === 'UDP') === (spec.protocol === 'UDP') && kindsOfProtocol.has(each.protocol));
  const other = others.find((each) => familyOf(each) !== familyOf(spec));
  if (other !== undefined) return conflicted('ProtocolConflict', `listener ${other.name} speaks ${other.protocol} on port ${spec.port}`);
  const twin = others.find((each) => hostnameOf(each) === hostnameOf(spec) || familyOf(spec) === 'TCP' || familyOf(spec) === 'UDP');
  return twin && conflicted('HostnameConflict', `listener ${twin.name} has ${tellHost(hostnameOf(twin))} on port ${spec.port} as well`);
}

function conflicted(reason: string, detail: string): Condition {
  return { type: 'Conflicted', status: 'True', reason, detail };
}

function familyOf({ protocol }: ListenerSpec): string {
  return protocol === 'HTTPS' ? 'TLS' : protocol;
}

/** Hostnames of TLS listeners that cover one another: a client that reuses a connection may meet the wrong one. Source: ListenerConditionOverlappingTLSConfig */
function overlapOf(spec: ListenerSpec, all: readonly ListenerSpec[]): readonly Condition[] {
  if (familyOf(spec) !== 'TLS') return [];
  const [mine, others] = [hostnameOf(spec), all.filter((each) => each !== spec && each.port === spec.port && familyOf(each) === 'TLS')];
  const overlapping = others.find((each) => covers(mine, hostnameOf(each)) || covers(hostnameOf(each), mine));
  if (overlapping === undefined) return [];
  return [{ type: 'OverlappingTLSConfig', status: 'True', reason: 'OverlappingHostnames', detail: `listener ${overlapping.name} has hosts of it` }];
}

function terminates({ protocol, tls }: ListenerSpec): boolean {
  return protocol === 'HTTPS' || (protocol === 'TLS' && tls?.mode === 'Terminate');
}

function hostnameOf({ protocol, hostname }: ListenerSpec): string {
  return protocol === 'TCP' || protocol === 'UDP' ? '' : (hostname ?? '').toLowerCase();
}

/** Whether `allowedRoutes.namespaces` of a listener lets routes of a namespace in; `unknown` where its labels are not known. */
export function allowsNamespace(view: ClusterView, { gateway, spec }: Listener, namespace: string): boolean | 'unknown' {
  const { from, selector } = spec.allowedRoutes.namespaces;
  if (from === 'All') return true;
  if (from === 'Same') return namespace === gateway.metadata.namespace;
  if (from !== 'Selector' || selector === undefined) return false;
  const labels = view.namespaceLabels(namespace);
  if (labels !== undefined) return matchesSelector(selector, { 'kubernetes.io/metadata.name': namespace, ...labels });
  return view.covers('Namespace') ? false : 'unknown';
}

/** The conditions of a Gateway that follow from those of its listeners. */
export function gatewayConditions(listeners: readonly Listener[]): readonly Condition[] {
  const [accepted, all] = [listeners.filter(({ isAccepted }) => isAccepted), listeners.length];
  const isClean = accepted.length === all && all > 0;
  const detail = all === 0 ? 'it has no listeners' : `${accepted.length} of its ${all} listeners are accepted`;
  const programmed = listeners.filter(({ conditions }) => isTrue(conditions, 'Programmed')).length;
  return [
    { type: 'Accepted', status: accepted.length > 0 ? 'True' : 'False', reason: isClean ? 'Accepted' : 'ListenersNotValid', detail },
    programmed > 0
      ? { type: 'Programmed', status: 'True', reason: 'Programmed', detail: `${programmed} of its ${all} listeners serve` }
      : { type: 'Programmed', status: 'False', reason: 'Invalid', detail: 'none of its listeners serves' },
  ];
}
