import type { Implementation } from '../implementation.js';
import type { RouteRuleMatch } from '../route-match.js';

/** The specification itself: what every conformant implementation does where it is not left free. Source: gateway-api v1.6 apis/v1. */
export const specification: Implementation = {
  kind: 'specification',
  title: 'the specification',
  controllerNames: [],
  isVerified: false,
  fallsThroughHosts: false,
  regexes: 'whole',
  cleanPath: (path) => ({ path, redirects: false }),
  compare,
  repeatedHeaders: 'joined',
  backendFilterFault: () => undefined,
  servesBesideForeignKinds: true,
  detectsMisdirected: true,
  keepsKindsApart: true,
};

/**
 * An exact path before a prefix, the longer before the shorter, one with a method before one without, then by the number of headers and of
 * query parameters. A pattern, of which the specification says nothing, stands between the two, the longer first.
 *
 * Source: HTTPRouteRule.Matches
 */
function compare(a: RouteRuleMatch, b: RouteRuleMatch): number {
  return (
    comparePaths(a, b) ||
    Number(b.method !== undefined) - Number(a.method !== undefined) ||
    b.headers.length - a.headers.length ||
    b.query.length - a.query.length
  );
}

const typeOrder = { Exact: 0, RegularExpression: 1, PathPrefix: 2 };

/** By type, then by length; every path without a condition counts as `/`. */
export function comparePaths(a: RouteRuleMatch, b: RouteRuleMatch): number {
  const [typeA, typeB] = [a.path?.type ?? 'PathPrefix', b.path?.type ?? 'PathPrefix'];
  return typeOrder[typeA] - typeOrder[typeB] || (b.path?.written.length ?? 1) - (a.path?.written.length ?? 1);
}
