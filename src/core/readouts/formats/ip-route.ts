import { count } from '../../analysis/index.js';
import { InputError } from '../../errors.js';
import { bitsOf, formatAddress, formatCidr, parseAddress, parseCidr } from '../../ip/index.js';
import type { ReadoutFormat, Reading } from '../format.js';
import { linesOf, Problems, wordsOf, type Line, type Word } from '../lines.js';

/**
 * What the kernel does with a packet that the route matches: `unicast` sends it to a next hop, `local` takes it in,
 * `throw` goes on with the next routing rule; `blackhole` drops, `unreachable` and `prohibit` refuse.
 */
export type RouteType = (typeof routeTypes)[number];
const routeTypes = [
  'unicast', 'local', 'broadcast', 'anycast', 'multicast', 'blackhole', 'unreachable', 'prohibit', 'throw', 'nat', 'xresolve',
] as const;

/** `linkdown`: the link has no carrier; `dead`: the link is down; `onlink`: the gateway counts as reachable on the link though no route says so. */
export type RouteFlag = (typeof routeFlags)[number];
const routeFlags = [
  'dead', 'onlink', 'pervasive', 'offload', 'trap', 'notify', 'linkdown', 'unresolved', 'rt_offload', 'rt_trap', 'rt_offload_failed',
] as const;

/** Where a route sends on to. */
export interface Nexthop {
  /** The gateway; absent where the destination is on the link. It may be IPv6 for an IPv4 route (RFC 5549). */
  readonly via?: string;
  readonly dev?: string;
  /** Among the next hops of one route, from 1. */
  readonly weight?: number;
  /** Lightweight tunnel, as printed: `mpls 100`, `ip id 7 src 0.0.0.0 dst 192.0.2.1 …`. */
  readonly encap?: string;
  /** Those printed on a line of its own; those of a route with a single next hop stand at the route. */
  readonly flags: readonly RouteFlag[];
}

/** One route of a kernel table. */
export interface Route {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly type: RouteType;
  /** null for a default route that no address on its line, and no other line of the text, tells the family of. */
  readonly family: 4 | 6 | null;
  /** `default`, or a CIDR with its prefix length written out (`198.51.100.7/32`). */
  readonly destination: string;
  /** The CIDR of source addresses that it is for (IPv6 source routing). */
  readonly from?: string;
  /** Absent: the table that the command asked for, `main` unless it said another. */
  readonly table?: string;
  /** Who made it: `kernel`, `boot` (by hand, nothing printed), `static`, `dhcp`, `ra`, `bird`, … or a number. */
  readonly protocol: string;
  /** `global`, `link`, `host`, … or a number. */
  readonly scope: string;
  /** The source address preferred for what the node itself sends. */
  readonly src?: string;
  /** The lower wins; absent where none is printed: 0. */
  readonly metric?: number;
  /** Bytes. */
  readonly mtu?: number;
  /** Path MTU discovery is off for it. */
  readonly mtuLocked?: true;
  /** Empty where the kernel sends nothing on; one; or several of one multipath route. */
  readonly nexthops: readonly Nexthop[];
  readonly flags: readonly RouteFlag[];
  /** What else was printed, by its word, in the order of the line: `advmss`, `hoplimit`, `pref`, `expires`, `nhid`, … */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface IpRoutes {
  /** In the order of the text, which is not the order in which the kernel tries them. */
  readonly routes: readonly Route[];
}

export type IpRouteReadout = Reading<'ip-route', IpRoutes>;

/** Words that stand before one value which is kept as text. */
const attributeWords: ReadonlySet<string> = new Set([
  'tos', 'nhid', 'pref', 'expires', 'error', 'users', 'used', 'age', 'mark', 'realm', 'realms', 'uid', 'ttl-propagate',
  'window', 'rtt', 'rttvar', 'ssthresh', 'cwnd', 'advmss', 'reordering', 'hoplimit', 'initcwnd', 'features', 'rto_min', 'initrwnd',
  'quickack', 'congctl', 'fastopen_no_cookie',
]);

/**
 * `ip route show`, of one table or of all, for IPv4 and IPv6, with `-details` and `-oneline`.
 *
 * Source: iproute2 6.1.0 and 7.1.0 `ip/iproute.c` `print_route`, `print_rta_multipath`, `print_rt_flags`, `print_rta_metrics`.
 */
export const ipRoute: ReadoutFormat<IpRouteReadout> = {
  id: 'ip-route',
  title: 'Routing table',
  command: 'ip route show table all; ip -6 route show table all',
  parse(text) {
    const problems = new Problems();
    const routes = readRoutes(linesOf(text), problems);
    if (routes.length === 0 && problems.all.length > 0) problems.refuse('the output of “ip route”');
    return { format: 'ip-route', parsed: { routes: settleFamilies(routes) }, problems: problems.all };
  },
  summarize({ routes }) {
    const defaults = routes.filter(({ destination, type, table }) => destination === 'default' && type === 'unicast' && (table ?? 'main') === 'main');
    const hops = [...new Set(defaults.flatMap(({ nexthops }) => nexthops).map(formatNexthop))];
    return `${count(routes.length, 'route')}; ${hops.length === 0 ? 'no default route' : `default ${hops.join(', ')}`}`;
  },
  sections({ routes }) {
    return [{ title: 'Routes', noun: 'route', items: routes.map((route) => ({ text: [{ code: formatRoute(route) }] })) }];
  },
};

function formatRoute(route: Route): string {
  const words = [route.type === 'unicast' ? [] : [route.type], route.destination, route.nexthops.map(formatNexthop).join(', ')].flat();
  const named: readonly (readonly [string, string | number | undefined])[] = [
    ['table', route.table], ['proto', route.protocol], ['src', route.src], ['metric', route.metric], ['mtu', route.mtu],
  ];
  const values = named.flatMap(([word, value]) => (value === undefined ? [] : [`${word} ${value}`]));
  return [...words, ...values, ...route.flags].filter((word) => word !== '').join(' ');
}

function formatNexthop({ via, dev, flags }: Nexthop): string {
  return [via === undefined ? [] : ['via', via], dev === undefined ? [] : ['dev', dev], flags].flat().join(' ');
}

/** A route that was read, and its line. `route` is undefined where it could not be read: its next hops are lost with it. */
interface Entry {
  readonly line: Line;
  readonly route: Draft<Route> | undefined;
}

function readRoutes(lines: readonly Line[], problems: Problems): readonly Route[] {
  const entries: Entry[] = [];
  for (const line of lines) {
    for (const words of partsOf(line)) {
      const [first, ...rest] = words;
      if (first === undefined) continue;
      if (first.text === 'nexthop') attempt(line, problems, () => addNexthop(entries.at(-1), first, new Reader(rest)));
      else entries.push({ line, route: attempt(line, problems, () => readRoute(line.number, new Reader(words))) });
    }
  }
  return entries.flatMap(({ line, route }) => {
    if (route === undefined) return [];
    if (route.type !== 'unicast' || route.nexthops.length > 0) return [route];
    problems.add(line, 1, `neither a gateway nor a device is told by which ${route.destination} is reached`);
    return [];
  });
}

function attempt<T>(line: Line, problems: Problems, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    problems.add(line, error.column, error.message);
    return undefined;
  }
}

/** `-oneline` puts a backslash where the line of a next hop would begin. */
function partsOf(line: Line): readonly (readonly Word[])[] {
  const parts: Word[][] = [[]];
  for (const word of wordsOf(line.text)) {
    if (word.text === '\\') parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

/** Why one line cannot be read, and where. */
class Unreadable extends Error {
  constructor(
    readonly column: number,
    detail: string,
  ) {
    super(detail);
  }
}

/** Walks the words of one line. */
class Reader {
  #next = 0;

  constructor(readonly words: readonly Word[]) {}

  take(): Word | undefined {
    return this.words[this.#next++];
  }

  takeIf(text: string): boolean {
    if (this.words[this.#next]?.text !== text) return false;
    this.#next += 1;
    return true;
  }

  /** The words, parted by one space, up to the first that is not wanted. */
  takeWhile(isWanted: (text: string) => boolean): string {
    const rest = this.words.slice(this.#next);
    const end = rest.findIndex(({ text }) => !isWanted(text));
    const taken = end === -1 ? rest : rest.slice(0, end);
    this.#next += taken.length;
    return taken.map(({ text }) => text).join(' ');
  }

  /** The value that must follow `word`. */
  valueOf(word: Word): Word {
    const value = this.take();
    if (value === undefined) throw new Unreadable(word.column, `nothing follows “${word.text}”`);
    return value;
  }

  numberOf(word: Word): number {
    const value = this.valueOf(word);
    if (!/^\d{1,10}$/.test(value.text)) throw new Unreadable(value.column, `“${value.text}” after “${word.text}” is not a number`);
    return Number(value.text);
  }

  addressOf(word: Word): string {
    const value = this.valueOf(word);
    return readAt(value, () => formatAddress(parseAddress(value.text)));
  }
}

/** What a route is for. */
interface Prefix {
  readonly text: string;
  /** null for `default`. */
  readonly family: 4 | 6 | null;
}

/** What is read so far of a next hop, or of a route. */
type Draft<T> = { -readonly [K in keyof T]: Filling<T[K]> };
type Filling<V> = V extends readonly (infer Item)[] ? Item[] : V extends Readonly<Record<string, string>> ? Record<string, string> : V;

function readRoute(line: number, words: Reader): Draft<Route> {
  const type = routeTypes.find((known) => words.takeIf(known)) ?? 'unicast';
  const destination = readPrefix(words.take());
  const route: Draft<Route> = {
    line, type, family: destination.family, destination: destination.text, protocol: 'boot', scope: 'global', nexthops: [], flags: [], attributes: {},
  };
  const hop: Draft<Nexthop> = { flags: [] };
  for (let word = words.take(); word !== undefined; word = words.take()) {
    if (word.text === 'from') route.from = readPrefix(words.valueOf(word)).text;
    else if (word.text === 'table') route.table = words.valueOf(word).text;
    else if (word.text === 'proto') route.protocol = words.valueOf(word).text;
    else if (word.text === 'scope') route.scope = words.valueOf(word).text;
    else if (word.text === 'src') route.src = words.addressOf(word);
    else if (word.text === 'metric') route.metric = words.numberOf(word);
    else if (word.text === 'mtu') {
      if (words.takeIf('lock')) route.mtuLocked = true;
      route.mtu = words.numberOf(word);
    } else if (attributeWords.has(word.text)) route.attributes[word.text] = readAttribute(word, words);
    else readHopWord(word, words, hop, route);
  }
  const { flags, ...own } = hop;
  if (own.via !== undefined || own.dev !== undefined) route.nexthops = [{ ...own, flags: [] }];
  // `pref` is printed for IPv6 alone.
  if ('pref' in route.attributes) route.family ??= 6;
  if (route.src !== undefined) route.family ??= parseAddress(route.src).family;
  return { ...route, flags };
}

function addNexthop(above: Entry | undefined, nexthop: Word, words: Reader): void {
  if (above === undefined) throw new Unreadable(nexthop.column, 'a next hop, but no route stands above it');
  const { line, route } = above;
  if (route === undefined) throw new Unreadable(nexthop.column, `a next hop, but the route that it belongs to, on line ${line.number}, could not be read`);
  const hop: Draft<Nexthop> = { flags: [] };
  for (let word = words.take(); word !== undefined; word = words.take()) {
    if (attributeWords.has(word.text)) route.attributes[word.text] = readAttribute(word, words);
    else readHopWord(word, words, hop, route);
  }
  route.nexthops.push(hop);
}

/** Reads a word that may stand at a route with one next hop and at each `nexthop` of a multipath route. */
function readHopWord(word: Word, words: Reader, hop: Draft<Nexthop>, route: Draft<Route>): void {
  const flag = routeFlags.find((known) => known === word.text);
  if (flag !== undefined) hop.flags.push(flag);
  else if (word.text === 'via') {
    // The family of the gateway is printed only where it is not the family of the route.
    const foreign = words.takeIf('inet6') ? 4 : words.takeIf('inet') ? 6 : undefined;
    hop.via = words.addressOf(word);
    route.family ??= foreign ?? parseAddress(hop.via).family;
  } else if (word.text === 'dev') hop.dev = words.valueOf(word).text;
  else if (word.text === 'weight') hop.weight = words.numberOf(word);
  else if (word.text === 'encap') hop.encap = words.takeWhile((text) => text !== 'via' && text !== 'dev');
  else throw new Unreadable(word.column, `“${word.text}” is not a word that “ip route” prints here`);
}

function readAttribute(word: Word, words: Reader): string {
  if (word.text === 'features') return words.takeWhile((text) => /^(ecn|tcp_usec_ts|0x[0-9a-f]+)$/.test(text));
  return words.takeIf('lock') ? `lock ${words.valueOf(word).text}` : words.valueOf(word).text;
}

function readPrefix(word: Word | undefined): Prefix {
  if (word === undefined) throw new Unreadable(1, 'a type of route, and no destination after it');
  const { text } = word;
  if (text === 'default') return { text, family: null };
  if (!/^[0-9a-f.:/]+$/i.test(text)) throw new Unreadable(word.column, `“${text}” is neither a type of route nor a destination: “default”, an address or a CIDR`);
  return readAt(word, () => {
    const address = text.includes('/') ? undefined : parseAddress(text);
    const cidr = address === undefined ? parseCidr(text) : { first: address, prefixLength: bitsOf(address.family) };
    return { text: formatCidr(cidr), family: cidr.first.family };
  });
}

function readAt<T>(word: Word, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof InputError ? new Unreadable(word.column, error.message) : error;
  }
}

/** A default route may name no address (`blackhole default`): then the other lines tell the family, if they are all of one. */
function settleFamilies(routes: readonly Route[]): readonly Route[] {
  const told = new Set(routes.map(({ family }) => family).filter((family) => family !== null));
  const [only] = told.size === 1 ? told : [];
  return only === undefined ? routes : routes.map((route) => (route.family === null ? { ...route, family: only } : route));
}
