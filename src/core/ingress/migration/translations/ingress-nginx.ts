import type { ClusterView, Ingress } from '../../../cluster/index.js';
import type { Controller } from '../../controller.js';
import { byAge, hostOf, nameOf, pathsOf, plannedBackend, type IngressPath } from '../ingress-paths.js';
import type { CarriedFeature, MigrationPlan, PlannedBackend, PlannedHost, PlannedRule, Translation } from '../plan.js';
import { certificateOf, neighbourAnnotations, tlsOf } from './generic.js';
import { annotation, annotationFeatures, boolOf } from '../nginx/annotations.js';
import { canaryRules } from '../nginx/canary.js';
import { translatePath } from '../nginx/paths.js';
import { redirectFilter } from '../nginx/redirect-filter.js';

/** ingress-nginx v1.15.1: hosts are made of all their Ingresses, the oldest first. */
export const ingressNginxTranslation: Translation = { kinds: ['ingress-nginx'], plan };

/** What is told at the paths, and so not once more with the annotations. */
const toldElsewhere = new Set(['rewrite-target', 'use-regex', 'canary', 'canary-weight', 'canary-weight-total', 'canary-by-header', 'canary-by-header-value', 'canary-by-header-pattern', 'canary-by-cookie', 'permanent-redirect', 'temporal-redirect']);

interface Draft {
  readonly host: string;
  readonly aliases: string[];
  readonly rules: PlannedRule[];
  readonly isRegexMode: boolean;
  tls?: { readonly secret: string | null };
  httpsRedirect?: number;
  /** The first Ingress of a host, whose annotations its undeclared paths have. */
  readonly first: Ingress;
}

function plan(controller: Controller, ingresses: readonly Ingress[], view: ClusterView): MigrationPlan {
  const features = new Map<string, CarriedFeature[]>();
  const sorted = byAge(ingresses);
  const main = sorted.filter((ingress) => boolOf(annotation(ingress, 'canary')) !== true);
  const hosts = draftHosts(main, controller);
  for (const ingress of sorted) features.set(nameOf(ingress), [...tlsOf(ingress), ...annotationFeatures(ingress, toldElsewhere), ...neighbourAnnotations(ingress)]);
  for (const ingress of main) for (const path of pathsOf(ingress)) addPath(hosts, path, view, features.get(nameOf(ingress)) ?? []);
  for (const ingress of sorted.filter((each) => !main.includes(each))) canaryRules(view, ingress, hosts, features.get(nameOf(ingress)) ?? []);
  for (const ingress of main) addDefaultBackend(hosts, ingress, view, features.get(nameOf(ingress)) ?? []);
  addControllerDefault(hosts, controller, view);
  const www = wwwHosts(hosts);
  const defaultCertificate = controller.flags.get('default-ssl-certificate');
  return { hosts: [...hosts.values()].map(finish).concat(www), features, ...(defaultCertificate !== undefined && { defaultCertificate }) };
}

function draftHosts(main: readonly Ingress[], { configMap }: Controller): Map<string, Draft> {
  const hosts = new Map<string, Draft>();
  for (const ingress of main) {
    for (const rule of ingress.spec.rules ?? []) {
      const host = hostOf(rule);
      const ofHost = main.filter(({ spec }) => (spec.rules ?? []).some((each) => hostOf(each) === host));
      if (!hosts.has(host)) hosts.set(host, { host, aliases: [], rules: [], isRegexMode: ofHost.some((each) => switchesRegexOn(each, host)), first: ingress });
      const draft = hosts.get(host) as Draft;
      if (draft.tls === undefined && (ingress.spec.tls ?? []).length > 0 && host !== '') draft.tls = certificateOf(ingress, host) ?? { secret: null };
      if (draft.aliases.length === 0) draft.aliases.push(...aliasesOf(ingress).filter((alias) => alias !== host));
    }
    if ((ingress.spec.rules ?? []).length === 0 && !hosts.has('')) hosts.set('', { host: '', aliases: [], rules: [], isRegexMode: false, first: ingress });
  }
  for (const draft of hosts.values()) {
    const status = httpsRedirect(draft, configMap?.data ?? {});
    if (status !== undefined) draft.httpsRedirect = status;
  }
  return hosts;
}

/** Source: internal/ingress/controller/template/template.go, needsRewrite and enforceRegexModifier */
function switchesRegexOn(ingress: Ingress, host: string): boolean {
  if (boolOf(annotation(ingress, 'use-regex')) === true) return true;
  const target = annotation(ingress, 'rewrite-target');
  return target !== undefined && target !== '' && pathsOf(ingress).some((path) => path.host === host && path.path !== target);
}

/** Names that are patterns have no counterpart. */
function aliasesOf(ingress: Ingress): string[] {
  return (annotation(ingress, 'server-alias') ?? '').split(',').map((each) => each.trim().toLowerCase()).filter((each) => each !== '' && !each.startsWith('~'));
}

function httpsRedirect({ first, tls }: Draft, configMap: Readonly<Record<string, string>>): number | undefined {
  const wanted = boolOf(annotation(first, 'ssl-redirect')) ?? boolOf(configMap['ssl-redirect']) ?? true;
  const forced = boolOf(annotation(first, 'force-ssl-redirect')) ?? boolOf(configMap['force-ssl-redirect']) ?? false;
  if (!forced && !(wanted && tls !== undefined)) return undefined;
  const code = Number(configMap['http-redirect-code'] ?? '308');
  return [301, 302, 303, 307, 308].includes(code) ? code : 308;
}

function addPath(hosts: ReadonlyMap<string, Draft>, path: IngressPath, view: ClusterView, told: CarriedFeature[]): void {
  const draft = hosts.get(path.host);
  if (draft === undefined) return;
  const { ingress } = path;
  const from = nameOf(ingress);
  const feature = `path ${path.path}`;
  const { backend, features } = plannedBackend(view, ingress, path.backend, feature);
  told.push(...features);
  const translated = translatePath(path.path, path.pathType, annotation(ingress, 'rewrite-target'), draft.isRegexMode);
  if (translated.loss !== undefined) told.push({ feature, ...translated.loss });
  if (translated.made !== undefined) told.push({ feature, carries: 'yes', detail: translated.made });
  const moved = movedTo(ingress, told);
  if (moved !== undefined) draft.rules.push({ path: translated.path, filters: [moved], backends: [], from });
  else if (backend !== undefined) draft.rules.push({ path: translated.path, filters: [...translated.filters, ...headerFilters(ingress)], backends: [backend], from });
  const root = annotation(ingress, 'app-root');
  if (root?.startsWith('/') === true && !draft.rules.some(({ path: { type, value }, filters }) => type === 'Exact' && value === '/' && filters?.length === 1)) {
    draft.rules.push({ path: { type: 'Exact', value: '/' }, filters: [{ type: 'RequestRedirect', requestRedirect: { path: { type: 'ReplaceFullPath', replaceFullPath: root }, statusCode: 302 } }], backends: [], from });
  }
}

/** permanent-redirect and temporal-redirect: the latter comes first. Source: internal/ingress/annotations/redirect/redirect.go */
function movedTo(ingress: Ingress, told: CarriedFeature[]): object | undefined {
  for (const [name, usual] of [['temporal-redirect', 302], ['permanent-redirect', 301]] as const) {
    const url = annotation(ingress, name);
    if (url === undefined || url === '') continue;
    const filter = redirectFilter(url, Number(annotation(ingress, `${name}-code`) ?? usual));
    const isNew = !told.some(({ feature }) => feature === name);
    if (isNew) told.push({ feature: name, value: url, ...('filter' in filter ? { carries: 'yes', detail: 'a RequestRedirect' } : { carries: 'no', detail: filter.error }) });
    if ('filter' in filter) return filter.filter;
  }
  return undefined;
}

function headerFilters(ingress: Ingress): object[] {
  const host = annotation(ingress, 'upstream-vhost');
  const forwarded = annotation(ingress, 'x-forwarded-prefix');
  return [
    ...(host === undefined || host === '' || host.includes('$') ? [] : [{ type: 'URLRewrite', urlRewrite: { hostname: host } }]),
    ...(forwarded === undefined || forwarded === '' || forwarded.includes('$') ? [] : [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'X-Forwarded-Prefix', value: forwarded }] } }]),
  ];
}

/** Of a host the first Ingress alone; of an Ingress without rules that of every other host. */
function addDefaultBackend(hosts: Map<string, Draft>, ingress: Ingress, view: ClusterView, told: CarriedFeature[]): void {
  if (ingress.spec.defaultBackend === undefined) return;
  const { backend, features } = plannedBackend(view, ingress, ingress.spec.defaultBackend, 'spec.defaultBackend');
  const own = (ingress.spec.rules ?? []).map(hostOf).filter((host) => host !== '' && hosts.get(host)?.first === ingress);
  const served = (ingress.spec.rules ?? []).length === 0 ? [''] : own;
  told.push(...features, served.length === 0 ? { feature: 'spec.defaultBackend', carries: 'yes', detail: 'ingress-nginx never uses it: an older Ingress has its hosts' } : { feature: 'spec.defaultBackend', carries: 'yes', detail: 'a rule for the prefix /' });
  for (const host of served) if (backend !== undefined) addRoot(hosts.get(host), backend, nameOf(ingress));
}

function addRoot(draft: Draft | undefined, backend: PlannedBackend, from: string): void {
  const has = draft?.rules.some(({ path: { type, value }, headers }) => type === 'PathPrefix' && value === '/' && headers === undefined);
  if (has === false) draft?.rules.push({ path: { type: 'PathPrefix', value: '/' }, backends: [backend], from });
}

/** `--default-backend-service` gets the undeclared paths of every host, and every other host. */
function addControllerDefault(hosts: Map<string, Draft>, { flags }: Controller, view: ClusterView): void {
  const [namespace, name] = (flags.get('default-backend-service') ?? '').split('/');
  const service = namespace === undefined || name === undefined ? undefined : view.get('Service', namespace, name);
  const port = service?.spec.ports[0]?.port;
  const [any] = hosts.values();
  if (service === undefined || port === undefined || any === undefined) return;
  const backend = { namespace: service.metadata.namespace, name: service.metadata.name, port };
  if (!hosts.has('')) hosts.set('', { host: '', aliases: [], rules: [], isRegexMode: false, first: any.first });
  for (const draft of hosts.values()) addRoot(draft, backend, nameOf(draft.first));
}

/** from-to-www-redirect: the other name, where nobody has it. */
function wwwHosts(hosts: ReadonlyMap<string, Draft>): PlannedHost[] {
  return [...hosts.values()].flatMap(({ host, first, tls }) => {
    if (host === '' || host.startsWith('*') || boolOf(annotation(first, 'from-to-www-redirect')) !== true) return [];
    const other = host.startsWith('www.') ? host.slice(4) : `www.${host}`;
    if (hosts.has(other)) return [];
    const filters = [{ type: 'RequestRedirect', requestRedirect: { hostname: host, statusCode: 308 } }];
    return [{ host: other, aliases: [], rules: [{ path: { type: 'PathPrefix' as const, value: '/' }, filters, backends: [], from: nameOf(first) }], ...(tls !== undefined && { tls }) }];
  });
}

function finish({ host, aliases, rules, tls, httpsRedirect: redirect }: Draft): PlannedHost {
  return { host, aliases, rules, ...(tls !== undefined && { tls }), ...(redirect !== undefined && { httpsRedirect: redirect }) };
}
