import type { OutgoingQuery, Received } from '../../../../src/core/dns/libc/libc.js';

/** What a server does with a query. What no rule speaks of does not exist. */
export type Behaviour = 'ADDRESS' | 'ALIAS' | 'NODATA' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'NOTIMP' | 'FORMERR' | 'LAME' | 'TRUNCATED' | 'SILENCE';

export interface Rule {
  readonly name?: string;
  readonly type?: string;
  readonly server?: string;
  readonly transport?: 'udp' | 'tcp';
  /** It holds for so many queries; without it, for all. */
  readonly times?: number;
  readonly reply: Behaviour;
}

/** A lookup in a pod, and the servers that it meets. */
export interface LibcCase {
  readonly title: string;
  readonly name: string;
  readonly type: 'addresses' | 'A' | 'AAAA' | 'SRV' | 'TXT';
  readonly conf: string;
  readonly script: readonly Rule[];
  /** The servers at which somebody listens; all where it is absent. */
  readonly listening?: readonly string[];
}

const search = 'search shop.svc.cluster.local svc.cluster.local cluster.local corp.example\n';
const pod = `${search}nameserver 10.96.0.10\noptions ndots:5\n`;
const quick = `${search}nameserver 10.96.0.10\noptions ndots:5 timeout:1\n`;
const two = 'search shop.svc.cluster.local svc.cluster.local\nnameserver 10.96.0.10\nnameserver 10.96.0.11\noptions ndots:5 timeout:1\n';
const three = two.replace('options', 'nameserver 10.96.0.12\noptions');
const with_ = (options: string, text = pod) => text.replace(/options .*/, `options ${options}`);

function lookUp(title: string, name: string, script: readonly Rule[] = [], more: Partial<LibcCase> = {}): LibcCase {
  return { title, name, type: 'addresses', conf: pod, script, ...more };
}

const at = (name: string, reply: Behaviour = 'ADDRESS', more: Partial<Rule> = {}): Rule => ({ name, reply, ...more });
const web = 'web.shop.svc.cluster.local.';
const first = { server: '10.96.0.10' } as const;
const second = { server: '10.96.0.11' } as const;

/** Names, and what stands in the way of them. */
export const libcCases: readonly LibcCase[] = [
  // The search list
  lookUp('a short name that the first domain has', 'web', [at(web)]),
  lookUp('a name with its namespace, which the second domain has', 'web.dev', [at('web.dev.svc.cluster.local.')]),
  lookUp('a name with svc, which the third domain has', 'web.dev.svc', [at('web.dev.svc.cluster.local.')]),
  lookUp('a name of the node’s own domain', 'printer', [at('printer.corp.example.')]),
  lookUp('a whole name without its dot walks the list first', 'web.dev.svc.cluster.local', [at('web.dev.svc.cluster.local.')]),
  lookUp('a whole name with its dot is asked at once', 'web.dev.svc.cluster.local.', [at('web.dev.svc.cluster.local.')]),
  lookUp('a name beyond the cluster costs the whole list', 'api.example.com', [at('api.example.com.')]),
  lookUp('the same with a dot at the end', 'api.example.com.', [at('api.example.com.')]),
  lookUp('a name that is nowhere', 'nowhere', []),
  lookUp('a name with dots that is nowhere', 'nowhere.example.com', []),
  lookUp('a name that is nowhere, with a dot at the end', 'nowhere.example.com.', []),
  lookUp('five dots are enough to be asked as it is first', 'a.b.c.d.e.f', [at('a.b.c.d.e.f.')]),
  lookUp('four dots and one at the end', 'a.b.c.d.e.', [at('a.b.c.d.e.')]),
  lookUp('as it is first, then the list', 'a.b.c.d.e.f', [at('a.b.c.d.e.f.svc.cluster.local.')]),
  lookUp('ndots:1 and a name with a dot', 'web.dev', [at('web.dev.svc.cluster.local.')], { conf: with_('ndots:1') }),
  lookUp('ndots:1 and a name beyond', 'api.example.com', [at('api.example.com.')], { conf: with_('ndots:1') }),
  lookUp('ndots:2 and a name beyond', 'api.example.com', [at('api.example.com.')], { conf: with_('ndots:2') }),
  lookUp('ndots:2 and a name with one dot', 'example.com', [at('example.com.')], { conf: with_('ndots:2') }),
  lookUp('ndots:0 and a short name', 'web', [at(web)], { conf: with_('ndots:0') }),
  lookUp('ndots beyond its cap', 'a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p', [at('a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.')], { conf: with_('ndots:99') }),
  lookUp('ndots without a number', 'web.dev', [at('web.dev.svc.cluster.local.')], { conf: with_('ndots') }),
  lookUp('no options', 'web.dev', [at('web.dev.svc.cluster.local.')], { conf: `${search}nameserver 10.96.0.10\n` }),
  lookUp('no search list', 'web', [at('web.')], { conf: 'nameserver 10.96.0.10\noptions ndots:5\n' }),
  lookUp('a root in the search list', 'web', [at('web.')], { conf: 'search . cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n' }),
  lookUp('a root alone in the search list', 'web', [], { conf: 'search .\nnameserver 10.96.0.10\n' }),
  lookUp('a root at the end of the search list', 'web.dev', [], { conf: 'search cluster.local .\nnameserver 10.96.0.10\noptions ndots:5\n' }),
  lookUp('a search domain with a dot at its end', 'web', [at('web.cluster.local.')], { conf: 'search cluster.local.\nnameserver 10.96.0.10\noptions ndots:5\n' }),
  lookUp('a search domain with a dot before it', 'web', [at('web.cluster.local.')], { conf: 'search .cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n' }),
  lookUp('seven search domains', 'web', [at('web.g.example.')], { conf: 'search a.example b.example c.example d.example e.example f.example g.example\nnameserver 10.96.0.10\noptions ndots:5\n' }),
  lookUp('a search line of 254 octets', 'web', [at('web.z.example.')], { conf: `search ${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(53)} z.example\nnameserver 10.96.0.10\noptions ndots:5\n` }),
  lookUp('a search line of 255 octets', 'web', [at('web.z.example.')], { conf: `search ${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(54)} z.example\nnameserver 10.96.0.10\noptions ndots:5\n` }),
  lookUp('a search line of 255 octets that fits', 'web', [at('web.z.example.')], { conf: `search ${Array.from({ length: 14 }, (_, i) => `domain-${String(i).padStart(2, '0')}.example`).join(' ')} z.example\nnameserver 10.96.0.10\noptions ndots:5\n` }),
  lookUp('options at the end of a long line', 'web.dev', [at('web.dev.svc.cluster.local.')], { conf: `${search}nameserver 10.96.0.10\noptions ${'x'.repeat(300)} ndots:5\n` }),
  lookUp('ndots within another word', 'web.dev', [at('web.dev.svc.cluster.local.')], { conf: with_('no-ndots:5') }),
  lookUp('the last search line counts', 'web', [at('web.b.example.')], { conf: 'search a.example\nsearch b.example\nnameserver 10.96.0.10\noptions ndots:5\n' }),

  // Names
  lookUp('an underscore', '_web', [at('_web.shop.svc.cluster.local.')]),
  lookUp('upper case', 'WEB', [at('WEB.shop.svc.cluster.local.')]),
  lookUp('a label of 63 octets', 'a'.repeat(63), [at(`${'a'.repeat(63)}.shop.svc.cluster.local.`)]),
  lookUp('a label of 64 octets', 'a'.repeat(64), []),
  lookUp('two dots together', 'web..dev', []),
  lookUp('two dots at the end', 'web..', []),
  lookUp('a dot at the beginning', '.web', []),
  lookUp('a name that is too long with its domain', `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(50)}`, [at(`${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(50)}.`)]),
  lookUp('a name with a blank', 'we b', []),

  // What is found
  lookUp('only IPv4', 'web', [at(web, 'ADDRESS', { type: 'A' }), at(web, 'NODATA', { type: 'AAAA' })]),
  lookUp('only IPv6', 'web', [at(web, 'ADDRESS', { type: 'AAAA' }), at(web, 'NODATA', { type: 'A' })]),
  lookUp('IPv4, and no such name for IPv6', 'web', [at(web, 'ADDRESS', { type: 'A' })]),
  lookUp('IPv6, and no such name for IPv4', 'web', [at(web, 'ADDRESS', { type: 'AAAA' })]),
  lookUp('a name without addresses, and the next domain has it', 'web', [at(web, 'NODATA'), at('web.svc.cluster.local.')]),
  lookUp('a name without addresses, and no other', 'web', [at(web, 'NODATA')]),
  lookUp('no addresses for one type, no such name for the other', 'web', [at(web, 'NODATA', { type: 'A' })]),
  lookUp('no such name for IPv4, no addresses for IPv6', 'web', [at(web, 'NODATA', { type: 'AAAA' })]),
  lookUp('as it is without addresses, and a domain has it', 'a.b.c.d.e.f', [at('a.b.c.d.e.f.', 'NODATA'), at('a.b.c.d.e.f.cluster.local.')]),
  lookUp('as it is without addresses, and nothing else', 'a.b.c.d.e.f', [at('a.b.c.d.e.f.', 'NODATA')]),
  lookUp('an alias that leads nowhere', 'web', [at(web, 'ALIAS')]),
  lookUp('an alias that leads nowhere for IPv6', 'web', [at(web, 'ADDRESS', { type: 'A' }), at(web, 'ALIAS', { type: 'AAAA' })]),
  lookUp('an alias that leads nowhere for IPv4', 'web', [at(web, 'ALIAS', { type: 'A' }), at(web, 'NODATA', { type: 'AAAA' })]),

  // One family, and other types
  lookUp('IPv4 alone is asked for', 'web.dev', [at('web.dev.svc.cluster.local.')], { type: 'A' }),
  lookUp('IPv4 alone is asked for and is not there', 'web', [at(web, 'NODATA')], { type: 'A' }),
  lookUp('IPv4 alone is asked for and is an alias', 'web', [at(web, 'ALIAS')], { type: 'A' }),
  lookUp('IPv6 alone is asked for', 'web.dev', [at('web.dev.svc.cluster.local.')], { type: 'AAAA' }),
  lookUp('IPv6 alone is asked for and is not there', 'web', [], { type: 'AAAA' }),
  lookUp('SRV by a short name', '_http._tcp.web', [at('_http._tcp.web.shop.svc.cluster.local.')], { type: 'SRV' }),
  lookUp('SRV that is nowhere', '_http._tcp.web', [], { type: 'SRV' }),
  lookUp('TXT by a whole name', 'dns-version.cluster.local.', [at('dns-version.cluster.local.')], { type: 'TXT' }),
  lookUp('TXT without data', 'web', [at(web, 'NODATA')], { type: 'TXT' }),

  // Errors of one server
  lookUp('SERVFAIL for everything', 'web', [{ reply: 'SERVFAIL' }], { conf: quick }),
  lookUp('SERVFAIL in the first domain', 'web', [at(web, 'SERVFAIL'), at('web.svc.cluster.local.')], { conf: quick }),
  lookUp('SERVFAIL in the first domain, and no other', 'web', [at(web, 'SERVFAIL')], { conf: quick }),
  lookUp('SERVFAIL once', 'web', [at(web, 'SERVFAIL', { times: 1 }), at(web)], { conf: quick }),
  lookUp('SERVFAIL twice', 'web', [at(web, 'SERVFAIL', { times: 2 }), at(web)], { conf: quick }),
  lookUp('SERVFAIL for IPv6', 'web', [at(web, 'ADDRESS', { type: 'A' }), at(web, 'SERVFAIL', { type: 'AAAA' })], { conf: quick }),
  lookUp('SERVFAIL for IPv4', 'web', [at(web, 'SERVFAIL', { type: 'A' }), at(web, 'ADDRESS', { type: 'AAAA' })], { conf: quick }),
  lookUp('SERVFAIL for IPv6, no such name for IPv4', 'web', [at(web, 'SERVFAIL', { type: 'AAAA' }), at('web.svc.cluster.local.')], { conf: quick }),
  lookUp('SERVFAIL as it is', 'api.example.com', [at('api.example.com.', 'SERVFAIL')], { conf: with_('ndots:1 timeout:1') }),
  lookUp('REFUSED for everything', 'web', [{ reply: 'REFUSED' }], { conf: quick }),
  lookUp('REFUSED in the first domain', 'web', [at(web, 'REFUSED'), at('web.')], { conf: quick }),
  lookUp('REFUSED for IPv6', 'web', [at(web, 'ADDRESS', { type: 'A' }), at(web, 'REFUSED', { type: 'AAAA' })], { conf: quick }),
  lookUp('NOTIMP for IPv6', 'web', [at(web, 'ADDRESS', { type: 'A' }), at(web, 'NOTIMP', { type: 'AAAA' })], { conf: quick }),
  lookUp('FORMERR for everything', 'web', [{ reply: 'FORMERR' }], { conf: quick }),
  lookUp('FORMERR in the first domain', 'web', [at(web, 'FORMERR'), at('web.')], { conf: quick }),
  lookUp('a lame reply', 'web', [at(web, 'LAME'), at('web.svc.cluster.local.')], { conf: quick }),
  lookUp('silence', 'web', [{ reply: 'SILENCE' }], { conf: quick }),
  lookUp('silence, three times', 'web', [{ reply: 'SILENCE' }], { conf: with_('ndots:5 timeout:1 attempts:3') }),
  lookUp('silence, asked for no attempt', 'web', [{ reply: 'SILENCE' }], { conf: with_('ndots:5 timeout:0') }),
  lookUp('silence for IPv6', 'web', [at(web, 'ADDRESS', { type: 'A' }), at(web, 'SILENCE', { type: 'AAAA' })], { conf: quick }),
  lookUp('silence for IPv4', 'web', [at(web, 'SILENCE', { type: 'A' }), at(web, 'ADDRESS', { type: 'AAAA' })], { conf: quick }),
  lookUp('silence for IPv6 in the first domain, whose name is not there', 'web', [at(web, 'SILENCE', { type: 'AAAA' }), at('web.svc.cluster.local.')], { conf: quick }),
  lookUp('silence once', 'web', [at(web, 'SILENCE', { times: 2 }), at(web)], { conf: quick }),
  lookUp('silence as it is', 'api.example.com', [at('api.example.com.', 'SILENCE')], { conf: with_('ndots:1 timeout:1') }),
  lookUp('nobody listens', 'web', [], { conf: quick, listening: [] }),
  lookUp('nobody listens, as it is first', 'api.example.com', [], { conf: with_('ndots:1 timeout:1'), listening: [] }),
  lookUp('truncated', 'web', [at(web, 'TRUNCATED', { transport: 'udp' }), at(web)]),
  lookUp('truncated for IPv4', 'web', [at(web, 'TRUNCATED', { type: 'A', transport: 'udp' }), at(web)]),
  lookUp('truncated for IPv6', 'web', [at(web, 'TRUNCATED', { type: 'AAAA', transport: 'udp' }), at(web)]),
  lookUp('truncated for IPv4, and SERVFAIL over TCP', 'web', [at(web, 'TRUNCATED', { type: 'A', transport: 'udp' }), at(web, 'SERVFAIL', { type: 'A' }), at(web)], { conf: quick }),
  lookUp('truncated, and no such name over TCP', 'web', [at(web, 'TRUNCATED', { transport: 'udp' }), at('web.svc.cluster.local.')]),

  // Switches
  lookUp('use-vc', 'web', [at('web.svc.cluster.local.')], { conf: with_('ndots:5 use-vc') }),
  lookUp('single-request', 'web', [at('web.svc.cluster.local.')], { conf: with_('ndots:5 single-request') }),
  lookUp('single-request and SERVFAIL for IPv6', 'web', [at(web, 'ADDRESS', { type: 'A' }), at(web, 'SERVFAIL', { type: 'AAAA' })], { conf: with_('ndots:5 single-request timeout:1') }),
  lookUp('single-request-reopen', 'web', [at(web)], { conf: with_('ndots:5 single-request-reopen') }),
  lookUp('no-aaaa', 'web', [at(web)], { conf: with_('ndots:5 no-aaaa') }),
  lookUp('no-aaaa, and IPv6 alone is asked for', 'web', [at(web)], { conf: with_('ndots:5 no-aaaa'), type: 'AAAA' }),
  lookUp('no-tld-query and a short name', 'web', [], { conf: with_('ndots:5 no-tld-query') }),
  lookUp('attempts:0', 'web', [at(web)], { conf: with_('ndots:5 attempts:0') }),

  // Several servers
  lookUp('two servers, the first knows it', 'web', [at(web)], { conf: two }),
  lookUp('two servers, the first knows no such name', 'web', [at(web, 'ADDRESS', second)], { conf: two }),
  lookUp('two servers, the first says SERVFAIL', 'web', [at(web, 'SERVFAIL', first), at(web)], { conf: two }),
  lookUp('two servers, the first says REFUSED', 'web', [at(web, 'REFUSED', first), at(web)], { conf: two }),
  lookUp('two servers, the first is silent', 'web', [{ ...first, reply: 'SILENCE' }, at(web)], { conf: two }),
  lookUp('two servers, nobody listens at the first', 'web', [at(web)], { conf: two, listening: ['10.96.0.11'] }),
  lookUp('two servers, both say SERVFAIL', 'web', [{ reply: 'SERVFAIL' }], { conf: two }),
  lookUp('two servers, SERVFAIL and REFUSED', 'web', [{ ...first, reply: 'SERVFAIL' }, { ...second, reply: 'REFUSED' }], { conf: two }),
  lookUp('two servers, REFUSED and SERVFAIL', 'web', [{ ...first, reply: 'REFUSED' }, { ...second, reply: 'SERVFAIL' }], { conf: two }),
  lookUp('two servers, both silent', 'web', [{ reply: 'SILENCE' }], { conf: two }),
  lookUp('two servers, the first without data', 'web', [at(web, 'NODATA', first), at(web)], { conf: two }),
  lookUp('two servers, the first truncated and not by TCP', 'web', [at(web, 'TRUNCATED', { ...first, transport: 'udp' }), at(web)], { conf: two, type: 'A' }),
  lookUp('three servers, two are silent', 'web', [{ ...first, reply: 'SILENCE' }, { ...second, reply: 'SILENCE' }, at(web)], { conf: three }),
  lookUp('three servers, nobody knows the name', 'web.dev', [], { conf: three }),
];

/** The servers of a case, for the resolver as it is imitated. */
export class ScriptedServers {
  readonly #used = new Map<Rule, number>();

  constructor(private readonly given: LibcCase) {}

  receive(query: OutgoingQuery): Received {
    if (this.given.listening?.includes(query.server) === false) return { kind: 'unreachable' };
    return received(this.#behaviour(query));
  }

  #behaviour(query: OutgoingQuery): Behaviour {
    for (const rule of this.given.script) {
      if (!(['name', 'type', 'server', 'transport'] as const).every((key) => rule[key] === undefined || rule[key] === query[key])) continue;
      if (rule.times === undefined) return rule.reply;
      const used = (this.#used.get(rule) ?? 0) + 1;
      this.#used.set(rule, used);
      if (used <= rule.times) return rule.reply;
    }
    return 'NXDOMAIN';
  }
}

function received(behaviour: Behaviour): Received {
  const reply = { kind: 'reply', rcode: 'NOERROR', answers: 0, hasType: false } as const;
  switch (behaviour) {
    case 'SILENCE':
      return { kind: 'silence' };
    case 'ADDRESS':
      return { ...reply, answers: 1, hasType: true };
    case 'ALIAS':
      return { ...reply, answers: 1 };
    case 'NODATA':
      return reply;
    case 'LAME':
      return { ...reply, isLame: true };
    case 'TRUNCATED':
      return { ...reply, truncated: true };
    default:
      return { ...reply, rcode: behaviour };
  }
}
