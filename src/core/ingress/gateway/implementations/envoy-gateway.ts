import { envoyPath } from '../../envoy-path.js';
import type { Implementation } from '../implementation.js';
import type { RouteRuleMatch } from '../route-match.js';
import type { Filter } from '../route-object.js';
import { comparePaths } from './specification.js';

/** Envoy Gateway v1.9.1 with its default settings; Source: internal/gatewayapi/{sort,route,listener}.go, internal/xds/translator/{route,listener}.go */
export const envoyGateway: Implementation = {
  kind: 'envoy-gateway',
  title: 'Envoy Gateway',
  controllerNames: ['gateway.envoyproxy.io/gatewayclass-controller'],
  isVerified: true,
  fallsThroughHosts: false,
  regexes: 'whole',
  cleanPath,
  compare,
  repeatedHeaders: 'each',
  backendFilterFault,
  servesBesideForeignKinds: false,
  detectsMisdirected: false,
  keepsKindsApart: false,
};

/** A method is one more header to it. Of as many headers those with more exact values come first. Source: sort.go, XdsIRRoutes.Less */
function compare(a: RouteRuleMatch, b: RouteRuleMatch): number {
  return comparePaths(a, b) || headersOf(b) - headersOf(a) || exactHeadersOf(b) - exactHeadersOf(a) || b.query.length - a.query.length || exactIn(b.query) - exactIn(a.query);
}

function headersOf(match: RouteRuleMatch): number {
  return match.headers.length + Number(match.method !== undefined);
}

function exactHeadersOf(match: RouteRuleMatch): number {
  return exactIn(match.headers) + Number(match.method !== undefined);
}

function exactIn(conditions: RouteRuleMatch['headers']): number {
  return conditions.filter(({ type }) => type === 'Exact').length;
}

/** Source: internal/gatewayapi/validate.go, validateBackendRefFilters */
function backendFilterFault({ type, urlRewrite }: Filter): string | undefined {
  if (urlRewrite?.path !== undefined) return 'Envoy Gateway rewrites no path for one backend';
  return ['RequestHeaderModifier', 'ResponseHeaderModifier', 'ExtensionRef', 'URLRewrite'].includes(type) ? undefined : `Envoy Gateway takes no ${type} from a backend`;
}

/**
 * Escaped letters, digits and `-._~` are written out, dots resolved, slashes merged, and an escaped slash answered with a redirect to the path without it.
 *
 * Source: Envoy's `normalize_path`, `merge_slashes` and `path_with_escaped_slashes_action: UNESCAPE_AND_REDIRECT`
 */
function cleanPath(path: string): { path: string; redirects: boolean } {
  const unescaped = path.replace(/%2f/gi, '/').replace(/%5c/gi, '\\');
  return { path: envoyPath(unescaped) ?? unescaped, redirects: unescaped !== path };
}
