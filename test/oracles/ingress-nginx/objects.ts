import type { IngressParts, Scenario, ServiceParts } from './scenario.js';

/** An object as it is sent to the API server. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>>; readonly creationTimestamp?: string };
  readonly [field: string]: unknown;
}

/** Of which every namespace of a scenario has the label. */
export const scenarioLabel = 'scenario';

/** Where the controller itself is. */
export const home = 'ingress-nginx';

const prefix = 'nginx.ingress.kubernetes.io/';
const beginning = Date.UTC(2026, 0, 1);
const usualClasses = { nginx: 'k8s.io/ingress-nginx', other: 'example.com/other' };

/** What there is from the beginning. Addresses follow from `number`, so that those of scenarios differ. */
export function objectsOf(scenario: Scenario, number: number): readonly Manifest[] {
  return [
    ...namespacesOf(scenario).map((name): Manifest => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { [scenarioLabel]: scenario.id, 'kubernetes.io/metadata.name': name, ...scenario.labels?.[name] } } })),
    ...Object.entries(scenario.classes ?? usualClasses).map(([name, controller]): Manifest => ({ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name }, spec: { controller } })),
    ...[...servicesOf(scenario)].flatMap(([name, parts], i) => serviceObjects(scenario, name, parts, `10.${100 + (number >> 8)}.${number & 255}.${i * 10}`)),
    ...scenario.ingresses.map((parts) => ingressOf(scenario, parts)),
  ];
}

export function laterObjects(scenario: Scenario): readonly Manifest[] {
  return (scenario.later ?? []).map((parts) => ingressOf(scenario, parts));
}

/** Its Secrets; `certificateOf` gives `tls.crt` and `tls.key` in base64 of one that is to have a certificate of those names. */
export function secretsOf(scenario: Scenario, certificateOf: (key: string, names: readonly string[]) => Readonly<Record<string, string>>): readonly Manifest[] {
  const opaque = Object.entries(scenario.data ?? {}).map(([key, stringData]) => ({ ...secretAt(scenario, key), type: 'Opaque', stringData }));
  const others = Object.entries(scenario.secrets ?? {}).map(([key, names]) => {
    const secret = secretAt(scenario, key);
    return names === null ? { ...secret, type: 'Opaque', stringData: { nothing: 'of use' } } : { ...secret, type: 'kubernetes.io/tls', data: certificateOf(placeOf(scenario, key).join('/'), names) };
  });
  return [...opaque, ...others];
}

function secretAt(scenario: Scenario, key: string): Manifest {
  const [namespace, name] = placeOf(scenario, key);
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace } };
}

/** Namespaces of what a scenario holds; its own is the first. */
export function namespacesOf(scenario: Scenario): readonly string[] {
  const named = [...scenario.ingresses, ...(scenario.later ?? [])].map(({ name }) => name);
  return [...new Set([scenario.id, ...[...named, ...Object.keys(scenario.services ?? {}), ...Object.keys(scenario.secrets ?? {}), ...Object.keys(scenario.data ?? {})].map((name) => placeOf(scenario, name)[0])])];
}

/** `[namespace, name]`. */
export function placeOf({ id }: Pick<Scenario, 'id'>, written: string): readonly [namespace: string, name: string] {
  const [first = '', second] = written.split('/');
  return second === undefined ? [id, first] : [first, second];
}

/** All Services by `namespace/name`: those that are told, and those that Ingresses name beside them. */
function servicesOf(scenario: Scenario): ReadonlyMap<string, ServiceParts> {
  const told = Object.entries(scenario.services ?? {}).map(([name, parts]) => [placeOf(scenario, name).join('/'), parts] as const);
  const services = new Map<string, ServiceParts>();
  for (const [key, parts] of told) if (parts !== null) services.set(key, parts);
  for (const parts of [...scenario.ingresses, ...(scenario.later ?? [])]) {
    const [namespace] = placeOf(scenario, parts.name);
    for (const service of namedIn(parts)) {
      const key = `${namespace}/${service}`;
      if (!services.has(key) && !told.some(([each]) => each === key)) services.set(key, { ports: ['http 80 8080'] });
    }
  }
  return services;
}

function namedIn({ rules = [], default: fallback }: IngressParts): readonly string[] {
  const backends = [...rules.flatMap((rule) => readRule(rule).paths.map(({ backend }) => backend)), ...(fallback === undefined ? [] : [fallback])];
  return backends.map((backend) => backend.split(':')[0] ?? '');
}

function serviceObjects(scenario: Scenario, key: string, parts: ServiceParts, subnet: string): readonly Manifest[] {
  const [namespace, name] = placeOf(scenario, key);
  const ports = parts.ports.map(readPort);
  const spec =
    parts.externalName === undefined
      ? { ...(parts.headless === true && { clusterIP: 'None' }), ...(parts.clusterIP !== undefined && { clusterIP: parts.clusterIP }), ports: ports.map(({ name: port, ...rest }) => ({ ...(port !== '-' && { name: port }), ...rest })) }
      : { type: 'ExternalName', externalName: parts.externalName, ...(ports.length > 0 && { ports }) };
  const service: Manifest = { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace, ...(parts.annotations !== undefined && { annotations: parts.annotations }) }, spec };
  if (parts.externalName !== undefined || parts.unsliced === true) return [service];
  const [first = '', last = '0'] = [subnet.slice(0, subnet.lastIndexOf('.')), subnet.slice(subnet.lastIndexOf('.') + 1)];
  const usual = [`${first}.${Number(last) + 1}`, `${first}.${Number(last) + 2}`];
  const slice: Manifest = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${name}-1`, namespace, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports: ports.map(({ name: port, targetPort }) => ({ name: port === '-' ? '' : port, port: typeof targetPort === 'number' ? targetPort : 8081, protocol: 'TCP' })),
    endpoints: (parts.endpoints ?? usual).map((written) => endpointOf(written, first, Number(last))),
  };
  return [service, slice];
}

/** `1` is the first address of the Service's own. */
function endpointOf(written: string, subnet: string, last: number): object {
  const [, mark, number = ''] = /^([!~?]?)(.*)$/.exec(written) ?? [];
  const address = number.includes('.') ? number : `${subnet}.${last + Number(number)}`;
  if (mark === '?') return { addresses: [address] };
  return { addresses: [address], conditions: mark === '~' ? { ready: false, serving: true, terminating: true } : { ready: mark !== '!' } };
}

function readPort(text: string): { readonly name: string; readonly port: number; readonly targetPort: number | string; readonly protocol: string } {
  const [name = '', port = '', target = port] = text.split(' ');
  return { name, port: Number(port), targetPort: /^\d+$/.test(target) ? Number(target) : target, protocol: 'TCP' };
}

function ingressOf(scenario: Scenario, parts: IngressParts): Manifest {
  const [namespace, name] = placeOf(scenario, parts.name);
  const annotations = { ...Object.fromEntries(Object.entries(parts.annotations ?? {}).map(([key, value]) => [key.includes('/') ? key : prefix + key, value])), ...(parts.classAnnotation !== undefined && { 'kubernetes.io/ingress.class': parts.classAnnotation }) };
  const creationTimestamp = new Date(beginning + (parts.at ?? 0) * 1000).toISOString().replace('.000', '');
  const ingressClassName = parts.class === undefined ? 'nginx' : parts.class;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace, creationTimestamp, annotations },
    spec: {
      ...(ingressClassName !== null && { ingressClassName }),
      ...(parts.default !== undefined && { defaultBackend: backendOf(parts.default) }),
      ...(parts.tls !== undefined && { tls: parts.tls.map(tlsOf) }),
      ...(parts.rules !== undefined && { rules: parts.rules.map(ruleOf) }),
    },
  };
}

function tlsOf(text: string): object {
  const [secret = '-', ...hosts] = text.split(' ');
  return { ...(secret !== '-' && { secretName: secret }), ...(hosts.length > 0 && { hosts }) };
}

const pathTypes: Readonly<Record<string, string>> = { Prefix: 'Prefix', Exact: 'Exact', Impl: 'ImplementationSpecific' };

function readRule(text: string): { readonly host: string; readonly paths: readonly { readonly type: string; readonly path: string; readonly backend: string }[] } {
  const [host = '', ...rest] = text.split(' ');
  const paths = rest.length === 0 ? [] : rest.join(' ').split(', ').map((written) => {
    const [type = '', path = '', backend = ''] = written.split(' ');
    return { type: pathTypes[type] ?? type, path, backend };
  });
  return { host: host === '*' ? '' : host, paths };
}

function ruleOf(text: string): object {
  const { host, paths } = readRule(text);
  return {
    ...(host !== '' && { host }),
    ...(paths.length > 0 && { http: { paths: paths.map(({ type, path, backend }) => ({ ...(path !== '-' && { path }), pathType: type, backend: backendOf(backend) })) } }),
  };
}

function backendOf(text: string): object {
  const [name = '', port = ''] = text.split(':');
  return { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } };
}
