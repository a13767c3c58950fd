import type { Journal } from '../../analysis/index.js';
import { refOf } from '../../cluster/index.js';
import { mostConsidered, type ConsideredRule, type DroppedObject, type Route, type RouteMatch, type ServedTls } from '../answer.js';
import type { Routing } from '../controller.js';
import type { IngressRequest } from '../request.js';
import { HostIndex, tellHost } from './hostname.js';
import type { GatewayModel, ServedListener } from './model.js';
import { nameOf } from './route-object.js';
import { whyNot, type Asked } from './route-match.js';
import { actOn, evidenceOf } from './rule-outcome.js';
import type { Entry, RuleTable } from './rule-table.js';
import { rowsOf } from './rows.js';
import { servedTls } from './served-tls.js';
import { refOfMatch, tellConditions, tellRule } from './tell-match.js';
import { queryParameters } from './value-condition.js';

/** The listeners of one port. */
interface Port {
  readonly isTls: boolean;
  readonly byHost: HostIndex<ServedListener>;
}

/** How a Gateway routes, by the precedence of the specification and what is known of its implementation. */
export class GatewayRouting implements Routing {
  readonly dropped: readonly DroppedObject[];
  readonly warnings: readonly string[];
  readonly #ports = new Map<number, Port>();

  constructor(readonly model: GatewayModel) {
    for (const served of model.served) {
      const { port, protocol, hostname } = served.listener;
      const group = this.#ports.get(port) ?? { isTls: protocol === 'HTTPS', byHost: new HostIndex<ServedListener>() };
      group.byHost.set(hostname, served);
      this.#ports.set(port, group);
    }
    this.dropped = droppedOf(model);
    this.warnings = model.warnings;
  }

  match(request: IngressRequest, journal?: Journal): RouteMatch {
    const port = request.dialled ?? request.port ?? (request.scheme === 'https' ? 443 : 80);
    const group = this.#ports.get(port);
    if (group?.isTls !== (request.scheme === 'https')) return this.#refuse(request, port, group, journal);
    const host = request.host.toLowerCase();
    const served = group.isTls ? (request.sni === undefined ? group.byHost.get('') : group.byHost.narrowest(request.sni)) : group.byHost.narrowest(host);
    const tls = group.isTls ? servedTls(this.model, served?.listener, request.sni) : null;
    if (served === undefined) return group.isTls ? this.#noHandshake(request, tls, journal) : this.#notFound(request, tls, `No listener of port ${port} has the host ${host}.`, [], journal);
    journal?.step('gateway', 'listener', `Listener ${served.listener.name} (${served.listener.protocol} ${port}, ${tellHost(served.listener.hostname)}) takes the ${group.isTls ? 'connection' : 'request'}.`, [this.#evidence(served)]);
    const misdirected = group.isTls ? this.#misdirected(group, served, host, tls, journal) : undefined;
    return misdirected ?? this.#inListener(request, host, port, served, tls, journal);
  }

  routes(host?: string): readonly Route[] {
    return rowsOf(this.model, host?.toLowerCase());
  }

  #inListener(request: IngressRequest, host: string, port: number, served: ServedListener, tls: ServedTls | null, journal: Journal | undefined): RouteMatch {
    const { cleanPath, fallsThroughHosts, repeatedHeaders, title } = this.model.implementation;
    const cleaned = cleanPath(request.path);
    if (cleaned.redirects) {
      journal?.step('gateway', 'redirect', `${title} answers a path with an escaped slash with a redirect to the path without it.`);
      return { outcome: 'redirect', status: 307, location: withQuery(cleaned.path, request.query), matched: null, backend: null, tls, considered: [] };
    }
    const asked = askedBy(request, host, cleaned.path, repeatedHeaders);
    // Where nothing is to be told of wider hosts, they are not looked for.
    const only = journal === undefined && !fallsThroughHosts ? served.tables.narrowest(host) : undefined;
    const tables = only === undefined ? [...served.tables.covering(host)] : [only];
    const searched = fallsThroughHosts ? tables : tables.slice(0, 1);
    for (const table of searched) {
      const entry = table.find(asked);
      if (entry !== undefined) return this.#taken(entry, table, asked, port, served, tls, journal);
    }
    const told = journal === undefined ? [] : this.#considered(served, tables, searched.length, asked, undefined);
    if (journal !== undefined && searched.length < tables.length && !this.model.implementation.isVerified && tables.slice(1).some((table) => table.find(asked) !== undefined)) {
      journal.warn('A rule of a wider hostname would take the request. The specification does not say that it does once a narrower one has rules: Envoy and nginx do not go on, Traefik does.');
    }
    return this.#notFound(request, tls, tables.length === 0 ? `No route of listener ${served.listener.name} has the host ${host}.` : `No rule for ${host} takes ${asked.path}.`, told, journal);
  }

  #taken(entry: Entry, table: RuleTable, asked: Asked, port: number, served: ServedListener, tls: ServedTls | null, journal: Journal | undefined): RouteMatch {
    const { match } = entry;
    const { host } = table;
    journal?.step('gateway', 'route', `${match.route.kind} ${nameOf(match.route)}, ${tellRule(match)} (${tellHost(host)}, ${tellConditions(match)}), takes the request.`, [evidenceOf(entry)]);
    if (journal !== undefined && match.path?.type === 'RegularExpression' && !this.model.implementation.isVerified) {
      journal.warn('The specification leaves it to the implementation what its patterns mean and when they are tried: RE2 on the whole path was assumed, between exact paths and prefixes.');
    }
    const { request } = asked;
    const outcome = actOn(entry, { scheme: request.scheme, host: request.host, path: asked.path, query: request.query, port }, journal);
    const considered = journal === undefined ? [] : this.#considered(served, [table], 1, asked, entry);
    return { ...outcome, matched: refOfMatch(match, host), tls, considered };
  }

  /** The rules of the searched host that come before the winner, or would also take the request, then those of hosts that are not searched. */
  #considered(served: ServedListener, tables: readonly RuleTable[], searched: number, asked: Asked, winner: Entry | undefined): ConsideredRule[] {
    const told: ConsideredRule[] = [];
    const others = tables.length === 0 ? served.tables.values() : tables;
    for (const [at, table] of others.entries()) {
      const { host } = table;
      for (const entry of table.entries) {
        if (told.length >= mostConsidered) return told;
        if (entry === winner) continue;
        const reason = tables.length === 0 ? `the host is not ${host}` : at >= searched ? 'a narrower host has rules of its own' : (whyNot(entry.match, asked) ?? (winner && `${nameOf(winner.match.route)}, ${tellRule(winner.match)}, comes before it`));
        if (reason !== undefined) told.push({ ...refOfMatch(entry.match, host), reason });
      }
    }
    return told;
  }

  /** Source: gateway-api v1.6 apis/v1/gateway_types.go, Listener.Hostname */
  #misdirected(group: Port, served: ServedListener, host: string, tls: ServedTls | null, journal: Journal | undefined): RouteMatch | undefined {
    const better = group.byHost.narrowest(host);
    if (better === served || better === undefined || !this.model.implementation.detectsMisdirected) return undefined;
    journal?.step('gateway', 'answer', `The host ${host} belongs to listener ${better.listener.name}, not to that of the handshake: 421 (Misdirected Request).`);
    if (!this.model.implementation.isVerified) journal?.warn('That a host of another listener is answered with 421 is a recommendation of the specification: some implementations answer 404 or route it.');
    return { outcome: 'denied', status: 421, matched: null, backend: null, tls, considered: [] };
  }

  #notFound(request: IngressRequest, tls: ServedTls | null, detail: string, considered: readonly ConsideredRule[], journal: Journal | undefined): RouteMatch {
    const isCall = request.headers.get('content-type')?.some((type) => type.startsWith('application/grpc')) === true;
    journal?.step('gateway', 'answer', `${detail} ${isCall ? 'A gRPC call is answered with UNIMPLEMENTED (12), by HTTP status 200.' : 'It is answered with 404.'}`);
    return { outcome: 'not-found', status: isCall ? 200 : 404, matched: null, backend: null, tls, considered };
  }

  #noHandshake({ sni }: IngressRequest, tls: ServedTls | null, journal: Journal | undefined): RouteMatch {
    journal?.step('gateway', 'handshake', `No listener has the name ${sni ?? 'of a client that sends none'}: the TLS handshake fails.`);
    return { outcome: 'denied', matched: null, backend: null, tls, considered: [] };
  }

  #refuse({ scheme }: IngressRequest, port: number, group: Port | undefined, journal: Journal | undefined): RouteMatch {
    const why = group === undefined ? `No listener of Gateway ${nameOf(this.model.gateway)} that serves has port ${port}.` : `The listeners of port ${port} speak ${group.isTls ? 'TLS' : 'plain HTTP'}.`;
    journal?.step('gateway', 'connection', `${why} The client gets no answer over ${scheme}.`, [{ ...refOf(this.model.gateway), field: 'spec.listeners' }]);
    return { outcome: 'denied', matched: null, backend: null, tls: scheme === 'https' ? { secret: null, certificate: 'none' } : null, considered: [] };
  }

  #evidence({ listener }: ServedListener): { kind: string; name: string; field: string } {
    return { ...refOf(this.model.gateway), field: `spec.listeners[${this.model.listeners.indexOf(listener)}]` };
  }
}

function askedBy(request: IngressRequest, host: string, path: string, repeatedHeaders: Asked['repeatedHeaders']): Asked {
  let query: ReadonlyMap<string, string> | undefined;
  return {
    request,
    host,
    path,
    repeatedHeaders,
    get query() {
      return (query ??= queryParameters(request.query));
    },
    get call() {
      const [, service, method, more] = path.split('/', 4);
      return service !== undefined && method !== undefined && more === undefined ? { service, method } : undefined;
    },
  };
}

function withQuery(path: string, query: string | undefined): string {
  return query === undefined ? path : `${path}?${query}`;
}

function droppedOf({ outcomes, compiled }: GatewayModel): DroppedObject[] {
  const refused = outcomes.filter(({ accepted }) => accepted.status !== 'True').map(({ route, accepted }) => ({ kind: route.kind, name: nameOf(route), reason: `${accepted.reason}: ${accepted.detail}` }));
  const faulty = [...compiled.values()].flatMap(({ route, faults }) => [...faults].map(([index, { reason, detail }]) => ({ kind: route.kind, name: nameOf(route), reason: `rule ${index + 1}: ${reason}: ${detail}` })));
  return [...refused, ...faulty];
}
