import { compileLinear, type LinearRegex } from '../../../regex.js';
import type { MatchType } from './settings.js';

/** What a map of HAProxy is looked up by, and what for. */
export interface Entry<T> {
  /** '' stands for the default host; `*.` begins a wildcard. */
  readonly host: string;
  /** A pattern for hosts, in place of `host`. */
  readonly hostPattern?: string;
  readonly path: string;
  readonly match: MatchType;
  /** Of two with one key, the lower counts. */
  readonly order: number;
  readonly value: T;
}

interface Pattern<T> {
  readonly key: string;
  readonly order: number;
  readonly value: T;
  /** The parent of a wildcard without a pattern of its own; then `takes` decides by the path alone. */
  readonly parent?: string;
  takes(base: string, path: string): boolean;
}

interface File<T> {
  readonly match: 'exact' | 'prefix' | 'begin';
  readonly entries: readonly Entry<T>[];
}

interface HostFiles<T> {
  readonly early: readonly File<T>[];
  readonly exact: File<T>;
  readonly prefix: File<T>;
  readonly begin: File<T>;
}

/**
 * Maps of HAProxy as the controller writes and orders them: one file a match type, and more where paths of different types lie one in another.
 *
 * Source: jcmoraisjr/haproxy-ingress v0.16.1 pkg/haproxy/types/maps.go; HAProxy 2.6 src/pattern.c (pat_match_dir, pat_match_beg)
 */
export class LookupMap<T> {
  readonly #byHost = new Map<string, Entry<T>[]>();
  readonly #files = new Map<string, HostFiles<T>>();
  readonly #drafts: Pattern<T>[] = [];
  #patterns: { readonly byParent: ReadonlyMap<string, readonly (readonly [number, Pattern<T>])[]>; readonly others: readonly (readonly [number, Pattern<T>])[] } | undefined;

  constructor(private readonly matchOrder: readonly MatchType[]) {}

  add(entry: Entry<T>): void {
    if (entry.hostPattern !== undefined || entry.match === 'regex' || entry.host.startsWith('*.')) {
      this.#drafts.push(patternOf(entry));
      this.#patterns = undefined;
      return;
    }
    const host = entry.host.toLowerCase();
    const own = entry.match === 'begin' ? { ...entry, host, path: entry.path.toLowerCase() } : { ...entry, host };
    const known = this.#byHost.get(host);
    if (known === undefined) this.#byHost.set(host, [own]);
    else known.push(own);
    this.#files.delete(host);
  }

  /** The first file that holds it decides. */
  first(host: string, path: string): T | undefined {
    for (const file of this.#sequence(host)) {
      const found = this.#in(file, host, path);
      if (found !== undefined) return found.value;
    }
    return undefined;
  }

  /** Exact paths first, then those files that must come early, then what is left by the order of the types. */
  #sequence(host: string): readonly (File<T> | 'patterns')[] {
    const files = this.#files.get(host) ?? filesOf(this.#byHost.get(host) ?? []);
    this.#files.set(host, files);
    const later = this.matchOrder.flatMap((match): readonly (File<T> | 'patterns')[] => (match === 'exact' ? [] : match === 'regex' ? ['patterns'] : [files[match]]));
    return [files.exact, ...files.early, ...later];
  }

  #in(file: File<T> | 'patterns', host: string, path: string): { readonly value: T } | undefined {
    if (file === 'patterns') return this.#pattern(host, path);
    if (file.match === 'exact') return file.entries.find((entry) => entry.path === path);
    if (file.match === 'prefix') return file.entries.find((entry) => isBelow(path, entry.path));
    const lower = path.toLowerCase();
    return file.entries.find((entry) => lower.startsWith(entry.path));
  }

  #pattern(host: string, path: string): { readonly value: T } | undefined {
    const { byParent, others } = (this.#patterns ??= rankPatterns(this.#drafts));
    const base = `${host === '' ? '<default>' : host}#${path}`;
    const dot = host.indexOf('.');
    const wildcard = (dot < 1 ? undefined : byParent.get(host.slice(dot)))?.find(([, pattern]) => pattern.takes(base, path));
    for (const [rank, pattern] of others) {
      if (wildcard !== undefined && rank > wildcard[0]) break;
      if (pattern.takes(base, path)) return pattern;
    }
    return wildcard?.[1];
  }
}

/** By whole elements; a slash at the end counts for nothing. */
function isBelow(path: string, prefix: string): boolean {
  const bare = prefix.replace(/\/+$/, '');
  return path.startsWith(bare) && (path.length === bare.length || path[bare.length] === '/');
}

/** The files of one host. The files of others do not come between: an entry of another host takes nothing. */
function filesOf<T>(entries: readonly Entry<T>[]): HostFiles<T> {
  const sorted = [...entries].sort((a, b) => (a.path === b.path ? a.order - b.order : a.path > b.path ? -1 : 1));
  const early: { match: File<T>['match']; entries: Entry<T>[] }[] = [];
  const placed = new Map<Entry<T>, number>();
  const notBefore = new Map<Entry<T>, number>();
  for (const [i, entry] of sorted.entries()) {
    for (const below of sorted.slice(i + 1)) {
      if (!overlaps(entry, below)) continue;
      let at = placed.get(entry);
      if (at === undefined) {
        at = early.findIndex((file, n) => n >= (notBefore.get(entry) ?? 0) && file.match === entry.match);
        if (at === -1) at = early.push({ match: entry.match as File<T>['match'], entries: [] }) - 1;
        early[at]?.entries.push(entry);
        placed.set(entry, at);
      }
      notBefore.set(below, at);
    }
  }
  const rest = (match: File<T>['match']): File<T> => ({ match, entries: sorted.filter((entry) => entry.match === match && !placed.has(entry)) });
  return { early, exact: rest('exact'), prefix: rest('prefix'), begin: rest('begin') };
}

function overlaps<T>(a: Entry<T>, b: Entry<T>): boolean {
  return a.match !== b.match && a.path !== b.path && a.match !== 'exact' && b.match !== 'exact' && a.path.startsWith(b.path);
}

function patternOf<T>(entry: Entry<T>): Pattern<T> {
  const { path, match, order, value, hostPattern } = entry;
  const host = entry.host.toLowerCase();
  const isWildcard = hostPattern === undefined && host.startsWith('*.');
  const hostText = hostPattern === undefined ? (isWildcard ? `^[^.]+${quoteMeta(host.slice(1))}$` : `^${quoteMeta(host === '' ? '<default>' : host)}$`) : hostPattern.toLowerCase();
  const pathText = pathPattern(path, match);
  const key = `${hostText.endsWith('$') ? hostText.slice(0, -1) : `${hostText}[^/]*`}#${pathText}`;
  if (isWildcard && match !== 'regex') {
    // A prefix too is one by characters: nothing says where its pattern ends.
    const takes = match === 'exact' ? (_: string, asked: string) => asked === path : (_: string, asked: string) => asked.startsWith(path);
    return { key, order, value, parent: host.slice(1), takes };
  }
  const compiled: LinearRegex | undefined = valueOf(compileLinear(key));
  return { key, order, value, takes: (base) => compiled?.matches(base) === true };
}

function valueOf(compiled: ReturnType<typeof compileLinear>): LinearRegex | undefined {
  return 'value' in compiled ? compiled.value : undefined;
}

function pathPattern(path: string, match: MatchType): string {
  if (match === 'regex') return path;
  const quoted = quoteMeta(path);
  if (match === 'exact') return `${quoted}$`;
  return match === 'prefix' && !quoted.endsWith('/') ? `${quoted}(/.*)?` : quoted;
}

/** As Go's regexp.QuoteMeta. */
export function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/** The longer first. */
function rankPatterns<T>(drafts: readonly Pattern<T>[]): { readonly byParent: Map<string, (readonly [number, Pattern<T>])[]>; readonly others: (readonly [number, Pattern<T>])[] } {
  const sorted = [...drafts].sort((a, b) => b.key.length - a.key.length || (a.key === b.key ? a.order - b.order : a.key < b.key ? -1 : 1));
  const byParent = new Map<string, (readonly [number, Pattern<T>])[]>();
  const others: (readonly [number, Pattern<T>])[] = [];
  for (const ranked of sorted.entries()) {
    const { parent } = ranked[1];
    if (parent === undefined) others.push(ranked);
    else byParent.set(parent, [...(byParent.get(parent) ?? []), ranked]);
  }
  return { byParent, others };
}
