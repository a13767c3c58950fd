import type { Implementation } from '../implementation.js';
import type { RouteRuleMatch } from '../route-match.js';
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

/**
 * Dots are resolved, slashes merged, and an escaped slash answered with a redirect to the path without it.
 *
 * Source: Envoy's `normalize_path`, `merge_slashes` and `path_with_escaped_slashes_action: UNESCAPE_AND_REDIRECT`
 */
function cleanPath(path: string): { path: string; redirects: boolean } {
  if (!/%(?:2f|5c)|\/\/|\/\.|\\|%2e/i.test(path)) return { path, redirects: false };
  const unescaped = path.replace(/%2f/gi, '/').replace(/%5c/gi, '\\');
  const elements: string[] = [];
  const parts = unescaped.replaceAll('\\', '/').replace(/\/{2,}/g, '/').split('/').slice(1);
  for (const [at, part] of parts.entries()) {
    const plain = part.replace(/%2e/gi, '.');
    const isLast = at === parts.length - 1;
    if (plain === '..') elements.pop();
    else if (plain !== '.') elements.push(part);
    if (isLast && (plain === '.' || plain === '..')) elements.push('');
  }
  return { path: `/${elements.join('/')}`, redirects: unescaped !== path };
}
