import { compareText, type ClusterView, type Ingress } from '../../../cluster/index.js';
import { compileLinear, type LinearRegex } from '../../../regex.js';
import type { RouteBackend, RuleRef } from '../../answer.js';
import { resolveBackend, type ResolvedBackend } from '../../backends.js';
import type { Controller } from '../../controller.js';

export type Condition = 'exact' | 'regex' | 'segment' | 'string';

/** A route as Contour tells Envoy of it. */
export interface ContourRoute {
  readonly ref: RuleRef;
  readonly condition: Condition;
  readonly path: string;
  readonly regex?: LinearRegex;
  readonly backend: RouteBackend;
  readonly resolved: ResolvedBackend;
  readonly upgradesToHttps: boolean;
  readonly http: boolean;
}

export interface LostPath {
  readonly ref: RuleRef;
  readonly backend: { readonly service: string; readonly port: RouteBackend['port'] } | null;
  readonly reason: string;
}

export interface ContourModel {
  /** By virtual host; '*' for none. Of routes with one condition whichever comes last counts, and Contour comes to Ingresses in no order: all are kept here. */
  readonly http: ReadonlyMap<string, readonly ContourRoute[]>;
  /** Those of which there is a certificate. */
  readonly https: ReadonlyMap<string, { readonly secret: string; readonly isKnown: boolean; readonly routes: readonly ContourRoute[] }>;
  readonly lost: readonly LostPath[];
  readonly warnings: readonly string[];
}

/** Source: projectcontour/contour v1.33.6 internal/dag/ingress_processor.go. */
export function contourModel(controller: Controller, ingresses: readonly Ingress[], view: ClusterView): ContourModel {
  const lost: LostPath[] = [];
  const warnings = [...controller.warnings];
  const https = new Map<string, { secret: string; isKnown: boolean; routes: ContourRoute[] }>();
  for (const ingress of ingresses) for (const [host, secret, isKnown] of securedBy(view, ingress, warnings)) if (!https.has(host)) https.set(host, { secret, isKnown, routes: [] });
  const http = new Map<string, ContourRoute[]>();
  for (const ingress of ingresses) {
    for (const route of routesOf(view, ingress, lost)) {
      const host = route.ref.host === '' ? '*' : route.ref.host.toLowerCase();
      if (route.http) http.set(host, [...withoutOwn(http.get(host), route), route]);
      const secure = https.get(host);
      if (secure !== undefined && host !== '*') secure.routes = [...withoutOwn(secure.routes, route), route];
    }
  }
  for (const routes of [...http.values(), ...[...https.values()].map((each) => each.routes)]) routes.sort(inOrder);
  return { http, https, lost, warnings };
}

/** Of two routes of one Ingress with one condition the later counts. */
function withoutOwn(known: readonly ContourRoute[] = [], route: ContourRoute): readonly ContourRoute[] {
  return known.filter((each) => each.ref.name !== route.ref.name || each.condition !== route.condition || each.path !== route.path);
}

function securedBy(view: ClusterView, { metadata, spec }: Ingress, warnings: string[]): readonly (readonly [host: string, secret: string, isKnown: boolean])[] {
  const namespace = metadata.annotations?.['projectcontour.io/tls-cert-namespace'] || metadata.namespace;
  return (spec.tls ?? []).flatMap(({ hosts = [], secretName = '' }) => {
    if (secretName === '') return [];
    const [given, name] = secretName.includes('/') ? secretName.split('/', 2) : [namespace, secretName];
    const secret = view.get('Secret', given ?? '', name ?? '');
    const isMissing = secret === undefined ? view.covers('Secret', given ?? '') : !['tls.crt', 'tls.key'].every((key) => secret.keys.includes(key)) || secret.certificate?.readable === false;
    if (isMissing) warnings.push(`Secret ${given}/${name} of Ingress ${metadata.namespace}/${metadata.name} holds no certificate: Contour serves its hosts over http alone.`);
    if (given !== metadata.namespace) warnings.push(`Ingress ${metadata.namespace}/${metadata.name} takes a certificate of namespace ${given}: a snapshot does not tell whether it is delegated, and it was taken to be.`);
    return isMissing ? [] : hosts.map((host) => [host.toLowerCase(), `${given}/${name}`, secret !== undefined] as const);
  });
}

type IngressBackend = NonNullable<Ingress['spec']['defaultBackend']>;

interface Path {
  readonly path?: string | undefined;
  readonly pathType: string;
  readonly backend: IngressBackend;
}

/** The default backend comes first, as a rule without host and path. */
function routesOf(view: ClusterView, ingress: Ingress, lost: LostPath[]): readonly ContourRoute[] {
  const { defaultBackend, rules = [] } = ingress.spec;
  const fallback: readonly { host?: string | undefined; paths: readonly Path[] }[] = defaultBackend === undefined ? [] : [{ paths: [{ pathType: '', backend: defaultBackend }] }];
  return [...fallback, ...rules.map(({ host, http }) => ({ host, paths: http?.paths ?? [] }))].flatMap(({ host = '', paths }) => ofRule(view, ingress, host, paths, lost));
}

function ofRule(view: ClusterView, ingress: Ingress, host: string, paths: readonly Path[], lost: LostPath[]): readonly ContourRoute[] {
  const found: ContourRoute[] = [];
  for (const { path = '', pathType, backend } of paths) {
    const ref: RuleRef = { kind: 'Ingress', name: `${ingress.metadata.namespace}/${ingress.metadata.name}`, host, path, pathType };
    const route = routeOf(view, ingress, ref, backend);
    if ('reason' in route) lost.push(route);
    else found.push(route);
    // A pattern that is none ends the rule.
    if ('reason' in route && route.reason.startsWith('error parsing')) break;
  }
  return found;
}

function routeOf(view: ClusterView, { metadata }: Ingress, ref: RuleRef, { service }: IngressBackend): ContourRoute | LostPath {
  if (service === undefined) return { ref, backend: null, reason: 'Contour does not serve resource backends' };
  const port = service.port.name === undefined || service.port.name === '' ? (service.port.number ?? 0) : service.port.name;
  const named = { service: `${metadata.namespace}/${service.name}`, port };
  const resolved = resolveBackend(view, metadata.namespace, service.name, port, 'ports');
  const fault = { 'no-service': 'its Service is not there', 'no-port': 'its Service has no such port', 'external-name': 'its Service is an ExternalName, which Contour does not use without enableExternalNameService' }[resolved.state as string];
  if (fault !== undefined) return { ref, backend: named, reason: fault };
  const condition = conditionOf(ref);
  if ('error' in condition) return { ref, backend: named, reason: condition.error };
  const annotations = metadata.annotations ?? {};
  const upgradesToHttps = annotations['ingress.kubernetes.io/force-ssl-redirect'] === 'true';
  return { ref, ...condition, backend: { ...named, endpoints: resolved.endpoints }, resolved, upgradesToHttps, http: upgradesToHttps || annotations['kubernetes.io/ingress.allow-http'] !== 'false' };
}

function conditionOf({ path: written, pathType }: RuleRef): { readonly condition: Condition; readonly path: string; readonly regex?: LinearRegex } | { readonly error: string } {
  const path = written === '' ? '/' : written;
  if (pathType === 'Exact') return { condition: 'exact', path };
  if (pathType === 'Prefix') return path === '/' ? { condition: 'string', path } : { condition: 'segment', path: path.replace(/\/+$/, '') };
  if (!/[\^+*[\]%]/.test(path)) return { condition: 'string', path };
  const compiled = compileLinear(`^(?:${path})$`);
  return 'value' in compiled ? { condition: 'regex', path, regex: compiled.value } : { error: compiled.error };
}

const rank: Readonly<Record<Condition, number>> = { exact: 0, regex: 1, segment: 2, string: 2 };

/** Source: projectcontour/contour v1.33.6 internal/sorter/sorter.go, routeSorter. */
function inOrder(a: ContourRoute, b: ContourRoute): number {
  const byKind = rank[a.condition] - rank[b.condition];
  if (byKind !== 0) return byKind;
  const byLength = a.condition === 'exact' ? 0 : b.path.length - a.path.length;
  return byLength || compareText(b.path, a.path) || Number(a.condition === 'string') - Number(b.condition === 'string');
}
