import type { Journal } from '../../../analysis/index.js';
import type { ClusterView, Ingress } from '../../../cluster/index.js';
import { insufficient, mostConsidered, type ConsideredRule, type RouteBackend, type RouteMatch, type ServedTls } from '../../answer.js';
import type { Controller, Routing } from '../../controller.js';
import type { IngressRequest } from '../../request.js';
import { CertificateStore } from './certificates.js';
import { EntryPointChoice } from './entry-point-choice.js';
import { readGoPath, type GoPath } from './go-path.js';
import { Muxer } from './muxer.js';
import { redirectOf } from './redirect.js';
import { portText, routersOf, type Router, type Routers } from './routers.js';
import { readStaticConfig, type EntryPoint, type StaticConfig } from './static-config.js';
import { tableOf } from './table.js';

/**
 * Traefik's provider of Ingresses (`providers.kubernetesIngress`). What its other providers route by, a snapshot does not hold.
 *
 * Source: Traefik v3.7.9 pkg/provider/kubernetes/ingress, pkg/server, pkg/muxer/http
 */
export function traefikRouting(controller: Controller, served: readonly Ingress[], view: ClusterView): Routing {
  return new TraefikRouting(controller, served, view);
}

class TraefikRouting implements Routing {
  readonly #config: StaticConfig;
  readonly #choice: EntryPointChoice;
  readonly #routers: Routers;
  readonly #certificates: CertificateStore;
  readonly #muxers = new Map<string, Muxer>();
  readonly warnings: readonly string[];

  constructor(controller: Controller, served: readonly Ingress[], view: ClusterView) {
    this.#config = readStaticConfig(controller);
    this.#choice = new EntryPointChoice(this.#config, controller, view);
    this.#routers = routersOf(view, this.#config, served);
    this.#certificates = new CertificateStore(view, served);
    this.warnings = [...this.#config.warnings, ...this.#certificates.warnings];
  }

  get dropped(): Routing['dropped'] {
    return this.#routers.dropped;
  }

  match(request: IngressRequest, journal?: Journal): RouteMatch {
    const chosen = this.#choice.of(request);
    if (chosen === undefined) {
      journal?.warn(`Nothing tells which entry point of Traefik port ${request.dialled ?? request.port ?? ''} leads to.`);
      return insufficient();
    }
    if (chosen.assumed) journal?.warn(`No Service was found that leads the request to Traefik: it was taken to come to entry point ${chosen.entryPoint.name}.`);
    return new Walk(request, chosen.entryPoint, journal, this.#certificates.serve(request.sni), this).run();
  }

  routes(host?: string): ReturnType<Routing['routes']> {
    return tableOf(this.#routers, (entryPoint, tls) => this.muxerOf(entryPoint, tls), host);
  }

  /** The routers of an entry point that take requests over TLS, or those that take the others. */
  muxerOf(entryPoint: EntryPoint, tls: boolean): Muxer {
    const key = `${entryPoint.name}\0${tls}`;
    const known = this.#muxers.get(key) ?? new Muxer(this.#routers.routers.filter((router) => router.entryPoints.includes(entryPoint) && (router.tls || entryPoint.tls) === tls));
    this.#muxers.set(key, known);
    return known;
  }

  /** Paths that lead nowhere and would have been meant by a request to this host. */
  lostOf(host: string): readonly ConsideredRule[] {
    return this.#routers.lost.filter(({ ref }) => ref.host === '' || ref.host.toLowerCase() === host).map(({ ref, reason }) => ({ ...ref, reason }));
  }
}

/** One request through Traefik. */
class Walk {
  readonly #host: string;
  readonly #tls: ServedTls | null;

  constructor(
    private readonly request: IngressRequest,
    private readonly entryPoint: EntryPoint,
    private readonly journal: Journal | undefined,
    certificate: ServedTls,
    private readonly routing: TraefikRouting,
  ) {
    this.#host = request.host.toLowerCase();
    this.#tls = request.scheme === 'https' ? certificate : null;
  }

  run(): RouteMatch {
    const { request, entryPoint, journal } = this;
    journal?.step('Traefik', 'listen', `Entry point ${entryPoint.name} (port ${entryPoint.port}) gets the request${this.#tls === null ? '' : `; it serves ${this.#tls.secret === null ? 'its default certificate' : `the certificate of Secret ${this.#tls.secret}`} for ${request.sni ?? 'a handshake without a name'}`}.`);
    const path = readGoPath(request.path, entryPoint.sanitizesPath);
    if (path === undefined) return this.#answer('denied', { status: 400 }, `Path ${request.path} is not validly encoded: Traefik answers 400.`);
    if (entryPoint.answersAcme && path.routed.startsWith('/.well-known/acme-challenge/')) return this.#unknown('the HTTP challenge of ACME is answered by Traefik itself');
    const routers = this.routing.muxerOf(entryPoint, request.scheme === 'https').match(this.#host, path.routed);
    const [first] = routers;
    const redirect = redirectOf(entryPoint, request, path, first?.priority);
    if (redirect !== undefined) {
      if (entryPoint.middlewares.length > 0) return this.#unknown(`middleware ${entryPoint.middlewares.join(', ')} of entry point ${entryPoint.name} comes before its redirection`);
      return this.#answer('redirect', { ...redirect, considered: this.#considered(routers, undefined, path) }, `Entry point ${entryPoint.name} redirects all requests: ${redirect.status} to ${redirect.location}.`);
    }
    if (first === undefined) return this.#answer('not-found', { status: 404, considered: this.#considered(routers, undefined, path) }, `No router of entry point ${entryPoint.name} ${request.scheme === 'https' ? 'with TLS' : 'without TLS'} matches: Traefik answers 404.`);
    return this.#through(first, routers, path);
  }

  #through(router: Router, routers: readonly Router[], path: GoPath): RouteMatch {
    const { entryPoint, journal } = this;
    const backend = backendOf(router);
    journal?.step('Traefik', 'route', `Router ${router.rule.text} (priority ${router.priority}) takes it.`, [evidenceOf(router)]);
    const rivals = routers.filter((each) => each !== router && each.priority === router.priority && identityOf(each) !== identityOf(router));
    const found = { matched: router.ref, backend, considered: this.#considered(routers, router, path) };
    if (rivals.length > 0) return this.#unknown(`${rivals.map(({ ref }) => `Ingress ${ref.name}`).join(', ')} and Ingress ${router.ref.name} have matching routers of priority ${router.priority}, and among equals Traefik takes an order that changes`, found);
    if (router.contested !== undefined) return this.#unknown(router.contested, found);
    const refusal = entryPoint.refused.find((escape) => path.sent.includes(escape));
    if (refusal !== undefined) return this.#answer('denied', { ...found, status: 400 }, `Entry point ${entryPoint.name} refuses ${refusal} in a path: Traefik answers 400.`);
    const unknowns = [...entryPoint.middlewares.map((each) => `middleware ${each}`), ...router.unknowns];
    if (unknowns.length > 0) return this.#unknown(`the snapshot does not hold ${unknowns.join(', ')}, which decides before the Service`, found);
    if (router.service.state === 'unknown') journal?.warn(router.service.reason);
    else if (router.service.warning !== undefined) journal?.warn(router.service.warning);
    if (router.service.state === 'endpoints' && backend.endpoints.length === 0) return this.#answer('unavailable', { ...found, status: 503 }, `Service ${backend.service} has no server that takes requests: Traefik answers 503.`);
    const query = this.request.query === undefined ? '' : `?${this.request.query.replaceAll(';', entryPoint.semicolon ?? '&')}`;
    return this.#answer(router.isDefault ? 'default-backend' : 'forward', { ...found, upstreamPath: path.sent + query }, `Service ${backend.service}, port ${backend.port}, gets ${path.sent}${query}.`);
  }

  #answer(outcome: RouteMatch['outcome'], more: Partial<RouteMatch>, detail: string): RouteMatch {
    this.journal?.step('Traefik', outcome, detail);
    return { outcome, matched: null, backend: null, tls: this.#tls, considered: [], ...more };
  }

  #unknown(reason: string, found: Partial<RouteMatch> = {}): RouteMatch {
    this.journal?.warn(`What Traefik does is not known: ${reason}.`);
    return { ...insufficient(), tls: this.#tls, ...found };
  }

  #considered(routers: readonly Router[], taken: Router | undefined, path: GoPath): readonly ConsideredRule[] {
    if (this.journal === undefined) return [];
    const isTls = this.request.scheme === 'https';
    const others = this.routing.muxerOf(this.entryPoint, !isTls).ofHost(this.#host);
    const all: ConsideredRule[] = [
      ...routers.filter((router) => router !== taken).map(({ ref, priority }) => ({ ...ref, reason: taken === undefined ? 'the redirection of the entry point comes first' : `it matches with priority ${priority}, and ${taken.priority} comes first` })),
      ...this.routing.lostOf(this.#host),
      ...others.map(({ ref }) => ({ ...ref, reason: `its router takes requests ${isTls ? 'without' : 'with'} TLS alone on entry point ${this.entryPoint.name}` })),
      ...this.routing
        .muxerOf(this.entryPoint, isTls)
        .ofHost(this.#host)
        .filter((router) => !routers.includes(router))
        .map(({ ref, rule }) => ({ ...ref, reason: `${rule.text} does not match path ${path.routed}` })),
    ];
    if (all.length > mostConsidered) this.journal.warn(`${all.length - mostConsidered} more rules were considered.`);
    return all.slice(0, mostConsidered);
  }
}

function backendOf({ ref, backend, service }: Router): RouteBackend {
  const port = portText(backend);
  return {
    service: `${ref.name.split('/', 1)[0]}/${backend.name}`,
    port: /^\d+$/.test(port) ? Number(port) : port,
    endpoints: service.state === 'endpoints' ? service.endpoints : [],
  };
}

function identityOf(router: Router): string {
  return [router.ref.name.split('/', 1)[0], router.backend.name, portText(router.backend), ...router.unknowns].join('\0');
}

function evidenceOf({ ref }: Router): { kind: string; namespace: string; name: string } {
  const [namespace = '', name = ''] = ref.name.split('/');
  return { kind: 'Ingress', namespace, name };
}
