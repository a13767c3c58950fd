import { parseReadout, type GlibcResolver } from '../../readouts/index.js';
import { exchange, type Habits } from './glibc-send.js';
import { absolute, fitsQuery, isAddressLookup, typesOf, type Libc, type Lookup, type LookupResult, type LookupStatus, type LookupType, type OutgoingQuery, type Received, type ResolverSettings } from './libc.js';

export interface GlibcSettings extends ResolverSettings {
  readonly attempts: number;
  /** The switches that are on: `rotate`, `use-vc`, `single-request`, `no-aaaa` … */
  readonly switches: ReadonlySet<string>;
}

/** How one candidate ended. */
interface Tried {
  readonly status: LookupStatus;
  /** There are records, if only an alias: the search ends with this status. */
  readonly hasRecords: boolean;
  /** A server failure: the next domain is tried all the same. */
  readonly isServerFailure: boolean;
  /** Nobody listens at any nameserver: the search ends here. */
  readonly isRefused: boolean;
}

type Walk<T> = Generator<readonly OutgoingQuery[], T, readonly Received[]>;

/**
 * glibc's resolver as getaddrinfo and res_search drive it.
 *
 * Source: glibc 2.36–2.42 resolv/res_query.c __res_context_search, __res_context_query; resolv/res_init.c; resolv/nss_dns/dns-host.c. Held to it by `test/oracles/dns`.
 */
export const glibc: Libc<GlibcSettings> = { title: 'glibc', read, lookUp };

function read(text: string): GlibcSettings {
  const { glibc: file } = parseReadout('resolv-conf', `${text}\n`).parsed as { readonly glibc: GlibcResolver };
  const { nameservers, search, ndots, attempts, switches } = file;
  const notes = switches.includes('rotate') && nameservers.length > 1 ? ['`rotate` begins with a nameserver that chance picks; here it is the first'] : [];
  return { nameservers, searches: search ?? [], ndots, attempts, switches: new Set(switches), notes };
}

function* lookUp(name: string, type: LookupType, settings: GlibcSettings): Lookup {
  if (!isAddressLookup(type)) return yield* search(name, type, settings);
  if (!isHostName(name)) return { status: 'no-such-name', name: null };
  const result = yield* search(name, type, settings);
  // What cannot be mended is no such name to getaddrinfo.
  return result.status === 'failure' ? { ...result, status: 'no-such-name' } : result;
}

/** Source: glibc 2.36 resolv/res-name-checking.c __libc_res_hnok. */
function isHostName(name: string): boolean {
  return /^[A-Za-z0-9_.-]*$/.test(name) && !name.startsWith('-');
}

function* search(name: string, type: LookupType, settings: GlibcSettings): Lookup {
  const dots = name.split('.').length - 1;
  const isAbsolute = name.endsWith('.');
  const habits: Habits = { single: settings.switches.has('single-request') || settings.switches.has('single-request-reopen'), reopen: settings.switches.has('single-request-reopen') };
  const ask = (full: string, domain: string | null) => tryName(full, domain, type, settings, habits);

  let asGiven: Tried | undefined;
  if (dots >= settings.ndots || isAbsolute) {
    asGiven = yield* ask(name, null);
    if (asGiven.hasRecords || isAbsolute) return ended(asGiven, name);
  }
  const seen = { noData: false, serverFailure: false, root: false };
  let last = asGiven;
  for (const entry of settings.searches) {
    const domain = entry.startsWith('.') ? entry.slice(1) : entry;
    if (domain === '') seen.root = true;
    last = yield* ask(domain === '' ? `${name}.` : `${name}.${domain}`, entry);
    if (last.hasRecords) return ended(last, domain === '' ? name : `${name}.${domain}`);
    if (last.isRefused) return { status: 'try-again', name: null };
    if (last.status === 'no-data') seen.noData = true;
    else if (last.isServerFailure) seen.serverFailure = true;
    else if (last.status !== 'no-such-name') break;
  }
  const mayAskBare = dots > 0 || settings.searches.length === 0 || !settings.switches.has('no-tld-query');
  if (mayAskBare && asGiven === undefined && !seen.root) {
    last = yield* ask(name, null);
    if (last.hasRecords) return ended(last, name);
  }
  if (asGiven !== undefined) return { status: asGiven.status, name: null };
  if (seen.noData) return { status: 'no-data', name: null };
  return { status: seen.serverFailure ? 'try-again' : (last?.status ?? 'no-such-name'), name: null };
}

function* tryName(full: string, domain: string | null, type: LookupType, settings: GlibcSettings, habits: Habits): Walk<Tried> {
  if (!fitsQuery(full)) return tried('failure');
  const noAaaa = settings.switches.has('no-aaaa');
  // Asked for AAAA alone, it asks for A, to tell whether the name exists, and hides what comes.
  const types = noAaaa && isAddressLookup(type) ? ['A'] : typesOf(type);
  const isHidden = noAaaa && type === 'AAAA';
  const queries = types.map((each) => ({ name: absolute(full), type: each, domain }));
  const result = yield* exchange(queries, { nameservers: settings.nameservers, attempts: settings.attempts, usesTcp: settings.switches.has('use-vc') }, habits);
  if (result.kind === 'none') return { ...tried('try-again'), isServerFailure: result.header?.rcode === 'SERVFAIL', isRefused: result.isRefused };
  const [first, second = first] = result.replies;
  if (first === undefined || second === undefined) return tried('try-again');
  if (!isHidden && result.replies.some(({ rcode, answers }) => rcode === 'NOERROR' && answers > 0)) {
    // An alias that leads to no address ends the search: no such name for both families, no data for one.
    const isAnswered = !isAddressLookup(type) || result.replies.some(({ hasType }) => hasType);
    return { ...tried(isAnswered ? 'found' : type === 'addresses' ? 'no-such-name' : 'no-data'), hasRecords: true };
  }
  const rcode = first.rcode === 'NOERROR' ? second.rcode : first.rcode;
  if (rcode === 'NXDOMAIN') return tried('no-such-name');
  if (rcode === 'NOERROR') return tried('no-data');
  if (rcode === 'SERVFAIL') return { ...tried('try-again'), isServerFailure: true };
  return tried('failure');
}

function tried(status: LookupStatus): Tried {
  return { status, hasRecords: false, isServerFailure: false, isRefused: false };
}

function ended({ status }: Tried, name: string): LookupResult {
  return { status, name: absolute(name) };
}
