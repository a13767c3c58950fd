import { originsOf } from '../corefile/zone-address.js';
import { netContains, parseCidrGo, parseIp, type IpNet } from '../go/net.js';
import { quoteGo } from '../go/quote.js';
import { replyOf, type Query } from '../message.js';
import { matchZone } from '../name.js';
import type { Controller, DnsPlugin } from '../plugin.js';
import { isType } from '../record-types.js';

type Action = 'allow' | 'block' | 'filter' | 'drop';

interface Policy {
  readonly action: Action;
  /** Types; empty for all. */
  readonly types: ReadonlySet<string>;
  /** Networks of clients; empty for all. */
  readonly nets: readonly IpNet[];
}

interface AclConfig {
  readonly rules: readonly { readonly zones: readonly string[]; readonly policies: readonly Policy[] }[];
}

/** Lets queries through by who asks and for which type. Source: coredns 1.14.7, plugin/acl/{setup,acl}.go */
export const acl: DnsPlugin<AclConfig> = {
  name: 'acl',
  setup(c) {
    const rules: { zones: readonly string[]; policies: Policy[] }[] = [];
    while (c.next()) {
      const rule = { zones: originsOf(c.remainingArgs(), c.origins), policies: [] as Policy[] };
      while (c.nextBlock()) rule.policies.push(readPolicy(c));
      rules.push(rule);
    }
    return [{ rules }];
  },
  handler: ({ rules }) => (query, chain) => {
    for (const rule of rules) {
      const zone = matchZone(rule.zones, query.name);
      const policy = zone === undefined ? undefined : rule.policies.find((candidate) => applies(candidate, query));
      if (policy === undefined || zone === undefined) continue;
      chain.journal.step('CoreDNS acl', 'decide', `${policy.action}: a rule for ${zone} says so for ${query.type} queries from ${query.client}`);
      switch (policy.action) {
        case 'allow':
          return chain.next(query);
        case 'drop':
          return { kind: 'dropped', plugin: 'acl' };
        case 'block':
          return replyOf({ rcode: 'REFUSED', authoritative: false });
        case 'filter':
          return replyOf({ authoritative: false });
      }
    }
    return chain.next(query);
  },
};

function readPolicy(c: Controller): Policy {
  const action = c.val().toLowerCase();
  const known = ['allow', 'block', ...(c.version.atLeast('1.8.2') ? ['filter'] : []), ...(c.version.atLeast('1.10.1') ? ['drop'] : [])];
  const expected = known.length === 4 ? "'allow', 'block', 'filter' or 'drop'" : known.length === 3 ? "'allow', 'block', or 'filter'" : "'allow' or 'block'";
  if (!known.includes(action)) throw c.err(`unexpected token ${quoteGo(c.val())}; expect ${expected}`);
  const types = new Set<string>();
  let nets: IpNet[] = [];
  let rest = c.remainingArgs();
  while (rest.length > 0) {
    const [section = ''] = rest;
    if (!isSection(section)) throw c.err(`unexpected token ${quoteGo(section)}; expect 'type | net'`);
    const next = rest.findIndex((token, i) => i > 0 && isSection(token));
    const tokens = rest.slice(1, next === -1 ? undefined : next);
    rest = next === -1 ? [] : rest.slice(next);
    if (tokens.length === 0) throw c.err(`no token specified in ${quoteGo(section.toLowerCase())} section`);
    if (section.toLowerCase() === 'type') readTypes(c, tokens, types);
    else nets = readNets(c, tokens, nets);
  }
  return { action: action as Action, types: types.has('*') ? new Set() : types, nets };
}

function isSection(token: string): boolean {
  return ['type', 'net'].includes(token.toLowerCase());
}

function readTypes(c: Controller, tokens: readonly string[], types: Set<string>): void {
  for (const token of tokens) {
    if (token !== '*' && !isType(token)) throw c.err(`unexpected token ${quoteGo(token)}; expect legal QTYPE`);
    types.add(token);
    if (token === '*') return;
  }
}

function readNets(c: Controller, tokens: readonly string[], before: readonly IpNet[]): IpNet[] {
  const nets = [...before];
  for (const token of tokens) {
    if (token === '*') return everywhere;
    const cidr = token.includes('/') ? token : `${token}/${token.includes(':') ? 128 : 32}`;
    const net = parseCidrGo(cidr);
    if (net === undefined) throw c.err(`illegal CIDR notation ${quoteGo(cidr)}`);
    nets.push(net);
  }
  return nets;
}

const everywhere: IpNet[] = ['0.0.0.0/0', '::/0'].map(parseCidrGo).filter((net) => net !== undefined);

function applies({ types, nets }: Policy, query: Query): boolean {
  if (types.size > 0 && !types.has(query.type)) return false;
  const client = parseIp(query.client.replace(/%.*$/, ''));
  return nets.length === 0 || (client !== undefined && nets.some((net) => netContains(net, client)));
}
