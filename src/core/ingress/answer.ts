import type { Answer } from '../analysis/index.js';

/**
 * How a request ends at a data plane.
 * - `forward`: a rule takes it, and `backend` gets it; with `alternatives`, one of several by chance
 * - `redirect`: answered with `status` and `location`
 * - `default-backend`: no rule takes it, and `backend` is the default backend, which gets it
 * - `not-found`: the data plane itself answers 404
 * - `unavailable`: a rule takes it, and nothing is there that could answer: `status` 502, 503, 500 …, by the data plane
 * - `denied`: refused: 403 by an address list, 401, a handshake that is rejected (then no `status`) …
 * - `insufficient-information`: the controller is known, and what it would do is not modelled, or the snapshot lacks what decides
 */
export type Outcome = 'forward' | 'redirect' | 'default-backend' | 'not-found' | 'unavailable' | 'denied' | 'insufficient-information';

/** One path of one object, as it is written there. */
export interface RuleRef {
  readonly kind: 'Ingress' | 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute';
  /** `namespace/name`. */
  readonly name: string;
  /** '' for a rule of any host. */
  readonly host: string;
  /** '' for the default backend of an Ingress. */
  readonly path: string;
  readonly pathType: string;
}

/** `ip` is the DNS name where the Service is an ExternalName. `pod` is `namespace/name`. */
export interface BackendEndpoint {
  readonly ip: string;
  readonly port: number;
  readonly pod?: string;
}

export interface RouteBackend {
  /** `namespace/name`. */
  readonly service: string;
  /** As the rule names it. */
  readonly port: number | string;
  /** Those that get requests now; sorted by the text of `ip:port`. */
  readonly endpoints: readonly BackendEndpoint[];
}

export interface ServedTls {
  /** `namespace/name` of the Secret whose certificate is served, or was to be served where `certificate` is `default`. */
  readonly secret: string | null;
  /** `secret`: the Secret's; `default`: the data plane's default or self-signed one; `none`: the handshake fails. `unknown`: the snapshot does not know the Secret. */
  readonly certificate: 'secret' | 'default' | 'none' | 'unknown';
}

/** One of several backends by chance. Shares add up to 1. */
export interface AlternativeBackend {
  readonly backend: RouteBackend;
  /** Probability, 0 to 1. */
  readonly share: number;
  readonly rule?: RuleRef;
}

export interface ConsideredRule extends RuleRef {
  /** Why it did not take the request: one sentence without its full stop. */
  readonly reason: string;
}

/** What one data plane does with one request. */
export interface RouteMatch {
  readonly outcome: Outcome;
  /** The HTTP status that the data plane itself answers with; absent where a backend answers. */
  readonly status?: number;
  /** The `Location` header of a redirect. */
  readonly location?: string;
  /** Path and query as the backend gets them; present where a backend gets the request. */
  readonly upstreamPath?: string;
  readonly matched: RuleRef | null;
  /** The one that gets the request, or that would if it had endpoints. With `alternatives`, the first of them. */
  readonly backend: RouteBackend | null;
  /** null for a request over http. */
  readonly tls: ServedTls | null;
  /** Rules that could be meant and lost, the nearest first; at most {@link mostConsidered}. Empty where no explanation was asked for. */
  readonly considered: readonly ConsideredRule[];
  readonly alternatives?: readonly AlternativeBackend[];
}

/** The answer of one controller. */
export interface RouteAnswer extends RouteMatch, Answer {
  /** The `name` of the controller; null where nothing could take the request. */
  readonly controller: string | null;
  readonly controllerKind: string | null;
}

/** No answer lists more rules that lost; a journal warning tells how many more there were. */
export const mostConsidered = 50;

/** A row of the routing table. Rows are in the order in which the data plane tries them, host by host. */
export interface Route extends RuleRef {
  /** From 1. */
  readonly order: number;
  /** What the data plane itself compares, in its own words: `location ~* "^/foo"`, ``Host(`a`) && PathPrefix(`/`)``. */
  readonly matcher: string;
  /** null for a row that never reaches a Service: redirects, a default 404. */
  readonly backend: { readonly service: string; readonly port: number | string } | null;
  /** What else happens there, each in a few words: `redirects to https (308)`, `canary 20 % to dev/web-next:80`. */
  readonly notes: readonly string[];
  /** Present where no request can take this row. */
  readonly dead?: { readonly by: RuleRef | null; readonly reason: string };
}

/** An Ingress that a controller owns and yet leaves out of its configuration. */
export interface DroppedObject {
  readonly kind: RuleRef['kind'];
  /** `namespace/name`. */
  readonly name: string;
  readonly reason: string;
}

/** The answer of a data plane that the model does not cover. */
export function insufficient(): RouteMatch {
  return { outcome: 'insufficient-information', matched: null, backend: null, tls: null, considered: [] };
}
