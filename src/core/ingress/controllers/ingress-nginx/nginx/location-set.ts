import type { NginxRegex } from './pcre.js';

/** What nginx needs to know of a location to find it. */
export interface LocationMatcher {
  /** As {@link toBytes bytes}. */
  readonly path: string;
  readonly isExact: boolean;
  /** A location with `proxy_pass` whose path ends in a slash redirects the same path without it. */
  readonly redirectsSlash: boolean;
}

export interface RegexMatcher {
  readonly regex: NginxRegex;
  /** In lower case; every path that matches begins with it, whatever its case. */
  readonly literal: string;
  /** Whether that is all that it asks for. */
  readonly isLiteral: boolean;
}

export type FoundLocation<L> =
  | { readonly kind: 'location'; readonly location: L }
  /** 301 to the path of this location. */
  | { readonly kind: 'slash-redirect'; readonly location: L }
  /** This location may take it: nginx would have to run its regex. */
  | { readonly kind: 'unknown'; readonly location: L };

/**
 * The locations of a server without regexes: exact first, then the longest prefix. `/foo` is redirected to a location `/foo/` that is there without a `/foo`.
 *
 * Source: nginx 1.27.1 src/http/ngx_http_core_module.c, ngx_http_core_find_static_location
 */
export class PlainLocations<L extends LocationMatcher> {
  readonly #exact = new Map<string, L>();
  readonly #prefix = new Map<string, L>();
  #longest = 1;

  constructor(locations: readonly L[]) {
    for (const location of locations) {
      const map = location.isExact ? this.#exact : this.#prefix;
      if (!map.has(location.path)) map.set(location.path, location);
      this.#longest = Math.max(this.#longest, location.path.length);
    }
  }

  find(uri: string): FoundLocation<L> | undefined {
    const same = this.#exact.get(uri) ?? this.#prefix.get(uri);
    if (same !== undefined) return { kind: 'location', location: same };
    const slashed = uri.length < this.#longest ? (this.#exact.get(`${uri}/`) ?? this.#prefix.get(`${uri}/`)) : undefined;
    if (slashed?.redirectsSlash === true) return { kind: 'slash-redirect', location: slashed };
    for (let end = uri.lastIndexOf('/', this.#longest - 1); end >= 0; end = end === 0 ? -1 : uri.lastIndexOf('/', end - 1)) {
      const location = this.#prefix.get(uri.slice(0, end + 1));
      if (location !== undefined) return { kind: 'location', location };
    }
    return undefined;
  }
}

/** The locations of a server in which all are regexes: the first that matches, in the order of the configuration. Source: as {@link PlainLocations}, ngx_http_core_find_location */
export class RegexLocations<L extends RegexMatcher> {
  constructor(readonly locations: readonly L[]) {}

  find(uri: string): FoundLocation<L> | undefined {
    const lower = lowerAscii(uri);
    for (const location of this.locations) {
      if (!lower.startsWith(location.literal)) continue;
      if (location.isLiteral) return { kind: 'location', location };
      const { regex } = location;
      if (regex.kind === 'unknown') return { kind: 'unknown', location };
      if (regex.kind === 'linear' && regex.test(uri)) return { kind: 'location', location };
    }
    return undefined;
  }
}

/** PCRE without UTF folds ASCII alone. */
export function lowerAscii(bytes: string): string {
  return bytes.replace(/[A-Z]+/g, (upper) => upper.toLowerCase());
}

/** What every match of `^<path>` begins with, in lower case, and whether nothing else is asked for. */
export function literalOf(path: string): { readonly literal: string; readonly isLiteral: boolean } {
  if (path.includes('|') && hasTopLevelBar(path)) return { literal: '', isLiteral: false };
  const special = path.search(/[\\^$.[\]|()*+?{}]/);
  if (special === -1) return { literal: lowerAscii(path), isLiteral: true };
  const isQuantified = /[*+?{]/.test(path.charAt(special));
  return { literal: lowerAscii(path.slice(0, isQuantified ? Math.max(0, special - 1) : special)), isLiteral: false };
}

/** Whether a `|` stands outside of all groups. A class or an escape that makes this doubtful counts as one. */
function hasTopLevelBar(path: string): boolean {
  let depth = 0;
  for (let i = 0; i < path.length; i++) {
    const char = path.charAt(i);
    if (char === '\\' || char === '[') return true;
    if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (char === '|' && depth <= 0) return true;
  }
  return false;
}
