import type { Location } from './configuration.js';
import { toBytes } from '../nginx/bytes.js';

/** Sorted as the controller writes them: the longest path first, of one length the last in byte order. Source: internal/ingress/controller/controller.go, getBackendServers, controller-v1.15.1 */
export function sortLocations(locations: readonly Location[]): Location[] {
  const keyed = locations.map((location) => ({ location, path: toBytes(location.path) }));
  keyed.sort((a, b) => b.path.length - a.path.length || (a.path < b.path ? 1 : a.path > b.path ? -1 : 0));
  return keyed.map(({ location }) => location);
}

/**
 * A Prefix `/foo` becomes a prefix location `/foo/` and an exact one `/foo`, unless that is there, or it is rewritten or a regex.
 *
 * Source: internal/ingress/controller/location.go, updateServerLocations, controller-v1.15.1
 */
export function splitLocations(locations: readonly Location[]): Location[] {
  const exact = new Set(locations.filter(({ pathType }) => pathType === 'Exact').map(({ path }) => path));
  return locations.flatMap((location) => {
    const { path, pathType, annotations } = location;
    if (path === '/' || pathType === 'Exact' || needsRewrite(location) || annotations.rewrite.useRegex) return [location];
    const prefix = { ...location, path: path.endsWith('/') ? path : `${path}/` };
    return exact.has(path) ? [prefix] : [prefix, { ...location, pathType: 'Exact' as const }];
  });
}

/** A target that is another than the path. Source: as above, needsRewrite */
export function needsRewrite({ path, annotations }: Location): boolean {
  return annotations.rewrite.target !== '' && annotations.rewrite.target !== path;
}

/** As soon as one location of a server needs a regex, all of them are regexes. Source: internal/ingress/controller/template/template.go, enforceRegexModifier, controller-v1.15.1 */
export function hasRegexes(locations: readonly Location[]): boolean {
  return locations.some((location) => needsRewrite(location) || location.annotations.rewrite.useRegex);
}
