import type { Journal } from '../../../analysis/index.js';
import type { ClusterView, Ingress } from '../../../cluster/index.js';
import { insufficient, mostConsidered, type ConsideredRule, type Route, type RouteMatch, type ServedTls } from '../../answer.js';
import type { Controller, Routing } from '../../controller.js';
import { isEnvoyMethod } from '../../envoy-methods.js';
import { envoyPath } from '../../envoy-path.js';
import type { IngressRequest } from '../../request.js';
import { contourModel, type ContourModel, type ContourRoute } from './routes.js';

/**
 * Envoy as Contour configures it from Ingresses. HTTPProxies, which a snapshot does not hold, come beside them.
 *
 * Source: projectcontour/contour v1.33.8 internal/dag, internal/envoy/v3; Envoy 1.40
 */
export function contourRouting(controller: Controller, served: readonly Ingress[], view: ClusterView): Routing {
  return new ContourRouting(contourModel(controller, served, view));
}

class ContourRouting implements Routing {
  readonly dropped = [];
  readonly warnings: readonly string[];
  readonly #wildcards: readonly string[];

  constructor(private readonly model: ContourModel) {
    this.warnings = [...model.warnings, 'Contour also routes by HTTPProxies, which a snapshot does not hold.'];
    this.#wildcards = [...new Set([...model.http.keys(), ...model.https.keys()])].filter((host) => host.startsWith('*.')).sort((a, b) => b.length - a.length);
  }

  match(request: IngressRequest, journal?: Journal): RouteMatch {
    const host = request.host.toLowerCase();
    if (request.scheme === 'http') return this.#in(this.#virtualHost(this.model.http, host), host, request, null, journal);
    const secure = request.sni === undefined ? undefined : this.#virtualHost(this.model.https, request.sni);
    if (secure === undefined || secure.routes.length === 0) {
      journal?.step('Envoy', 'denied', `Nothing serves TLS for ${request.sni ?? 'a handshake without a name'}: the connection is closed.`);
      return { ...insufficient(), outcome: 'denied', tls: { secret: null, certificate: 'none' } };
    }
    const tls: ServedTls = { secret: secure.secret, certificate: secure.isKnown ? 'secret' : 'unknown' };
    if (this.#virtualHost(this.model.https, host) !== secure) {
      journal?.step('Envoy', 'denied', `The handshake named ${request.sni ?? ''} and the request ${host}: Envoy answers 421.`);
      return { ...insufficient(), outcome: 'denied', status: 421, tls };
    }
    return this.#in(secure.routes, host, request, tls, journal);
  }

  routes(host?: string): readonly Route[] {
    const isMeant = (name: string) => host === undefined || name === '*' || name === host.toLowerCase() || (name.startsWith('*.') && host.toLowerCase().endsWith(name.slice(1)));
    const hosts = [...this.model.http].filter(([name]) => isMeant(name)).sort(([a], [b]) => Number(a.startsWith('*')) - Number(b.startsWith('*')) || b.length - a.length || (a < b ? -1 : 1));
    const live = hosts.flatMap(([, routes]) => routes).map((route): Omit<Route, 'order'> => ({
      ...route.ref,
      matcher: `${route.condition} ${route.path}`,
      backend: { service: route.backend.service, port: route.backend.port },
      notes: [...(route.upgradesToHttps ? ['redirects to https (301)'] : []), ...(route.resolved.state === 'empty' ? ['no endpoint: 503'] : [])],
    }));
    const gone = this.model.lost.filter(({ ref }) => host === undefined || isMeant(ref.host === '' ? '*' : ref.host)).map(({ ref, backend, reason }): Omit<Route, 'order'> => ({ ...ref, matcher: '', backend, notes: [], dead: { by: null, reason } }));
    return [...live, ...gone].map((row, i) => ({ ...row, order: i + 1 }));
  }

  /** The precise one, else the longest wildcard, of any number of labels, else that of every host. */
  #virtualHost<T>(hosts: ReadonlyMap<string, T>, host: string): T | undefined {
    const exact = hosts.get(host);
    if (exact !== undefined) return exact;
    const wildcard = this.#wildcards.find((each) => host.endsWith(each.slice(1)) && host.length > each.length - 1 && hosts.has(each));
    return wildcard === undefined ? hosts.get('*') : hosts.get(wildcard);
  }

  #in(routes: readonly ContourRoute[] | undefined, host: string, request: IngressRequest, tls: ServedTls | null, journal: Journal | undefined): RouteMatch {
    const path = isEnvoyMethod(request.method) ? envoyPath(request.path) : undefined;
    if (path === undefined) {
      journal?.step('Envoy', 'denied', `Envoy takes no ${request.method} ${request.path}: it answers 400.`);
      return { ...insufficient(), outcome: 'denied', status: 400, tls };
    }
    const candidates = routes ?? [];
    const matching = candidates.filter((route) => matches(route, request.host, path));
    const [first] = matching;
    const considered = journal === undefined ? [] : consider(candidates, this.model, first, request.host, path);
    if (first === undefined) {
      journal?.step('Envoy', 'not-found', routes === undefined ? `No virtual host is for ${host}: Envoy answers 404.` : `No route of the virtual host of ${host} matches: Envoy answers 404.`);
      return { ...insufficient(), outcome: 'not-found', status: 404, tls, considered };
    }
    const rival = matching.find((each) => each !== first && each.condition === first.condition && each.path === first.path && each.backend.service !== first.backend.service);
    const found = { matched: first.ref, backend: first.backend, tls, considered };
    if (rival !== undefined) {
      journal?.warn(`Ingresses ${first.ref.name} and ${rival.ref.name} have one route: Contour keeps whichever it comes to last.`);
      return { ...insufficient(), ...found };
    }
    journal?.step('Envoy', 'route', `The ${first.condition} match ${first.path} takes it.`);
    return finish(first, request, path, found, journal);
  }
}

function finish(route: ContourRoute, request: IngressRequest, path: string, found: Pick<RouteMatch, 'matched' | 'backend' | 'tls' | 'considered'>, journal: Journal | undefined): RouteMatch {
  const target = path + (request.query === undefined ? '' : `?${request.query}`);
  if (route.upgradesToHttps && request.scheme === 'http') return { ...found, outcome: 'redirect', status: 301, location: `https://${request.host}${target}` };
  if (route.resolved.warning !== undefined) journal?.warn(route.resolved.warning);
  if (route.resolved.state === 'empty') {
    journal?.step('Envoy', 'unavailable', `Service ${route.backend.service} has no endpoint that is ready: Envoy answers 503.`);
    return { ...found, outcome: 'unavailable', status: 503 };
  }
  return { ...found, outcome: route.ref.pathType === '' ? 'default-backend' : 'forward', upstreamPath: target };
}

/** A wildcard takes one label, whatever Envoy's virtual host takes; its pattern is of lower case, and is compared with the host as it was sent. Source: Contour v1.33.8 internal/dag/dag.go, wildcardDomainHeaderMatch. */
function takesHost({ ref }: ContourRoute, host: string): boolean {
  return !ref.host.startsWith('*.') || (host.endsWith(ref.host.slice(1)) && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(host.slice(0, -(ref.host.length - 1))));
}

function matches(route: ContourRoute, host: string, asked: string): boolean {
  const { condition, path, regex } = route;
  if (!takesHost(route, host)) return false;
  if (condition === 'exact') return asked === path;
  if (condition === 'regex') return regex?.matches(asked) === true;
  return asked.startsWith(path) && (condition === 'string' || asked.length === path.length || asked[path.length] === '/');
}

function consider(candidates: readonly ContourRoute[], { lost }: ContourModel, taken: ContourRoute | undefined, host: string, path: string): readonly ConsideredRule[] {
  const whyNot = (route: ContourRoute) => {
    if (!takesHost(route, host)) return `its wildcard takes one label in lower case, which ${host} does not have`;
    return `the ${route.condition} match ${route.path} ${taken !== undefined && path.startsWith(route.path) ? 'comes after the one that took it' : `does not match ${path}`}`;
  };
  const others = candidates.filter((route) => route !== taken).map((route) => ({ ...route.ref, reason: whyNot(route) }));
  return [...others, ...lost.map(({ ref, reason }) => ({ ...ref, reason }))].slice(0, mostConsidered);
}
