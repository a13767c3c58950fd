import type { Journal } from '../../../analysis/index.js';
import type { ClusterView, Ingress } from '../../../cluster/index.js';
import { insufficient, mostConsidered, type ConsideredRule, type RouteBackend, type RouteMatch, type ServedTls } from '../../answer.js';
import type { Controller, Routing } from '../../controller.js';
import type { IngressRequest } from '../../request.js';
import type { Backend, HostPath } from './backend.js';
import { Certificates } from './certificates.js';
import { Frontend } from './frontend.js';
import { modelOf, type Model } from './model.js';
import { isAdmitted, rewritten, type PathBehaviour } from './path-behaviour.js';
import { tableOf } from './table.js';

/**
 * HAProxy as the controller HAProxy Ingress (haproxy-ingress.github.io) configures it.
 *
 * Source: jcmoraisjr/haproxy-ingress v0.16.1 pkg/haproxy, rootfs/etc/templates/haproxy/haproxy.tmpl
 */
export function haproxyIngressRouting(controller: Controller, served: readonly Ingress[], view: ClusterView): Routing {
  return new HaproxyRouting(modelOf(controller, served, view));
}

class HaproxyRouting implements Routing {
  readonly #frontend: Frontend;
  readonly #certificates: Certificates;

  constructor(private readonly model: Model) {
    this.#frontend = new Frontend(model);
    this.#certificates = new Certificates(model);
  }

  get dropped(): Routing['dropped'] {
    return this.model.dropped;
  }

  get warnings(): readonly string[] {
    return [...this.model.warnings, ...this.#frontend.warnings];
  }

  match(request: IngressRequest, journal?: Journal): RouteMatch {
    return new Walk(request, journal, this.model, this.#frontend, this.#certificates).run();
  }

  routes(host?: string): ReturnType<Routing['routes']> {
    return tableOf(this.model, this.#frontend, host);
  }
}

/** One request through HAProxy. */
class Walk {
  readonly #host: string;
  readonly #uri: string;
  readonly #isTls: boolean;
  readonly #tls: ServedTls | null;

  constructor(
    private readonly request: IngressRequest,
    private readonly journal: Journal | undefined,
    private readonly model: Model,
    private readonly frontend: Frontend,
    certificates: Certificates,
  ) {
    // The template takes the host up to its first colon, so that of [::1] a bracket is left.
    this.#host = (request.host.split(':')[0] ?? '').toLowerCase();
    this.#uri = request.path + (request.query === undefined ? '' : `?${request.query}`);
    this.#isTls = request.scheme === 'https';
    this.#tls = this.#isTls ? certificates.serve(request.sni) : null;
  }

  run(): RouteMatch {
    const { request, journal, frontend, model } = this;
    const { path } = request;
    if (this.#tls !== null) journal?.step('HAProxy', 'handshake', `It serves ${this.#tls.secret === null ? 'its default certificate' : `the certificate of Secret ${this.#tls.secret}`} for ${request.sni ?? 'a handshake without a name'}.`);
    const passed = frontend.isPassedThrough(this.#isTls ? (request.sni ?? '') : this.#host);
    if (passed) return this.#unknown(`ssl-passthrough hands the connections of ${this.#host} on as they are`);
    if (path === '/') {
      const root = frontend.appRoot(this.#host);
      if (root?.redirectsToHttps === true && !this.#isTls) return this.#redirect(model.settings.sslRedirectCode, this.#httpsLocation(), 'app-root of the host waits for https');
      if (root !== undefined) return this.#redirect(302, root.target, `app-root of host ${this.#host}`);
    }
    const isSpared = model.settings.noRedirects.some((each) => path.startsWith(each));
    const redirecting = isSpared ? undefined : frontend.redirectTo(this.#host, path);
    if (redirecting !== undefined) return { ...this.#redirect(model.settings.redirectToCode, redirecting.redirectTo ?? '', `redirect-to of Ingress ${redirecting.ref.name}`), matched: redirecting.ref };
    const own = frontend.own(this.#host, path, this.#isTls);
    if (own !== undefined) return this.#through(own, own.backend);
    const target = isSpared ? undefined : frontend.redirectFrom(this.#host);
    if (target !== undefined) return this.#redirect(model.settings.redirectFromCode, `//${target}${this.#uri}`, `redirect-from of host ${target}`);
    const ofAny = frontend.ofDefaultHost(path);
    if (ofAny !== undefined) return this.#through(ofAny, ofAny.backend);
    return this.#fallBack();
  }

  #fallBack(): RouteMatch {
    const { fallback, settings } = this.model;
    const considered = this.#considered(undefined);
    if (fallback !== undefined) return this.#serve(fallback.backend, fallback.port, undefined, { outcome: 'default-backend', matched: null, considered });
    const location = settings.config.get('default-backend-redirect') ?? '';
    if (location !== '') return this.#redirect(Number(settings.config.get('default-backend-redirect-code') ?? 302), location, 'default-backend-redirect of the ConfigMap');
    return this.#answer({ outcome: 'not-found', status: 404, considered }, 'No path of the host, nor of the default host, takes it: HAProxy answers 404.');
  }

  #through(path: HostPath, backend: Backend | undefined): RouteMatch {
    this.journal?.step('HAProxy', 'route', `${path.match} path ${path.path} of ${path.host === '' ? 'the default host' : `host ${path.host}`} takes it.`, [evidenceOf(path)]);
    const found: Partial<RouteMatch> = { matched: path.ref, considered: this.#considered(path) };
    const outcome = path.ref.path === '' && path.ref.pathType === '' ? 'default-backend' : 'forward';
    if (path.unheld !== undefined) {
      this.journal?.warn(path.unheld);
      const service = `${path.ref.name.split('/', 1)[0]}/…`;
      return this.#answer({ ...found, outcome, backend: { service, port: path.port, endpoints: [] }, upstreamPath: this.#uri }, 'Its Service gets the request.');
    }
    if (backend === undefined) return this.#answer({ ...found, outcome: 'not-found', status: 404 }, 'The default host has no backend: HAProxy answers 404.');
    return this.#serve(backend, path.port, this.frontend.behaviourIn(backend, path, this.#host, this.request.path), { ...found, outcome });
  }

  #serve(backend: Backend, port: RouteBackend['port'], behaviour: PathBehaviour | undefined, found: Partial<RouteMatch> & Pick<RouteMatch, 'outcome'>): RouteMatch {
    const told = { ...found, backend: { service: backend.service, port, endpoints: backend.endpoints } };
    const { request } = this;
    if (behaviour !== undefined) {
      if (behaviour.redirectsToHttps && !this.#isTls) return { ...this.#redirect(this.model.settings.sslRedirectCode, this.#httpsLocation(), 'ssl-redirect, as the host has TLS'), matched: found.matched ?? null, considered: found.considered ?? [] };
      const admitted = isAdmitted(behaviour, request.sourceIP);
      if (admitted === undefined) return this.#unknown('address lists decide, and the address of the client is not told', told);
      if (!admitted) return this.#answer({ ...told, outcome: 'denied', status: 403 }, `The address lists of the path do not admit ${request.sourceIP ?? ''}: HAProxy answers 403.`);
      const unknowns = [...behaviour.unknowns];
      if (unknowns.length > 0) return this.#unknown(`${unknowns.join(', ')} decides before the Service and is not modelled`, told);
    }
    if (backend.unknown !== undefined) this.journal?.warn(backend.unknown);
    else if (backend.endpoints.length === 0) return this.#answer({ ...told, outcome: 'unavailable', status: 503 }, `Service ${backend.service} has no endpoint that is ready: HAProxy answers 503.`);
    const path = behaviour === undefined ? request.path : rewritten(request.path, behaviour);
    const upstreamPath = path + (request.query === undefined ? '' : `?${request.query}`);
    return this.#answer({ ...told, upstreamPath }, `Service ${backend.service}, port ${port}, gets ${upstreamPath}.`);
  }

  #redirect(status: number, location: string, reason: string): RouteMatch {
    return this.#answer({ outcome: 'redirect', status, location }, `${reason}: ${status} to ${location}.`);
  }

  /** The `Host` header as it came, its port included. */
  #httpsLocation(): string {
    return `https://${this.request.headers.get('host')?.[0] ?? this.request.host}${this.#uri}`;
  }

  #answer(more: Partial<RouteMatch> & Pick<RouteMatch, 'outcome'>, detail: string): RouteMatch {
    this.journal?.step('HAProxy', more.outcome, detail);
    return { matched: null, backend: null, tls: this.#tls, considered: [], ...more };
  }

  #unknown(reason: string, found: Partial<RouteMatch> = {}): RouteMatch {
    this.journal?.warn(`What HAProxy does is not known: ${reason}.`);
    return { ...insufficient(), ...found, tls: this.#tls, outcome: 'insufficient-information' };
  }

  #considered(taken: HostPath | undefined): readonly ConsideredRule[] {
    if (this.journal === undefined) return [];
    const others = this.frontend.reachable(this.#host).filter((path) => path !== taken);
    const lost = this.model.lost.filter(({ ref }) => ref.host === '' || ref.host.toLowerCase() === this.#host);
    const all: ConsideredRule[] = [
      ...others.map((path) => ({ ...path.ref, reason: this.#whyNot(path, taken) })),
      ...lost.map(({ ref, reason }) => ({ ...ref, reason })),
    ];
    if (all.length > mostConsidered) this.journal.warn(`${all.length - mostConsidered} more rules were considered.`);
    return all.slice(0, mostConsidered);
  }

  #whyNot(path: HostPath, taken: HostPath | undefined): string {
    if (this.#isTls && path.host !== '' && !this.frontend.hasTls(path.host)) return 'its host has no TLS, so HAProxy does not know it over https';
    if (path.host === '' && taken !== undefined && taken.host !== '') return 'the host of the request has a path that takes it, and the default host comes after';
    return this.frontend.takes(path, this.#host, this.request.path) ? `${path.match} path ${path.path} comes after the one that took it` : `${path.match} path ${path.path} does not match ${this.request.path}`;
  }
}

function evidenceOf({ ref }: HostPath): { kind: string; namespace: string; name: string } {
  const [namespace = '', name = ''] = ref.name.split('/');
  return { kind: 'Ingress', namespace, name };
}
