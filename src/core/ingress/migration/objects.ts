import type { Controller } from '../controller.js';
import type { MigrationPlan, PlannedBackend, PlannedHost, PlannedRule } from './plan.js';

/** An object as kubectl takes it. */
export interface WrittenObject {
  readonly apiVersion: string;
  readonly kind: 'Gateway' | 'HTTPRoute' | 'ReferenceGrant';
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** What the objects of a plan hang on. */
export interface Target {
  readonly gatewayClassName: string;
  readonly namespace: string;
  readonly name: string;
}

const group = 'gateway.networking.k8s.io';

/** Limits of the definitions of gateway-api v1.6. */
const mostRules = 16;
const mostHostnames = 16;
export const mostListeners = 64;

/** The Gateway stands where the controller does. */
export function targetOf({ workload, kind }: Controller, gatewayClassName: string): Target {
  return { gatewayClassName, namespace: workload?.ref.namespace ?? 'default', name: workload?.ref.name ?? kind };
}

/** The Gateway, its routes by namespace and name, and the grants that both need. */
export function writeObjects(plan: MigrationPlan, target: Target): WrittenObject[] {
  const names = new Names();
  const secure = new Map(plan.hosts.flatMap((host) => (listenerSecret(host) === undefined ? [] : [[host, names.take('', `https-${slug(host.host)}`)] as const])));
  const routes = plan.hosts.flatMap((host) => routesOf(host, sectionsOf(host, secure.get(host), plan), target, names));
  return [gatewayOf(plan, target, secure), ...routes.sort(byName), ...grantsOf(plan, target, routes)];
}

/** The listeners that a host is served on, and that which redirects to https. */
interface Sections {
  readonly served: readonly string[];
  readonly redirects?: { readonly section: string; readonly status: number };
}

function sectionsOf({ httpsRedirect }: PlannedHost, own: string | undefined, { defaultCertificate }: MigrationPlan): Sections {
  const https = own ?? (defaultCertificate === undefined ? undefined : 'https');
  if (https === undefined) return { served: ['http'] };
  if (httpsRedirect === undefined) return { served: ['http', https] };
  return { served: [https], redirects: { section: 'http', status: httpsRedirect } };
}

function listenerSecret({ tls }: PlannedHost): string | undefined {
  return tls?.secret ?? undefined;
}

function gatewayOf({ defaultCertificate }: MigrationPlan, target: Target, secure: ReadonlyMap<PlannedHost, string>): WrittenObject {
  const allowedRoutes = { namespaces: { from: 'All' } };
  const listeners: object[] = [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes }];
  if (defaultCertificate !== undefined) listeners.push({ name: 'https', port: 443, protocol: 'HTTPS', tls: terminating(defaultCertificate, target), allowedRoutes });
  for (const [host, name] of secure) listeners.push({ name, ...(host.host !== '' && { hostname: host.host }), port: 443, protocol: 'HTTPS', tls: terminating(listenerSecret(host) ?? '', target), allowedRoutes });
  const { namespace, name, gatewayClassName } = target;
  return { apiVersion: `${group}/v1`, kind: 'Gateway', metadata: { name, namespace }, spec: { gatewayClassName, listeners } };
}

function terminating(secret: string, target: Target): object {
  const [namespace = '', name = ''] = secret.split('/');
  return { mode: 'Terminate', certificateRefs: [{ kind: 'Secret', name, ...(namespace !== target.namespace && { namespace }) }] };
}

/** A route a namespace, so that it stands beside its Services; more where there are more rules than one may have. */
function routesOf(host: PlannedHost, sections: Sections, target: Target, names: Names): WrittenObject[] {
  const byNamespace = new Map<string, PlannedRule[]>();
  for (const rule of host.rules) {
    const [namespace = ''] = rule.from.split('/');
    const others = byNamespace.get(namespace);
    if (others === undefined) byNamespace.set(namespace, [rule]);
    else others.push(rule);
  }
  const hostnames = host.host === '' ? [] : [host.host, ...host.aliases].slice(0, mostHostnames);
  const routes = [...byNamespace].flatMap(([namespace, rules]) => {
    const [, ingress = ''] = rules[0]?.from.split('/') ?? [];
    return chunks(rules, mostRules).map((chunk) => routeOf(names.take(namespace, `${ingress}-${slug(host.host)}`), namespace, sections.served, hostnames, chunk.map((rule) => ruleOf(rule, namespace)), target));
  });
  const [first] = routes;
  if (sections.redirects === undefined || first === undefined) return routes;
  const { namespace, name } = first.metadata;
  const redirect = { filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: sections.redirects.status } }] };
  return [...routes, routeOf(names.take(namespace, `${name}-to-https`), namespace, [sections.redirects.section], hostnames, [redirect], target)];
}

function routeOf(name: string, namespace: string, sections: readonly string[], hostnames: readonly string[], rules: readonly object[], target: Target): WrittenObject {
  const parentRefs = sections.map((sectionName) => ({ name: target.name, ...(target.namespace !== namespace && { namespace: target.namespace }), sectionName }));
  return { apiVersion: `${group}/v1`, kind: 'HTTPRoute', metadata: { name, namespace }, spec: { parentRefs, ...(hostnames.length > 0 && { hostnames }), rules } };
}

function ruleOf({ path, headers, filters, backends }: PlannedRule, namespace: string): object {
  return {
    matches: [{ path, ...(headers !== undefined && { headers: headers.map(({ name, value, type }) => ({ ...(type !== undefined && { type }), name, value })) }) }],
    ...(filters !== undefined && filters.length > 0 && { filters: mergedRewrites(filters) }),
    ...(backends.length > 0 && { backendRefs: backends.map((backend) => refTo(backend, namespace)) }),
  };
}

/** A rule has one URLRewrite. */
function mergedRewrites(filters: readonly object[]): object[] {
  const rewrites = filters.flatMap((filter) => ('urlRewrite' in filter ? [filter.urlRewrite as object] : []));
  if (rewrites.length < 2) return [...filters];
  return [{ type: 'URLRewrite', urlRewrite: Object.assign({}, ...rewrites) as object }, ...filters.filter((filter) => !('urlRewrite' in filter))];
}

function refTo({ namespace, name, port, weight }: PlannedBackend, routeNamespace: string): object {
  return { name, ...(namespace !== routeNamespace && { namespace }), port, ...(weight !== undefined && { weight }) };
}

/** For certificates of other namespaces than the Gateway's, and Services of other namespaces than the route's. */
function grantsOf(plan: MigrationPlan, target: Target, routes: readonly WrittenObject[]): WrittenObject[] {
  const secrets = new Set([...plan.hosts.flatMap((host) => listenerSecret(host) ?? []), ...(plan.defaultCertificate === undefined ? [] : [plan.defaultCertificate])]);
  const services = plan.hosts.flatMap(({ rules }) => rules.flatMap(({ from, backends }) => backends.flatMap(({ namespace, name }) => (from.startsWith(`${namespace}/`) ? [] : [`${from.split('/')[0]}\0${namespace}/${name}`]))));
  const used = new Set(routes.map(({ metadata }) => metadata.namespace));
  return [
    ...perNamespace([...secrets].filter((secret) => !secret.startsWith(`${target.namespace}/`))).map(([namespace, names]) => grant('gateway-certificates', namespace, [{ kind: 'Gateway', namespace: target.namespace }], 'Secret', names)),
    ...perNamespace(services.map((each) => each.split('\0')[1] ?? '')).map(([namespace, names]) => {
      const from = [...new Set(services.filter((each) => each.split('\0')[1]?.startsWith(`${namespace}/`)).map((each) => each.split('\0')[0] ?? ''))].filter((each) => used.has(each)).sort();
      return grant('gateway-backends', namespace, from.map((each) => ({ kind: 'HTTPRoute', namespace: each })), 'Service', names);
    }),
  ];
}

function grant(name: string, namespace: string, from: readonly { readonly kind: string; readonly namespace: string }[], kind: string, names: readonly string[]): WrittenObject {
  return {
    apiVersion: `${group}/v1beta1`,
    kind: 'ReferenceGrant',
    metadata: { name, namespace },
    spec: { from: from.map((each) => ({ group, ...each })), to: names.map((each) => ({ group: '', kind, name: each })) },
  };
}

function perNamespace(named: readonly string[]): [namespace: string, names: string[]][] {
  const groups = new Map<string, Set<string>>();
  for (const each of named) {
    const [namespace = '', name = ''] = each.split('/');
    groups.set(namespace, (groups.get(namespace) ?? new Set()).add(name));
  }
  return [...groups].map(([namespace, names]): [string, string[]] => [namespace, [...names].sort()]).sort(([a], [b]) => (a < b ? -1 : 1));
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

function byName(a: WrittenObject, b: WrittenObject): number {
  const [keyA, keyB] = [a, b].map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  return (keyA ?? '') < (keyB ?? '') ? -1 : 1;
}

/** A piece of a name of an object. */
function slug(host: string): string {
  if (host === '') return 'any-host';
  return host.replace(/^\*\./, 'wildcard.').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'host';
}

/** Names of 63 characters at most, each once a namespace. */
class Names {
  readonly #taken = new Set<string>();

  take(namespace: string, wanted: string): string {
    for (let at = 1; ; at++) {
      const ending = at === 1 ? '' : `-${at}`;
      const name = `${wanted.slice(0, 63 - ending.length).replace(/-+$/, '')}${ending}`;
      const key = `${namespace}/${name}`;
      if (this.#taken.has(key)) continue;
      this.#taken.add(key);
      return name;
    }
  }
}
