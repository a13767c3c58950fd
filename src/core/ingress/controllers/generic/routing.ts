import type { Journal } from '../../../analysis/index.js';
import type { ClusterView, Ingress } from '../../../cluster/index.js';
import { insufficient, mostConsidered, type ConsideredRule, type Route, type RouteMatch, type ServedTls } from '../../answer.js';
import type { Controller, Routing } from '../../controller.js';
import type { IngressRequest } from '../../request.js';
import { matchesPath } from './path-match.js';
import { lengthOf, rulesOf, type ApiRule, type ApiRules } from './rules.js';

/**
 * What the Ingress API itself says of a request. Where it leaves something to the controller, the answer is `insufficient-information`.
 *
 * Source: kubernetes.io/docs/concepts/services-networking/ingress; staging/src/k8s.io/api/networking/v1/types.go
 */
export function genericRouting(_controller: Controller, served: readonly Ingress[], view: ClusterView): Routing {
  return new ApiRouting(rulesOf(view, served), served, view);
}

class ApiRouting implements Routing {
  readonly dropped = [];
  readonly warnings = [];
  readonly #secrets: ReadonlyMap<string, string>;

  constructor(
    private readonly rules: ApiRules,
    served: readonly Ingress[],
    private readonly view: ClusterView,
  ) {
    const named = served.flatMap(({ metadata, spec }) => (spec.tls ?? []).flatMap(({ hosts = [], secretName = '' }) => hosts.map((host) => [host.toLowerCase(), `${metadata.namespace}/${secretName}`] as const)));
    this.#secrets = new Map(named.filter(([, secret]) => !secret.endsWith('/')).reverse());
  }

  match(request: IngressRequest, journal?: Journal): RouteMatch {
    const tls = request.scheme === 'https' ? this.#certificate(request.sni) : null;
    const host = request.host.toLowerCase().replace(/\.$/, '');
    const candidates = this.#candidates(host);
    const matching = candidates.filter(({ ref }) => matchesPath(ref.pathType, ref.path, request.path));
    const [first] = matching;
    const open = candidates.find((rule) => rule.ref.pathType === 'ImplementationSpecific' && mayMatch(rule, request.path) && isAtLeast(rule, first));
    const considered = (taken?: ApiRule): readonly ConsideredRule[] => (journal === undefined ? [] : considerAll(candidates, taken, request.path));
    if (open !== undefined) {
      journal?.warn(`Path ${open.ref.path} of Ingress ${open.ref.name} is ImplementationSpecific: whether it matches is the controller’s choice.`);
      return { ...insufficient(), tls, matched: open.ref, backend: open.backend ?? null, considered: considered(open) };
    }
    if (first === undefined) return { ...this.#byDefault(request, journal), tls, considered: considered() };
    const rival = matching.find((each) => each !== first && isEqual(each, first) && each.backend?.service !== first.backend?.service);
    if (rival !== undefined) {
      journal?.warn(`Ingresses ${first.ref.name} and ${rival.ref.name} have one host and path: the API does not say which counts.`);
      return { ...insufficient(), tls, matched: first.ref, backend: first.backend ?? null, considered: considered(first) };
    }
    journal?.step('Ingress API', 'match', `${first.ref.pathType} path ${first.ref.path === '' ? '/' : first.ref.path} of Ingress ${first.ref.name} is the most specific that matches.`);
    return { ...answerOf(first, 'forward', request, journal), tls, considered: considered(first) };
  }

  routes(host?: string): readonly Route[] {
    const rules = host === undefined ? [...this.rules.byHost].sort(([a], [b]) => classOf(a) - classOf(b) || (a < b ? -1 : 1)).flatMap(([, each]) => each) : this.#candidates(host.toLowerCase());
    return [...rules, ...this.rules.defaults].map((rule, i) => ({
      ...rule.ref,
      order: i + 1,
      matcher: rule.ref.pathType === '' ? 'what no rule matches' : `${rule.ref.pathType} ${rule.ref.path === '' ? '/' : rule.ref.path}`,
      backend: rule.backend === undefined ? null : { service: rule.backend.service, port: rule.backend.port },
      notes: rule.ref.pathType === 'ImplementationSpecific' ? ['how it matches is the controller’s choice'] : [],
    }));
  }

  /** The precise host first, then the wildcard of one label, then rules without a host. */
  #candidates(host: string): readonly ApiRule[] {
    const dot = host.indexOf('.');
    return [host, ...(dot < 1 ? [] : [`*${host.slice(dot)}`]), ''].flatMap((each) => this.rules.byHost.get(each) ?? []);
  }

  #byDefault(request: IngressRequest, journal: Journal | undefined): RouteMatch {
    const [first, ...others] = this.rules.defaults;
    if (first === undefined) {
      journal?.step('Ingress API', 'not-found', 'No rule matches and no Ingress has a default backend: what the client gets is the controller’s choice.');
      return { ...insufficient(), outcome: 'not-found' };
    }
    if (others.some(({ backend }) => backend?.service !== first.backend?.service)) {
      journal?.warn(`${this.rules.defaults.length} Ingresses have a default backend: the API does not say which counts.`);
      return { ...insufficient(), matched: first.ref, backend: first.backend ?? null };
    }
    journal?.step('Ingress API', 'default-backend', `No rule matches: the default backend of Ingress ${first.ref.name} gets it.`);
    return answerOf(first, 'default-backend', request, journal);
  }

  #certificate(sni: string | undefined): ServedTls {
    const dot = sni?.indexOf('.') ?? -1;
    const secret = sni === undefined ? undefined : (this.#secrets.get(sni) ?? (dot < 1 ? undefined : this.#secrets.get(`*${sni.slice(dot)}`)));
    if (secret === undefined) return { secret: null, certificate: 'default' };
    const [namespace = '', name = ''] = secret.split('/');
    const isThere = this.view.get('Secret', namespace, name) !== undefined;
    return { secret, certificate: isThere ? 'secret' : this.view.covers('Secret', namespace) ? 'default' : 'unknown' };
  }
}

function answerOf(rule: ApiRule, outcome: 'forward' | 'default-backend', { path, query }: IngressRequest, journal: Journal | undefined): RouteMatch {
  const found = { matched: rule.ref, backend: rule.backend ?? null, tls: null, considered: [] };
  const { resolved } = rule;
  if (resolved === undefined) {
    journal?.warn(`Ingress ${rule.ref.name} leads to a resource that is no Service.`);
    return { ...found, outcome: 'insufficient-information' };
  }
  if (resolved.warning !== undefined) journal?.warn(resolved.warning);
  if (['no-service', 'no-port', 'empty'].includes(resolved.state)) {
    journal?.step('Ingress API', 'unavailable', `Service ${rule.backend?.service ?? ''} has nothing that could answer (${resolved.state}).`);
    return { ...found, outcome: 'unavailable' };
  }
  return { ...found, outcome, upstreamPath: path + (query === undefined ? '' : `?${query}`) };
}

/** Read as a prefix by characters in any case, which is more than any controller makes of it short of a pattern. */
function mayMatch({ ref: { path } }: ApiRule, asked: string): boolean {
  return /[\\^$*+?()[\]{}|]/.test(path) || asked.toLowerCase().startsWith(path.toLowerCase().replace(/\/$/, ''));
}

function isAtLeast(open: ApiRule, first: ApiRule | undefined): boolean {
  if (first === undefined) return true;
  const [a, b] = [classOf(open.ref.host), classOf(first.ref.host)];
  return a < b || (a === b && lengthOf(open) >= lengthOf(first) && first.ref.pathType !== 'Exact');
}

function isEqual(a: ApiRule, b: ApiRule): boolean {
  return classOf(a.ref.host) === classOf(b.ref.host) && lengthOf(a) === lengthOf(b) && (a.ref.pathType === 'Exact') === (b.ref.pathType === 'Exact');
}

function classOf(host: string): number {
  return host === '' ? 2 : host.startsWith('*') ? 1 : 0;
}

function considerAll(candidates: readonly ApiRule[], taken: ApiRule | undefined, asked: string): readonly ConsideredRule[] {
  return candidates
    .filter((rule) => rule !== taken)
    .slice(0, mostConsidered)
    .map(({ ref }) => ({ ...ref, reason: matchesPath(ref.pathType, ref.path, asked) ? 'another rule that matches is more specific' : `${ref.pathType} path ${ref.path === '' ? '/' : ref.path} does not match ${asked}` }));
}
