import type { Router } from './routers.js';

/** The routers of one entry point and scheme, found by host and path in time that does not grow with them. */
export class Muxer {
  readonly #byHost = new Map<string, PathIndex>();
  readonly #byWildcard = new Map<string, PathIndex>();
  readonly #ofAny = new PathIndex();

  constructor(routers: readonly Router[]) {
    for (const router of routers) this.#indexOf(router.rule.host).add(router);
  }

  /** Those whose rule matches, the one that takes the request first, and those of its priority beside it. */
  match(host: string, path: string): readonly Router[] {
    const found: Router[] = [];
    for (const index of this.#indexes(host)) index.collect(path, found);
    return found.length < 2 ? found : found.sort((a, b) => b.priority - a.priority);
  }

  /** Every router that the host could reach, whatever the path. */
  ofHost(host: string): readonly Router[] {
    return this.#indexes(host).flatMap((index) => index.all);
  }

  /** Routers whose rule matches whatever this one's matches. */
  covering({ rule }: Router): readonly Router[] {
    const found: Router[] = [];
    const indexes = rule.host === '' ? [this.#ofAny] : rule.host.startsWith('*') ? [this.#byWildcard.get(rule.host), this.#ofAny] : this.#indexes(rule.host);
    for (const index of indexes) index?.cover(rule.matcher, rule.path, found);
    return found;
  }

  #indexOf(host: string): PathIndex {
    if (host === '') return this.#ofAny;
    const map = host.startsWith('*') ? this.#byWildcard : this.#byHost;
    const known = map.get(host) ?? new PathIndex();
    map.set(host, known);
    return known;
  }

  /** Source: Traefik v3.7.9 pkg/muxer/muxer.go, DomainMatchHostExpression; pkg/muxer/http/matcher.go, host: with a trailing dot or without. */
  #indexes(host: string): PathIndex[] {
    if (host === '') return [this.#ofAny];
    const bare = host.endsWith('.') ? host.slice(0, -1) : host;
    const dot = bare.indexOf('.');
    const wildcard = `*${dot === -1 ? '' : bare.slice(dot)}`;
    return [this.#byHost.get(bare), this.#byWildcard.get(wildcard), this.#ofAny].filter((index) => index !== undefined);
  }
}

class PathIndex {
  readonly all: Router[] = [];
  readonly #exact = new Map<string, Router[]>();
  readonly #prefixes = new Map<string, Router[]>();
  readonly #lengths: number[] = [];
  readonly #others: Router[] = [];

  add(router: Router): void {
    const { matcher, path } = router.rule;
    this.all.push(router);
    if (matcher === 'none' || matcher === 'regexp') return void this.#others.push(router);
    if (matcher !== 'prefix') put(this.#exact, path, router);
    if (matcher !== 'exact') this.#addPrefix(matcher === 'strict' ? `${path}/` : path, router);
  }

  collect(path: string, found: Router[]): void {
    append(found, this.#exact.get(path));
    this.#collectPrefixes(path, found);
    for (const router of this.#others) if (router.rule.matcher === 'none' || router.rule.regex?.matches(asText(path)) === true) found.push(router);
  }

  cover(matcher: Router['rule']['matcher'], path: string, found: Router[]): void {
    for (const router of this.#others) if (router.rule.matcher === 'none' || (matcher === 'regexp' && router.rule.path === path)) found.push(router);
    if (matcher === 'none' || matcher === 'regexp') return void append(found, this.#prefixes.get('/'));
    if (matcher === 'exact') append(found, this.#exact.get(path));
    if (matcher !== 'strict') return this.#collectPrefixes(path, found);
    // Nothing but what covers both the path itself and what lies below it covers a strict prefix.
    this.#collectPrefixes(path, found);
    append(found, this.#exact.get(path)?.filter(({ rule }) => rule.matcher === 'strict'));
  }

  #addPrefix(prefix: string, router: Router): void {
    put(this.#prefixes, prefix, router);
    if (this.#lengths.includes(prefix.length)) return;
    this.#lengths.push(prefix.length);
    this.#lengths.sort((a, b) => a - b);
  }

  #collectPrefixes(path: string, found: Router[]): void {
    for (const length of this.#lengths) {
      if (length > path.length) return;
      append(found, this.#prefixes.get(path.slice(0, length)));
    }
  }
}

function put(map: Map<string, Router[]>, key: string, router: Router): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [router]);
  else known.push(router);
}

function append(found: Router[], more: readonly Router[] | undefined): void {
  for (const router of more ?? []) found.push(router);
}

/** Patterns are written in characters, paths are compared in bytes. */
function asText(bytes: string): string {
  if (/^[\0-\x7f]*$/.test(bytes)) return bytes;
  try {
    return decodeURIComponent(bytes.replace(/[%\x80-\xff]/g, (each) => `%${each.charCodeAt(0).toString(16)}`));
  } catch {
    return bytes;
  }
}
