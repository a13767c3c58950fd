import { compareAge } from './route-object.js';
import { meets, withoutTrailingSlash, type Asked, type RouteRuleMatch } from './route-match.js';
import type { Implementation } from './implementation.js';
import type { Rule } from './rules.js';

/** One match of one rule, with the rule. */
export interface Entry {
  readonly match: RouteRuleMatch;
  readonly rule: Rule;
}

/** The matches of every rule that is served on one host of a listener, found by path. */
export class RuleTable {
  #entries: Entry[] = [];
  readonly #exact = new Map<string, Entry[]>();
  readonly #patterns: Entry[] = [];
  /** By the prefix without its trailing slash. */
  readonly #prefixes = new Map<string, Entry[]>();
  readonly #calls: Entry[] = [];
  #longestPrefix = 0;
  #isSorted = true;

  /** @param host that it is served on; '' for every host */
  constructor(
    readonly host: string,
    readonly implementation: Implementation,
  ) {}

  add(entry: Entry): void {
    this.#entries.push(entry);
    this.#isSorted = false;
    const { match } = entry;
    if (match.route.kind === 'GRPCRoute') this.#calls.push(entry);
    else if (match.path?.type === 'Exact') push(this.#exact, match.path.written, entry);
    else if (match.path?.type === 'RegularExpression') this.#patterns.push(entry);
    else {
      const prefix = withoutTrailingSlash(match.path?.written ?? '/');
      this.#longestPrefix = Math.max(this.#longestPrefix, prefix.length);
      push(this.#prefixes, prefix, entry);
    }
  }

  /** In the order in which they are asked. */
  get entries(): readonly Entry[] {
    this.#sort();
    return this.#entries;
  }

  /** The first that takes the request. */
  find(asked: Asked): Entry | undefined {
    this.#sort();
    return first(this.#calls, asked) ?? first(this.#exact.get(asked.path), asked) ?? first(this.#patterns, asked) ?? this.#findPrefix(asked);
  }

  #findPrefix(asked: Asked): Entry | undefined {
    const { path } = asked;
    let end = path.length;
    while (true) {
      if (end <= this.#longestPrefix) {
        const found = first(this.#prefixes.get(path.slice(0, end)), asked);
        if (found !== undefined) return found;
      }
      if (end <= 0) return undefined;
      end = path.lastIndexOf('/', end - 1);
      if (end === -1) return undefined;
    }
  }

  #sort(): void {
    if (this.#isSorted) return;
    this.#isSorted = true;
    const { compare } = this.implementation;
    const inOrder = (a: Entry, b: Entry) =>
      compareKinds(a, b) || (a.match.route.kind === 'GRPCRoute' ? compareCalls(a.match, b.match) : compare(a.match, b.match)) || compareAge(a.match.route, b.match.route) || inList(a, b);
    this.#entries.sort(inOrder);
    for (const group of [this.#patterns, this.#calls, ...this.#exact.values(), ...this.#prefixes.values()]) group.sort(inOrder);
  }
}

/** Two kinds share a host only where an implementation does not keep them apart. */
function compareKinds(a: Entry, b: Entry): number {
  return Number(b.match.route.kind === 'GRPCRoute') - Number(a.match.route.kind === 'GRPCRoute');
}

/** Source: gateway-api v1.6 GRPCRouteRule.Matches: by characters of the service, then of the method, then by the number of headers. */
function compareCalls(a: RouteRuleMatch, b: RouteRuleMatch): number {
  return (
    (b.service?.written.length ?? 0) - (a.service?.written.length ?? 0) ||
    (b.call?.written.length ?? 0) - (a.call?.written.length ?? 0) ||
    b.headers.length - a.headers.length
  );
}

function inList(a: Entry, b: Entry): number {
  return a.match.ruleIndex - b.match.ruleIndex || a.match.matchIndex - b.match.matchIndex;
}

function first(entries: readonly Entry[] | undefined, asked: Asked): Entry | undefined {
  return entries?.find(({ match }) => meets(match, asked));
}

function push(groups: Map<string, Entry[]>, key: string, entry: Entry): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [entry]);
  else group.push(entry);
}
