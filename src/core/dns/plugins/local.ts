import type { Query, ResourceRecord, Served } from '../message.js';
import { replyOf } from '../message.js';
import { matchZone } from '../name.js';
import type { DnsPlugin } from '../plugin.js';
import { quoteGo } from '../go/quote.js';

const ttl = 604_800;
const zones = ['localhost.', '0.in-addr.arpa.', '127.in-addr.arpa.', '255.in-addr.arpa.'];

interface LocalConfig {
  /** Whether names that begin with `localhost.` are taken for local. */
  readonly prefix: boolean;
  /** Whether names below `localhost.` are: since 1.14.5. */
  readonly below: boolean;
}

/** Answers for the names of the machine itself. Source: coredns 1.14.7, plugin/local/{setup,local}.go */
export const local: DnsPlugin<LocalConfig> = {
  name: 'local',
  setup(c) {
    // Until 1.14.4 nothing of what stands there was read.
    if (!c.version.atLeast('1.14.4')) return [{ prefix: true, below: false }];
    let prefix = true;
    while (c.next()) {
      if (c.remainingArgs().length > 0) throw c.argErr();
      while (c.nextBlock()) {
        if (c.option() !== 'localhost_prefix') throw c.err(`unknown property '${c.val()}'`);
        const [value, more] = c.remainingArgs();
        if (value === undefined || more !== undefined) throw c.argErr();
        if (value !== 'on' && value !== 'off') throw c.err(`localhost_prefix expects 'on' or 'off', got ${quoteGo(value)}`);
        prefix = value === 'on';
      }
    }
    return [{ prefix, below: c.version.atLeast('1.14.5') }];
  },
  handler: ({ prefix, below }) => (query, chain) => {
    const name = query.name.toLowerCase();
    if ((below && name.endsWith('.localhost.')) || (prefix && name !== 'localhost.' && name.startsWith('localhost.'))) {
      chain.journal.step('CoreDNS local', 'answer', `${query.name} is a name of the machine itself`);
      return localhost(query);
    }
    const zone = matchZone(zones, name);
    if (zone === undefined) return chain.next(query);
    chain.journal.step('CoreDNS local', 'answer', `${query.name} is answered by the plugin local for ${zone}`);
    return inZone(query, name, query.name.slice(query.name.length - zone.length));
  },
};

function localhost(query: Query): Served {
  const address = addressOf(query);
  return reply(address === undefined ? { authority: [soa(query.name)] } : { answers: [address] });
}

function inZone(query: Query, name: string, zone: string): Served {
  if (zones.includes(name)) {
    if (name === 'localhost.' && (query.type === 'A' || query.type === 'AAAA')) return localhost(query);
    if (query.type === 'SOA') return reply({ answers: [soa(query.name)] });
    if (query.type === 'NS') return reply({ answers: [{ name: query.name, ttl, type: 'NS', data: 'localhost.' }] });
    return reply({ authority: [soa(query.name)] });
  }
  if (name === '1.0.0.127.in-addr.arpa.') {
    return reply(query.type === 'PTR' ? { answers: [{ name: query.name, ttl, type: 'PTR', data: 'localhost.' }] } : { authority: [soa(zone)] });
  }
  return reply({ rcode: 'NXDOMAIN', authority: [soa(zone)] });
}

function addressOf({ name, type }: Query): ResourceRecord | undefined {
  if (type === 'A') return { name, ttl, type, data: '127.0.0.1' };
  return type === 'AAAA' ? { name, ttl, type, data: '::1' } : undefined;
}

function soa(name: string): ResourceRecord {
  return { name, ttl, type: 'SOA', data: `localhost. root.localhost. 1 0 0 0 ${ttl}` };
}

function reply(given: Parameters<typeof replyOf>[0]): Served {
  return replyOf({ authoritative: false, ...given });
}
