import { absolute, fitsQuery, isAddressLookup, typesOf, type Libc, type Lookup, type LookupResult, type LookupType, type OutgoingQuery, type Received } from './libc.js';
import { readAsMusl, type MuslSettings } from './musl-conf.js';

type Message = Extract<Received, { kind: 'reply' }>;
type Walk<T> = Generator<readonly OutgoingQuery[], T, readonly Received[]>;

/** The reply that was taken for one type; undefined where none was. */
type Taken = readonly (Message | undefined)[];

/**
 * musl's resolver as getaddrinfo drives it. res_search has no search list there: it is res_query.
 *
 * Source: musl 1.2.4–1.2.5 src/network/lookup_name.c name_from_dns_search, name_from_dns; src/network/res_msend.c. Held to it by `test/oracles/dns`.
 */
export const musl: Libc<MuslSettings> = { title: 'musl', read: readAsMusl, lookUp };

/** Longer names are not looked up. */
const maxName = 254;

function* lookUp(name: string, type: LookupType, settings: MuslSettings): Lookup {
  const isAbsolute = name.endsWith('.');
  const bare = isAbsolute ? name.slice(0, -1) : name;
  if (name.length > maxName || bare === '' || bare.endsWith('.')) return { status: 'no-such-name', name: null };
  // The interval between two rounds is the time divided by their number.
  if (settings.attempts === 0) return { status: 'crash', name: null };
  const dots = name.split('.').length - 1;
  const searches = !isAddressLookup(type) || isAbsolute || dots >= settings.ndots ? [] : settings.searches;
  for (const domain of searches) {
    const full = `${bare}.${domain}`;
    if (full.length > 255) continue;
    const result = yield* tryName(full, domain, type, settings);
    if (result !== undefined) return result;
  }
  return (yield* tryName(bare, null, type, settings)) ?? { status: 'no-such-name', name: null };
}

/** undefined: the next candidate. */
function* tryName(full: string, domain: string | null, type: LookupType, settings: MuslSettings): Walk<LookupResult | undefined> {
  if (!fitsQuery(full)) return undefined;
  const types = typesOf(type);
  const taken = yield* exchange(types.map((each) => ({ name: absolute(full), type: each, domain })), settings);
  const name = absolute(full);
  for (const reply of taken) {
    if (reply === undefined) return { status: 'try-again', name };
    if (reply.rcode === 'NXDOMAIN') return undefined;
  }
  return { status: taken.some((reply) => reply?.hasType === true) ? 'found' : 'no-data', name };
}

/**
 * Asks all nameservers at once, in rounds. NOERROR and NXDOMAIN are taken, SERVFAIL is asked again on the spot a few times, all else is as if nothing had come.
 */
function* exchange(queries: readonly Omit<OutgoingQuery, 'server' | 'transport'>[], { nameservers, timeout, attempts }: MuslSettings): Walk<Taken> {
  const taken: (Message | undefined)[] = queries.map(() => undefined);
  for (let round = 0; round < (timeout === 0 ? 0 : attempts); round++) {
    const open = queries.flatMap((query, i) => (taken[i] === undefined ? [{ query, i }] : []));
    let wave = open.flatMap(({ query, i }) => nameservers.map((server) => ({ i, out: { ...query, server, transport: 'udp' as const } })));
    let retries = 2 * queries.length;
    while (wave.length > 0) {
      const received = yield wave.map(({ out }) => out);
      const again: typeof wave = [];
      for (const [k, sent] of wave.entries()) {
        const reply = received[k];
        if (reply?.kind !== 'reply' || taken[sent.i] !== undefined) continue;
        if (reply.rcode === 'NOERROR' || reply.rcode === 'NXDOMAIN') {
          const whole = reply.truncated === true ? yield* overTcp(sent.out) : reply;
          // One stream that fails ends the wait for all.
          if (whole === undefined) return taken;
          taken[sent.i] = whole;
        } else if (reply.rcode === 'SERVFAIL' && retries > 0) {
          retries--;
          again.push(sent);
        }
      }
      wave = again;
    }
    if (taken.every((reply) => reply !== undefined)) break;
  }
  return taken;
}

function* overTcp(query: OutgoingQuery): Walk<Message | undefined> {
  const [received] = yield [{ ...query, transport: 'tcp' }];
  return received?.kind === 'reply' && (received.rcode === 'NOERROR' || received.rcode === 'NXDOMAIN') ? received : undefined;
}
