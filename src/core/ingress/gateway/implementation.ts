import type { Filter } from './route-object.js';
import type { RouteRuleMatch } from './route-match.js';
import type { RegexReach } from './value-condition.js';

/**
 * What an implementation of Gateway API does where the specification leaves it free, or where it departs from it. One that is known and
 * verified is told by the `spec.controllerName` of the GatewayClass; any other is taken to do what the specification says.
 */
export interface Implementation {
  readonly kind: string;
  readonly title: string;
  readonly controllerNames: readonly string[];
  /** Whether it was held against the real component; where not, the answer warns where the specification leaves freedom. */
  readonly isVerified: boolean;
  /**
   * What no rule of the narrowest hostname takes goes to the rules of a wider one. The specification speaks of precedence alone; data planes
   * that choose a virtual host first (Envoy, nginx) never go on.
   */
  readonly fallsThroughHosts: boolean;
  readonly regexes: RegexReach;
  /** The path as it is compared and forwarded; a redirect where the data plane answers by itself with a cleaned path. */
  readonly cleanPath: (path: string) => { readonly path: string; readonly redirects: boolean };
  /** The order of two matches of one host and of HTTPRoutes: the one to be asked first comes first. Within a route the list's order stays. */
  readonly compare: (a: RouteRuleMatch, b: RouteRuleMatch) => number;
  /** How a header that is sent more than once is compared: as one list (RFC 9110 section 5.3), or value by value, of which one must hold. */
  readonly repeatedHeaders: 'joined' | 'each';
  /** Why a filter of a backendRef makes the reference invalid; undefined where it does not. */
  readonly backendFilterFault: (filter: Filter) => string | undefined;
  /** A listener that names kinds of routes which it cannot take serves those that it can. */
  readonly servesBesideForeignKinds: boolean;
  /** A host that belongs to another listener of the port answers with 421 (Misdirected Request) over TLS. */
  readonly detectsMisdirected: boolean;
  /** An older route of the other kind on the same hosts keeps a GRPCRoute or HTTPRoute out. */
  readonly keepsKindsApart: boolean;
}
