/** Objects of Gateway API in short words. Everything stands in the namespace `edge` unless it says otherwise; times of creation follow the order of writing. */

const group = 'gateway.networking.k8s.io';

export interface RuleParts {
  /** Each `=/exact`, `/prefix`, `~/pattern`, then ` & `-joined: `GET`, `header a=b`, `header a~b`, `query a=b`, `query a~b`. Of a GRPCRoute `call service/method`. */
  readonly match?: readonly string[];
  /** Each `service`, `service@namespace`, `service*weight`, `service:port`, `Kind.group/service`. */
  readonly to?: readonly string[];
  readonly filters?: readonly object[];
  readonly name?: string;
  /** Filters of its first backend. */
  readonly backendFilters?: readonly object[];
}

export interface RouteParts {
  /** Each `gateway`, `gateway#listener`, `gateway:port`, `namespace/gateway`. */
  readonly parents: readonly string[];
  readonly hosts?: readonly string[];
  readonly rules: readonly RuleParts[];
  readonly namespace?: string;
  /** Minutes after midnight of its creation. */
  readonly age?: number;
}

/** Each listener `name PROTOCOL port [host] [from=All|Same|label:value] [kinds=A,B] [cert=secret@namespace] [mode=Passthrough]`. */
export function gateway(name: string, listeners: readonly string[]): object {
  return { apiVersion: `${group}/v1`, kind: 'Gateway', metadata: meta(name), spec: { gatewayClassName: 'edge', listeners: listeners.map(listener) } };
}

function listener(written: string): object {
  const [name, protocol, port, ...words] = written.split(' ');
  const of = (key: string): string | undefined => words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
  const hostname = words.find((word) => !word.includes('='));
  const [from, kinds, cert, mode] = ['from', 'kinds', 'cert', 'mode'].map(of);
  const [label, value] = (from ?? '').split(':');
  const namespaces = value === undefined ? { from: from ?? 'Same' } : { from: 'Selector', selector: { matchLabels: { [label ?? '']: value } } };
  const [secret, namespace] = (cert ?? '').split('@');
  const tls = cert === undefined && mode === undefined ? undefined : { mode: mode ?? 'Terminate', ...(cert !== undefined && { certificateRefs: [{ group: '', kind: 'Secret', name: secret, ...(namespace !== undefined && { namespace }) }] }) };
  return {
    name,
    protocol,
    port: Number(port),
    ...(hostname !== undefined && { hostname }),
    ...(tls !== undefined && { tls }),
    allowedRoutes: { namespaces, ...(kinds !== undefined && { kinds: kinds.split(',').map((kind) => ({ group, kind })) }) },
  };
}

export function httpRoute(name: string, parts: RouteParts): object {
  return route('HTTPRoute', name, parts, httpMatch);
}

export function grpcRoute(name: string, parts: RouteParts): object {
  return route('GRPCRoute', name, parts, grpcMatch);
}

function route(kind: string, name: string, { parents, hosts, rules, namespace = 'edge', age = 0 }: RouteParts, matchOf: (written: string) => object): object {
  return {
    apiVersion: `${group}/v1`,
    kind,
    metadata: meta(name, namespace, age),
    spec: {
      parentRefs: parents.map(parentRef),
      ...(hosts && { hostnames: hosts }),
      rules: rules.map(({ match, to, filters, backendFilters, name: ruleName }) => ({
        ...(ruleName !== undefined && { name: ruleName }),
        ...(match && { matches: match.map(matchOf) }),
        ...(filters && { filters }),
        ...(to && { backendRefs: to.map((each, at) => ({ ...backendRef(each), ...(at === 0 && backendFilters && { filters: backendFilters }) })) }),
      })),
    },
  };
}

function parentRef(written: string): object {
  const [, namespace, name, section, port] = /^(?:([^/]+)\/)?([^#:]+)(?:#([^:]+))?(?::(\d+))?$/.exec(written) ?? [];
  return { group, kind: 'Gateway', name, ...(namespace !== undefined && { namespace }), ...(section !== undefined && { sectionName: section }), ...(port !== undefined && { port: Number(port) }) };
}

function backendRef(written: string): object {
  const [, kind, apiGroup, name, namespace, port, weight] = /^(?:(\w+)\.([\w.]+)\/)?([^@:*]+)(?:@([^:*]+))?(?::(\d+))?(?:\*(\d+))?$/.exec(written) ?? [];
  return { group: apiGroup ?? '', kind: kind ?? 'Service', name, port: Number(port ?? 8080), weight: Number(weight ?? 1), ...(namespace !== undefined && { namespace }) };
}

function httpMatch(written: string): object {
  const parts = written.split(' & ');
  const path = parts.find((part) => /^[=~]?\//.test(part));
  const method = parts.find((part) => /^[A-Z]+$/.test(part));
  const headers = conditions(parts, 'header');
  const queryParams = conditions(parts, 'query');
  return { ...(path !== undefined && { path: pathOf(path) }), ...(method !== undefined && { method }), ...(headers.length > 0 && { headers }), ...(queryParams.length > 0 && { queryParams }) };
}

function grpcMatch(written: string): object {
  const parts = written.split(' & ');
  const call = parts.find((part) => part.startsWith('call '))?.slice(5);
  const [service, method] = (call ?? '').split('/');
  const headers = conditions(parts, 'header');
  return { ...(call !== undefined && { method: { type: 'Exact', ...(service && { service }), ...(method && { method }) } }), ...(headers.length > 0 && { headers }) };
}

function pathOf(written: string): object {
  if (written.startsWith('=')) return { type: 'Exact', value: written.slice(1) };
  return written.startsWith('~') ? { type: 'RegularExpression', value: written.slice(1) } : { type: 'PathPrefix', value: written };
}

function conditions(parts: readonly string[], word: string): object[] {
  return parts.flatMap((part) => {
    const [, name, sign, value] = new RegExp(`^${word} ([^=~]+)([=~])(.*)$`).exec(part) ?? [];
    return name === undefined ? [] : { type: sign === '=' ? 'Exact' : 'RegularExpression', name, value };
  });
}

/** Each of `from` `Kind@namespace` or `group:Kind@namespace`, each of `to` `Kind` or `Kind/name`. */
export function grant(name: string, namespace: string, from: readonly string[], to: readonly string[]): object {
  return {
    apiVersion: `${group}/v1beta1`,
    kind: 'ReferenceGrant',
    metadata: meta(name, namespace),
    spec: {
      from: from.map((each) => {
        const [, apiGroup, kind, fromNamespace] = /^(?:([^:]*):)?([^@]+)@(.+)$/.exec(each) ?? [];
        return { group: apiGroup ?? group, kind, namespace: fromNamespace };
      }),
      to: to.map((each) => {
        const [, apiGroup, kind, toName] = /^(?:([^:]*):)?([^/]+)(?:\/(.+))?$/.exec(each) ?? [];
        return { group: apiGroup ?? '', kind, ...(toName !== undefined && { name: toName }) };
      }),
    },
  };
}

/** With one ready endpoint at `ip`; with none where that is not given. */
export function service(name: string, ip?: string, { namespace = 'edge', spec = {}, port = 8080 }: { readonly namespace?: string; readonly spec?: object; readonly port?: number } = {}): object[] {
  const ports = [{ name: 'http', port, protocol: 'TCP', targetPort: 3000 }];
  const made = { apiVersion: 'v1', kind: 'Service', metadata: meta(name, namespace), spec: { type: 'ClusterIP', clusterIP: '10.96.0.1', selector: { app: name }, ports, ...spec } };
  return [made, slice(name, ip === undefined ? [] : [ip], namespace)];
}

function slice(name: string, ips: readonly string[], namespace: string): object {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { ...meta(`${name}-1`, namespace), labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 3000, protocol: 'TCP' }],
    endpoints: ips.map((ip) => ({ addresses: [ip], conditions: { ready: true, serving: true, terminating: false } })),
  };
}

export function namespace(name: string, labels: object = {}): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...labels } } };
}

export function gatewayClass(controllerName: string): object {
  return { apiVersion: `${group}/v1`, kind: 'GatewayClass', metadata: { name: 'edge' }, spec: { controllerName } };
}

function meta(name: string, inNamespace = 'edge', age = 0): object {
  const minute = String(age % 60).padStart(2, '0');
  return { name, namespace: inNamespace, creationTimestamp: `2026-01-01T0${Math.floor(age / 60)}:${minute}:00Z` };
}
