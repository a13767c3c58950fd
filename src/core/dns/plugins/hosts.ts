import { formatAddress } from '../../ip/index.js';
import { originsOf } from '../corefile/zone-address.js';
import { fallOf, fallsThrough, type Fall } from '../fall.js';
import { parseDuration } from '../go/duration.js';
import { parseIp } from '../go/net.js';
import { atoi } from '../go/number.js';
import { replyOf, type ResourceRecord } from '../message.js';
import { matchZone, normalizeName, parentOf } from '../name.js';
import type { Controller, CoreDnsVersion, DnsPlugin } from '../plugin.js';
import { addressOfReverse } from '../kubernetes/reverse.js';
import { once } from '../setup-tools.js';

export interface HostsConfig {
  readonly origins: readonly string[];
  readonly fall: Fall;
  readonly fallthroughUnsupported: boolean;
  readonly ttl: number;
  readonly file: string;
  /** Of the file, then of the lines in the Corefile. */
  readonly tables: readonly [file: HostsTable, inline: HostsTable];
  /** Whether a first label `*` stands for any: since 1.14.5. */
  readonly wildcards: boolean;
}

/** Addresses by lower-case name, with the leftmost label `*` among them; names by address. */
export interface HostsTable {
  readonly v4: ReadonlyMap<string, readonly string[]>;
  readonly v6: ReadonlyMap<string, readonly string[]>;
  readonly names: ReadonlyMap<string, readonly string[]>;
}

interface Draft {
  fall: Fall;
  unsupported: boolean;
  reverse: boolean;
  ttl: number;
  readonly inline: string[];
}

/** Answers from a hosts file and from lines of the Corefile. Source: coredns 1.14.7, plugin/hosts/{setup,hosts,hostsfile,wildcard}.go */
export const hosts: DnsPlugin<HostsConfig> = {
  name: 'hosts',
  setup(c) {
    const draft: Draft = { fall: [], unsupported: false, reverse: true, ttl: 3600, inline: [] };
    let file = '/etc/hosts';
    let origins: readonly string[] = [];
    for (let lines = 1; c.next(); lines++) {
      once(c, lines);
      const zones = c.remainingArgs();
      file = zones.shift() ?? file;
      origins = originsOf(zones, c.origins);
      while (c.nextBlock()) readOption(c, draft);
    }
    if (draft.unsupported && draft.fall.length === 0) throw c.err('fallthrough_unsupported requires fallthrough');
    const text = c.readFile(file);
    if (text === undefined) c.assume(`the file ${file} of CoreDNS is not known: taken to hold no name that is asked`);
    const table = (lines: readonly string[]): HostsTable => readTable(lines, origins, draft.reverse, c.version);
    return [{ origins, fall: draft.fall, fallthroughUnsupported: draft.unsupported, ttl: draft.ttl, file, tables: [table(text?.split('\n') ?? []), table(draft.inline)], wildcards: c.version.atLeast('1.14.5') }];
  },
  handler: (config) => (query, chain) => {
    const name = query.name.toLowerCase();
    if (query.type !== 'PTR' && matchZone(config.origins, name) === undefined) return chain.next(query);
    let answers: ResourceRecord[] = [];
    if (query.type === 'PTR') {
      const names = namesOf(config, addressOfReverse(name));
      if (names.length === 0) return chain.next(query);
      answers = names.map((data) => ({ name, ttl: config.ttl, type: 'PTR', data }));
    } else if (query.type === 'A' || query.type === 'AAAA') {
      answers = addressesOf(config, name, query.type).map((data) => ({ name, ttl: config.ttl, type: query.type, data }));
    } else if (config.fallthroughUnsupported && fallsThrough(config.fall, name)) return chain.next(query);

    if (answers.length === 0 && addressesOf(config, name, 'A').length + addressesOf(config, name, 'AAAA').length === 0) {
      if (fallsThrough(config.fall, name)) return chain.next(query);
      chain.journal.step('CoreDNS hosts', 'answer', `${query.name} is not among the hosts, and without fallthrough nothing after is asked: SERVFAIL`);
      return { kind: 'unwritten', rcode: 'SERVFAIL' };
    }
    chain.journal.step('CoreDNS hosts', 'answer', answers.length === 0 ? `${query.name} is among the hosts, without a record of type ${query.type}` : `${query.name} is among the hosts: ${answers.map(({ data }) => data).join(', ')}`);
    return replyOf({ answers });
  },
};

function readOption(c: Controller, draft: Draft): void {
  switch (c.option()) {
    case 'fallthrough':
      draft.fall = fallOf(c.remainingArgs());
      return;
    case 'fallthrough_unsupported':
      if (c.remainingArgs().length > 0) throw c.argErr();
      draft.unsupported = true;
      return;
    case 'no_reverse':
      draft.reverse = false;
      return;
    case 'ttl':
      draft.ttl = readTtl(c);
      return;
    case 'reload': {
      const [text, more] = c.remainingArgs();
      if (text === undefined || more !== undefined) throw c.err('reload needs a duration (zero seconds to disable)');
      const duration = parseDuration(text);
      if ('error' in duration) throw c.err(`invalid duration for reload '${text}'`);
      if (duration.value < 0n) throw c.err(`invalid negative duration for reload '${text}'`);
      return;
    }
    default:
      if (draft.fall.length > 0) throw c.err(`unknown property '${c.val()}'`);
      draft.inline.push([c.val(), ...c.remainingArgs()].join(' '));
  }
}

function readTtl(c: Controller): number {
  const [text] = c.remainingArgs();
  if (text === undefined) throw c.err('ttl needs a time in second');
  const ttl = atoi(text);
  if ('error' in ttl) throw c.err('ttl needs a number of second');
  if (ttl.value <= 0 || ttl.value > 65_535) throw c.err('ttl provided is invalid');
  return ttl.value;
}

const emptyTable: HostsTable = { v4: new Map(), v6: new Map(), names: new Map() };

function readTable(lines: readonly string[], origins: readonly string[], reverse: boolean, version: CoreDnsVersion): HostsTable {
  if (lines.length === 0) return emptyTable;
  const table = { v4: new Map<string, string[]>(), v6: new Map<string, string[]>(), names: new Map<string, string[]>() };
  for (const line of lines) {
    const names = line.replace(/#.*$/s, '').trim().split(/\s+/);
    const written = names.shift() ?? '';
    const address = parseIp(written.replace(/%.*$/, ''));
    if (address === undefined) continue;
    const text = formatAddress(address);
    for (const name of names.map(normalizeName)) {
      if (matchZone(origins, name) === undefined) continue;
      add(address.family === 4 ? table.v4 : table.v6, name, text);
      const wildcard = name.startsWith('*.') && version.atLeast('1.14.5');
      if (reverse && !wildcard) add(table.names, text, name);
    }
  }
  return table;
}

function add(map: Map<string, string[]>, key: string, value: string): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, [value]);
  else there.push(value);
}

/** The addresses of a name, or of the one with `*` as its first label. */
export function addressesOf({ tables, wildcards }: HostsConfig, name: string, type: 'A' | 'AAAA'): readonly string[] {
  return tables.flatMap((table) => {
    const map = type === 'A' ? table.v4 : table.v6;
    const parent = parentOf(name);
    return map.get(name) ?? (!wildcards ? [] : (map.get(`*.${parent}`) ?? []));
  });
}

function namesOf({ tables }: HostsConfig, address: string | undefined): readonly string[] {
  const parsed = address === undefined ? undefined : parseIp(address);
  return parsed === undefined ? [] : tables.flatMap((table) => table.names.get(formatAddress(parsed)) ?? []);
}
