import type { ClusterView, Ingress } from '../../../cluster/index.js';
import type { DroppedObject, RuleRef } from '../../answer.js';
import { readRouterAnnotations, type RouterAnnotations } from './annotations.js';
import { ruleOf, type RouterRule } from './rule.js';
import { loadService, type LoadedService, type ServiceBackend } from './services.js';
import type { EntryPoint, StaticConfig } from './static-config.js';

/** What Traefik makes of one path of an Ingress, or of its default backend. */
export interface Router {
  readonly ref: RuleRef;
  readonly rule: RouterRule;
  readonly priority: number;
  readonly entryPoints: readonly EntryPoint[];
  readonly tls: boolean;
  readonly isDefault: boolean;
  readonly backend: ServiceBackend;
  readonly service: LoadedService & { readonly state: 'endpoints' | 'unknown' };
  /** What stands between its match and its Service, and is not known: middlewares, TLS options, an old rule syntax. */
  readonly unknowns: readonly string[];
  /** Why Traefik may have another router by its name: it makes that up in an order that changes. */
  readonly contested?: string;
}

/** A path that Traefik makes no router of. */
export interface LostPath {
  readonly ref: RuleRef;
  readonly backend: ServiceBackend | undefined;
  readonly reason: string;
  readonly by: RuleRef | null;
}

export interface Routers {
  readonly routers: readonly Router[];
  readonly lost: readonly LostPath[];
  readonly dropped: readonly DroppedObject[];
}

interface Draft {
  readonly name: string;
  readonly router: Router;
}

const most = 2 ** 63 - 1001;

/** Source: Traefik v3.7.9 pkg/provider/kubernetes/ingress/kubernetes.go, loadConfigurationFromIngresses. */
export function routersOf(view: ClusterView, config: StaticConfig, ingresses: readonly Ingress[]): Routers {
  const build = new Build(view, config);
  for (const ingress of ingresses) build.add(ingress);
  return build.finish();
}

class Build {
  readonly #lost: LostPath[] = [];
  readonly #dropped: DroppedObject[] = [];
  readonly #byName = new Map<string, Router[]>();
  readonly #defaults: Router[] = [];
  readonly #services = new Map<string, LoadedService>();
  readonly #owners = new Map<string, Set<string>>();

  constructor(
    private readonly view: ClusterView,
    private readonly config: StaticConfig,
  ) {}

  add(ingress: Ingress): void {
    const { namespace, name } = ingress.metadata;
    const annotations = readRouterAnnotations(ingress.metadata.annotations);
    const refused = 'refused' in annotations ? annotations.refused : this.#whyForeign(namespace, annotations);
    if (refused !== undefined || 'refused' in annotations) {
      this.#dropped.push({ kind: 'Ingress', name: `${namespace}/${name}`, reason: refused ?? '' });
      return;
    }
    const { defaultBackend, rules = [] } = ingress.spec;
    if (defaultBackend !== undefined) this.#addDefault(ingress, annotations);
    const drafts = rules.flatMap(({ host = '', http }) => (http?.paths ?? []).flatMap((path) => this.#draft(ingress, annotations, host, path)));
    for (const [key, router] of this.#named(drafts)) this.#byName.set(key, [...(this.#byName.get(key) ?? []), router]);
  }

  finish(): Routers {
    const routers = [...this.#byName.values()].flatMap((all) => (all.length === 1 ? all : all.map((each) => ({ ...each, contested: `Ingresses ${all.map(({ ref }) => ref.name).join(' and ')} make routers of one name, of which Traefik keeps whichever it comes to last` }))));
    const isSeveral = this.#defaults.length > 1;
    const defaults = this.#defaults.map((each) => (isSeveral ? { ...each, contested: `Ingresses ${this.#defaults.map(({ ref }) => ref.name).join(' and ')} each have a default backend, of which Traefik keeps whichever it comes to first` } : each));
    return { routers: [...routers, ...defaults].map((each) => this.#withSharedService(each)), lost: this.#lost, dropped: this.#dropped };
  }

  /** Source: loadConfigurationFromIngresses, the check of CrossProviderNamespaces. */
  #whyForeign(namespace: string, { middlewares, tlsOptions, tls }: RouterAnnotations): string | undefined {
    const allowed = this.config.crossProviderNamespaces;
    if (allowed === undefined || allowed.includes(namespace)) return undefined;
    if (middlewares.length > 0) return `providers.kubernetesIngress.crossProviderNamespaces does not let namespace ${namespace} name middlewares`;
    return tls && tlsOptions !== '' ? `providers.kubernetesIngress.crossProviderNamespaces does not let namespace ${namespace} name TLS options` : undefined;
  }

  #addDefault(ingress: Ingress, annotations: RouterAnnotations): void {
    const ref = { ...refOf(ingress), host: '', path: '', pathType: '' };
    const backend = ingress.spec.defaultBackend?.service;
    const lose = (reason: string) => this.#lost.push({ ref, backend, reason, by: null });
    if ((ingress.spec.rules ?? []).length > 0) return void lose('Traefik reads the default backend of an Ingress without rules alone');
    if (backend === undefined) return void lose('Traefik does not serve resource backends');
    const service = loadService(this.view, this.config, ingress.metadata.namespace, backend);
    if (service.state === 'refused') return void lose(service.reason);
    const rule = ruleOf('', '/', 'Prefix', 'PathPrefix', false) as RouterRule;
    this.#defaults.push({ ...this.#router(ref, rule, annotations, backend, service), priority: -(2 ** 31), isDefault: true });
  }

  #draft(ingress: Ingress, annotations: RouterAnnotations, host: string, written: Path): Draft[] {
    const { path = '', pathType, backend } = written;
    const ref = { ...refOf(ingress), host, path, pathType };
    const lose = (reason: string): Draft[] => {
      this.#lost.push({ ref, backend: backend.service, reason, by: null });
      return [];
    };
    if (backend.resource !== undefined || backend.service === undefined) return lose('Traefik does not serve resource backends');
    const service = this.#load(ingress.metadata.namespace, backend.service);
    if (service.state === 'refused') return lose(service.reason);
    const rule = ruleOf(host, path, pathType, annotations.pathMatcher, this.config.matchesWholeElements);
    if ('refused' in rule) return lose(rule.refused);
    if (annotations.priority > most) return lose(`priority ${annotations.priority} is above what Traefik lets a user set`);
    const router = this.#router(ref, rule, annotations, backend.service, service);
    if (router.entryPoints.length === 0) return lose(`none of its entry points (${annotations.entryPoints.join(', ')}) is there`);
    return [{ name: normalize(`${ingress.metadata.namespace}-${ingress.metadata.name}-${host}${path}`), router }];
  }

  #router(ref: RuleRef, rule: RouterRule, annotations: RouterAnnotations, backend: ServiceBackend, service: Router['service']): Router {
    const { priority, ruleSyntax, tls, tlsOptions, middlewares } = annotations;
    const names = annotations.entryPoints.length > 0 ? annotations.entryPoints : this.config.defaults;
    const isOld = ruleSyntax === 'v2' || (ruleSyntax === '' && this.config.oldRuleSyntax);
    const ofService = service.state === 'endpoints' ? service.middlewares : [];
    return {
      ref,
      rule,
      priority: priority === 0 ? rule.length : priority,
      entryPoints: [...new Set(names)].flatMap((name) => this.config.entryPoints.get(name) ?? []),
      tls,
      isDefault: false,
      backend,
      service,
      unknowns: [
        ...[...middlewares, ...ofService].map((each) => `middleware ${each}`),
        ...(tls && tlsOptions !== '' && tlsOptions !== 'default' ? [`TLS options ${tlsOptions}`] : []),
        ...(isOld ? ['the rule syntax of Traefik 2'] : []),
      ],
    };
  }

  /** A Service and port is loaded once, by a name that two of them may share. */
  #load(namespace: string, backend: ServiceBackend): LoadedService {
    const key = serviceKey(namespace, backend);
    const identity = `${namespace}/${backend.name}:${portText(backend)}`;
    const known = this.#services.get(identity) ?? loadService(this.view, this.config, namespace, backend);
    this.#services.set(identity, known);
    if (known.state !== 'refused') this.#owners.set(key, (this.#owners.get(key) ?? new Set()).add(identity));
    return known;
  }

  #withSharedService(router: Router): Router {
    const [namespace = ''] = router.ref.name.split('/');
    const owners = router.isDefault ? undefined : this.#owners.get(serviceKey(namespace, router.backend));
    if (owners === undefined || owners.size < 2) return router;
    return { ...router, contested: `Services ${[...owners].join(' and ')} have one name in Traefik, which keeps whichever it comes to first` };
  }

  /** Routers of one name get the hash of their rule added; of those with one rule too, the last stays. */
  #named(drafts: readonly Draft[]): ReadonlyMap<string, Router> {
    const groups = new Map<string, Router[]>();
    for (const { name, router } of drafts) groups.set(name, [...(groups.get(name) ?? []), router]);
    const named = new Map<string, Router>();
    for (const [name, routers] of groups) {
      for (const router of routers) {
        const key = routers.length === 1 ? name : `${name}\0${router.rule.text}`;
        const earlier = named.get(key);
        if (earlier !== undefined) this.#lost.push({ ref: earlier.ref, backend: earlier.backend, reason: 'a later path of the same Ingress has the same rule', by: router.ref });
        named.set(key, router);
      }
    }
    return named;
  }
}

type Path = NonNullable<NonNullable<NonNullable<Ingress['spec']['rules']>[number]['http']>['paths']>[number];

function refOf({ metadata }: Ingress): Pick<RuleRef, 'kind' | 'name'> {
  return { kind: 'Ingress', name: `${metadata.namespace}/${metadata.name}` };
}

function serviceKey(namespace: string, backend: ServiceBackend): string {
  return normalize(`${namespace}-${backend.name}-${portText(backend)}`);
}

export function portText({ port }: ServiceBackend): string {
  return port.name === undefined || port.name === '' ? String(port.number ?? 0) : port.name;
}

/** Source: Traefik v3.7.9 pkg/provider/configuration.go, Normalize. */
function normalize(name: string): string {
  return name.split(/[^\p{L}\p{N}]+/u).filter((each) => each !== '').join('-');
}
