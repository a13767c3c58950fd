import type { Json, JsonObject, Translation, XdsResources } from './translate.js';

/** A listener of Envoy that serves the port of a Gateway of a scenario. */
export interface ServedPort {
  readonly gateway: string;
  /** Of the Gateway. */
  readonly port: number;
  readonly listener: JsonObject;
}

/** What one translated Gateway needs, with names that no other has. */
export interface GatewayConfiguration {
  readonly ports: readonly ServedPort[];
  readonly clusters: readonly JsonObject[];
}

/** Files of the certificate that every listener shows. */
export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

/**
 * Makes static configuration of what Envoy Gateway would send over xDS: routes, endpoints and secrets are written where they are referred to.
 *
 * @param wanted Gateways by name
 * @param scope what names are made unique with
 */
export function configurationsOf({ xds }: Translation, wanted: ReadonlySet<string>, scope: string, pair: Pair): GatewayConfiguration[] {
  return Object.entries(xds).flatMap(([key, resources]) => {
    const gateway = key.split('/')[1] ?? key;
    return wanted.has(gateway) ? [configurationOf(gateway, resources, `${scope}/${gateway}`, pair)] : [];
  });
}

function configurationOf(gateway: string, { listeners, routes, clusters, endpoints }: XdsResources, scope: string, pair: Pair): GatewayConfiguration {
  const routeConfigs = new Map(routes.map((each) => [text(each['name']), each]));
  const assignments = new Map(endpoints.map((each) => [text(each['clusterName']), each]));
  const names = new Set(clusters.map(({ name }) => text(name)));
  const unique = (value: JsonObject): JsonObject => renamed(value, names, scope) as JsonObject;
  return {
    ports: listeners.filter(isServing).map((listener) => ({ gateway, port: portOf(listener), listener: { ...unique(inlined(listener, routeConfigs, pair) as JsonObject), name: `${scope}/${text(listener['name'])}` } })),
    clusters: clusters.map((cluster) => unique(withEndpoints(cluster, assignments))),
  };
}

/** The listener that tells whether Envoy is ready is none of a Gateway. */
function isServing({ name }: JsonObject): boolean {
  return !text(name ?? '').includes('ready');
}

/** Ports below 1024 are moved up by 10000 in the container. */
function portOf({ address }: JsonObject): number {
  const written = Number(object(object(address ?? null)?.['socketAddress'] ?? null)?.['portValue']);
  return written > 10_000 && written < 11_024 ? written - 10_000 : written;
}

function inlined(value: Json, routes: ReadonlyMap<string, JsonObject>, pair: Pair): Json {
  if (Array.isArray(value)) return value.map((each: Json) => inlined(each, routes, pair));
  const written = object(value);
  if (written === undefined) return value;
  const made: Record<string, Json> = {};
  for (const [key, each] of Object.entries(written)) {
    if (key === 'accessLog' || key === 'statPrefix') continue;
    if (key === 'rds') made['routeConfig'] = routes.get(text(object(each)?.['routeConfigName'] ?? '')) ?? {};
    else if (key === 'tlsCertificateSdsSecretConfigs') made['tlsCertificates'] = [{ certificateChain: { filename: pair.certificate }, privateKey: { filename: pair.key } }];
    else made[key] = inlined(each, routes, pair);
  }
  if ('rds' in written || 'routeConfig' in written) made['statPrefix'] = 'gateway';
  return made;
}

function withEndpoints(cluster: JsonObject, endpoints: ReadonlyMap<string, JsonObject>): JsonObject {
  if (cluster['edsClusterConfig'] === undefined) return cluster;
  const { edsClusterConfig, ...rest } = cluster;
  const name = text(object(edsClusterConfig)?.['serviceName'] ?? cluster['name'] ?? '');
  return { ...rest, type: 'STATIC', loadAssignment: endpoints.get(name) ?? { clusterName: name } };
}

function renamed(value: Json, names: ReadonlySet<string>, scope: string): Json {
  if (typeof value === 'string') return names.has(value) ? `${scope}/${value}` : value;
  if (Array.isArray(value)) return value.map((each: Json) => renamed(each, names, scope));
  const written = object(value);
  return written === undefined ? value : Object.fromEntries(Object.entries(written).map(([key, each]) => [key, renamed(each, names, scope)]));
}

/** The bootstrap of an Envoy that serves all ports at once, each on a port of its own. */
export function bootstrapOf(configurations: readonly GatewayConfiguration[], portFor: (served: ServedPort) => number): object {
  const listeners = configurations.flatMap(({ ports }) => ports.map((served) => ({ ...served.listener, address: { socketAddress: { address: '127.0.0.1', portValue: portFor(served) } } })));
  return { staticResources: { listeners, clusters: configurations.flatMap(({ clusters }) => clusters) }, layeredRuntime: { layers: [{ name: 'static', staticLayer: { 'overload.global_downstream_max_connections': 50_000 } }] } };
}

function object(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
