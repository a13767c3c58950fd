import { bitsOf, formatCidr, parseAddress, parseCidr } from '../../ip/index.js';
import { wordsOf, type Line, type Problems, type Word } from '../lines.js';
import { routeFlags, routeTypes, type Nexthop, type Route } from './ip-route-model.js';
import { readAt, Reader, Unreadable } from '../words.js';

/** Words that stand before one value which is kept as text. */
const attributeWords: ReadonlySet<string> = new Set([
  'tos', 'nhid', 'pref', 'expires', 'error', 'users', 'used', 'age', 'mark', 'realm', 'realms', 'uid', 'ttl-propagate',
  'window', 'rtt', 'rttvar', 'ssthresh', 'cwnd', 'advmss', 'reordering', 'hoplimit', 'initcwnd', 'features', 'rto_min', 'initrwnd',
  'quickack', 'congctl', 'fastopen_no_cookie',
]);

/** A route that was read, and its line. `route` is undefined where it could not be read: its next hops are lost with it. */
interface Entry {
  readonly line: Line;
  readonly route: Draft<Route> | undefined;
}

/**
 * The routes of a text, in its order; what cannot be read goes to `problems`.
 *
 * Source: iproute2 6.1.0 and 7.1.0 `ip/iproute.c` `print_route`, `print_rta_multipath`, `print_rt_flags`, `print_rta_metrics`.
 */
export function readRoutes(lines: readonly Line[], problems: Problems): readonly Route[] {
  const entries: Entry[] = [];
  for (const line of lines) {
    for (const words of partsOf(line)) {
      const [first, ...rest] = words;
      if (first === undefined) continue;
      if (first.text === 'nexthop') attempt(line, problems, () => addNexthop(entries.at(-1), first, new Reader(rest)));
      else entries.push({ line, route: attempt(line, problems, () => readRoute(line.number, new Reader(words))) });
    }
  }
  const routes = entries.flatMap(({ line, route }) => {
    if (route === undefined) return [];
    if (route.type !== 'unicast' || route.nexthops.length > 0) return [route];
    problems.add(line, 1, `neither a gateway nor a device is told by which ${route.destination} is reached`);
    return [];
  });
  return settleFamilies(routes);
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

/** A default route may name no address (`blackhole default`): then the other lines tell the family, if they are all of one. */
function settleFamilies(routes: readonly Route[]): readonly Route[] {
  const told = new Set(routes.map(({ family }) => family).filter((family) => family !== null));
  const [only] = told.size === 1 ? told : [];
  return only === undefined ? routes : routes.map((route) => (route.family === null ? { ...route, family: only } : route));
}
