import { originsOf } from '../corefile/zone-address.js';
import { CorefileError } from '../corefile/token.js';
import { fallOf, fallsThrough, type Fall } from '../fall.js';
import { parseDuration } from '../go/duration.js';
import { quoteGo } from '../go/quote.js';
import { replyOf, type Query, type Served } from '../message.js';
import { matchZone } from '../name.js';
import type { Chain, Controller, CoreDnsVersion, DnsPlugin } from '../plugin.js';
import { fail } from '../setup-tools.js';
import { ZoneFault } from '../zone/entry-words.js';
import { lookUp } from '../zone/lookup.js';
import { parseZone } from '../zone/parse-zone.js';
import { Zone } from '../zone/zone.js';

export interface FileConfig {
  /** By name; undefined for one whose file is not known. */
  readonly zones: ReadonlyMap<string, Zone | undefined>;
  readonly fall: Fall;
  readonly version: CoreDnsVersion;
}

/** Serves zone files. Source: coredns 1.14.7, plugin/file/{setup,file}.go */
export const file: DnsPlugin<FileConfig> = {
  name: 'file',
  setup(c) {
    const zones = new Map<string, Zone | undefined>();
    let fall: Fall = [];
    while (c.next()) {
      if (!c.nextArg()) throw c.argErr();
      const path = c.val();
      for (const origin of originsOf(c.remainingArgs(), c.origins)) zones.set(origin, readZone(c, path, origin));
      while (c.nextBlock()) fall = readOption(c) ?? fall;
    }
    return [{ zones, fall, version: c.version }];
  },
  handler: ({ zones, fall, version }) => {
    const names = [...zones.keys()];
    return (query, chain) => {
      const name = matchZone(names, query.name);
      // Where nothing comes after it, it speaks as a server that is asked for a zone of others, since 1.12.3.
      if (name === undefined) return chain.isLast && version.atLeast('1.12.3') ? { kind: 'unwritten', rcode: 'REFUSED' } : chain.next(query);
      const zone = zones.get(name);
      if (zone === undefined) return { kind: 'unknown', plugin: 'file', reason: `the zone file of ${name} is not in the snapshot` };
      return serveZone(zone, query, { fall, version }, chain);
    };
  },
};

function serveZone(zone: Zone, query: Query, { fall, version }: Omit<FileConfig, 'zones'>, chain: Chain): Served {
  if (query.type === 'AXFR' || query.type === 'IXFR') return { kind: 'unwritten', rcode: 'REFUSED' };
  const found = lookUp(zone, query, { upstream: (again) => chain.upstream(again), version });
  if (found.unknown !== undefined) return found.unknown;
  if (found.answers.length === 0 && (found.result === 'name-error' || found.result === 'success') && found.beyond === undefined && fallsThrough(fall, query.name)) return chain.next(query);
  chain.journal.step('CoreDNS file', 'answer', `the zone file of ${zone.origin} has ${found.result === 'success' ? 'an answer' : found.result} for ${query.type} ${query.name}`);
  const reply = { answers: found.answers, authority: found.authority, additional: found.additional, ...(found.beyond !== undefined && { beyond: found.beyond }) };
  switch (found.result) {
    case 'name-error':
      return replyOf({ ...reply, rcode: 'NXDOMAIN' });
    case 'delegation':
      return replyOf({ ...reply, authoritative: found.answers.length > 0 });
    case 'server-failure':
      return found.answers.length === 0 || !version.atLeast('1.8.5') ? { kind: 'unwritten', rcode: 'SERVFAIL' } : replyOf({ ...reply, rcode: 'SERVFAIL' });
    default:
      return replyOf(reply);
  }
}

function readZone(c: Controller, path: string, origin: string): Zone | undefined {
  const text = c.readFile(path);
  if (text === undefined) {
    c.assume(`the zone file ${path} is not known`);
    return undefined;
  }
  try {
    const zone = new Zone(origin, parseZone(text, origin), c.version.atLeast('1.12.3'));
    return zone.soa === undefined ? fail(c, `file ${quoteGo(path)} has no SOA record for origin ${origin}`) : zone;
  } catch (error) {
    if (error instanceof ZoneFault) throw new CorefileError(`failed to parse file ${quoteGo(path)} for origin ${origin} with error dns: ${error.message} at line: ${error.line}`, c.line());
    throw error;
  }
}

function readOption(c: Controller): Fall | undefined {
  switch (c.option()) {
    case 'fallthrough':
      return fallOf(c.remainingArgs());
    case 'reload': {
      const [text] = c.remainingArgs();
      if (text === undefined) return fail(c, 'reload duration value is expected');
      const duration = parseDuration(text);
      if ('error' in duration) fail(c, `plugin/file: ${duration.error}`);
      return undefined;
    }
    case 'reload_by_mtime':
    case 'no_reload':
      return undefined;
    case 'upstream':
    case 'transfer':
      c.remainingArgs();
      return undefined;
    default:
      throw c.err(`unknown property '${c.val()}'`);
  }
}
