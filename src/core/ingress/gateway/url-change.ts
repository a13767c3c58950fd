import type { Filter } from './route-object.js';
import { withoutTrailingSlash, type PathCondition } from './route-match.js';

type PathModifier = NonNullable<NonNullable<Filter['urlRewrite']>['path']>;

/** What a redirect answers with. */
export interface Redirect {
  readonly status: number;
  readonly location: string;
}

/** The request that a redirect is worked out for. */
export interface Redirected {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly path: string;
  readonly query: string | undefined;
  /** That of the listener. */
  readonly port: number;
}

/**
 * The path that a modifier makes of `path`, which `condition` matched.
 *
 * Source: the table of gateway-api v1.6 HTTPPathModifier.ReplacePrefixMatch
 */
export function changedPath(path: string, condition: PathCondition | undefined, modifier: PathModifier | undefined): string {
  if (modifier?.type === 'ReplaceFullPath') return modifier.replaceFullPath ?? path;
  if (modifier?.type !== 'ReplacePrefixMatch') return path;
  const prefix = withoutTrailingSlash(condition?.type === 'PathPrefix' ? condition.written : '/');
  const rest = path.slice(prefix.length);
  const replacement = withoutTrailingSlash(modifier.replacePrefixMatch ?? '');
  const changed = rest === '' ? (modifier.replacePrefixMatch ?? '') : `${replacement}${rest.startsWith('/') ? rest : `/${rest}`}`;
  return changed.startsWith('/') ? changed : `/${changed}`;
}

/**
 * The answer of a RequestRedirect. The query stays. A port that the scheme has by itself is left out.
 *
 * Source: gateway-api v1.6 HTTPRequestRedirectFilter
 */
export function redirectOf(request: Redirected, condition: PathCondition | undefined, filter: NonNullable<Filter['requestRedirect']>): Redirect {
  const scheme = filter.scheme ?? request.scheme;
  const wellKnown = scheme === 'https' ? 443 : 80;
  const port = filter.port ?? (filter.scheme === undefined ? request.port : wellKnown);
  const authority = `${filter.hostname ?? request.host}${port === wellKnown ? '' : `:${port}`}`;
  const query = request.query === undefined ? '' : `?${request.query}`;
  return { status: filter.statusCode, location: `${scheme}://${authority}${changedPath(request.path, condition, filter.path)}${query}` };
}

const knownModifiers = ['ReplaceFullPath', 'ReplacePrefixMatch'];

/** Why a path modifier cannot be carried out; undefined where it can. Source: gateway-api v1.6 HTTPPathModifier.Type */
export function modifierFault(modifier: PathModifier | undefined, condition: PathCondition | undefined): string | undefined {
  if (modifier === undefined) return undefined;
  if (!knownModifiers.includes(modifier.type)) return `${modifier.type} is no way of changing a path`;
  const isPrefix = condition === undefined || condition.type === 'PathPrefix';
  return modifier.type === 'ReplacePrefixMatch' && !isPrefix ? 'ReplacePrefixMatch stands beside a match that is no PathPrefix' : undefined;
}
