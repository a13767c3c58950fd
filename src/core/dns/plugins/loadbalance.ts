import { quoteGo } from '../go/quote.js';
import { netContains, parseCidrGo, parseIp, type IpNet } from '../go/net.js';
import { parseDuration } from '../go/duration.js';
import type { ResourceRecord } from '../message.js';
import type { Controller, DnsPlugin } from '../plugin.js';
import { fail } from '../setup-tools.js';

interface LoadBalanceConfig {
  /** The weights of a file decide which address comes first. */
  readonly weighted: boolean;
  readonly prefer: readonly IpNet[];
}

/** Changes the order of records, by chance: here aliases come first, then other records, then addresses, each in their own order. Source: coredns 1.14.7, plugin/loadbalance/{setup,loadbalance,prefer}.go */
export const loadbalance: DnsPlugin<LoadBalanceConfig> = {
  name: 'loadbalance',
  setup(c) {
    let weighted = false;
    const prefer: IpNet[] = [];
    while (c.next()) {
      const args = c.remainingArgs();
      weighted = args.length > 0 && readPolicy(c, args);
      while (c.nextBlock()) {
        if (c.option() !== 'prefer') throw c.err(`unknown property '${c.val()}'`);
        for (const cidr of c.remainingArgs()) {
          const net = parseCidrGo(cidr);
          if (net === undefined) throw c.err(`invalid CIDR ${quoteGo(cidr)}: invalid CIDR address: ${cidr}`);
          prefer.push(net);
        }
      }
    }
    return [{ weighted, prefer }];
  },
  handler: ({ prefer }) => (query, chain) => {
    const served = chain.next(query);
    if (served.kind !== 'reply' || served.reply.rcode !== 'NOERROR') return served;
    const { answers, authority, additional } = served.reply;
    if (answers.length < 2 && authority.length < 2 && additional.length < 2) return served;
    const order = (records: readonly ResourceRecord[]): readonly ResourceRecord[] => (records.length < 2 ? records : arrange(records));
    const reply = { ...served.reply, answers: order(answers), authority: order(authority), additional: order(additional) };
    return { kind: 'reply', reply: prefer.length === 0 ? reply : { ...reply, answers: preferred(reply.answers, prefer), additional: preferred(reply.additional, prefer) } };
  },
};

/** @returns whether it is by weights */
function readPolicy(c: Controller, args: readonly string[]): boolean {
  const [policy, file] = args;
  if (policy === 'round_robin') {
    if (args.length > 1) throw c.err(`unknown property for ${policy}`);
    return false;
  }
  if (policy !== 'weighted' || !c.version.atLeast('1.10.1')) return fail(c, `unknown policy: ${policy ?? ''}`);
  if (file === undefined) throw c.err('missing weight file argument');
  if (args.length > 2) throw c.err('unexpected argument(s)');
  while (c.nextBlock()) {
    if (c.val() !== 'reload') throw c.err(`unknown property '${c.val()}'`);
    const [text, more] = c.remainingArgs();
    if (text === undefined) throw c.err('reload duration value is missing');
    if (more !== undefined) throw c.err('unexpected argument');
    if ('error' in parseDuration(text)) throw c.err(`invalid reload duration '${text}'`);
  }
  return true;
}

function arrange(records: readonly ResourceRecord[]): ResourceRecord[] {
  const of = (...types: string[]): ResourceRecord[] => records.filter(({ type }) => types.includes(type));
  return [...of('CNAME'), ...records.filter(({ type }) => !['CNAME', 'A', 'AAAA', 'MX'].includes(type)), ...of('A', 'AAAA'), ...of('MX')];
}

/** Addresses in the subnets come first, in the order of the subnets; then MX, then other records. */
function preferred(records: readonly ResourceRecord[], subnets: readonly IpNet[]): ResourceRecord[] {
  const of = (...types: string[]): ResourceRecord[] => records.filter(({ type }) => types.includes(type));
  const addresses = new Set(of('A', 'AAAA'));
  const first: ResourceRecord[] = [];
  for (const subnet of subnets) {
    for (const record of addresses) {
      const address = parseIp(record.data);
      if (address === undefined || !netContains(subnet, address)) continue;
      first.push(record);
      addresses.delete(record);
    }
  }
  return [...of('CNAME'), ...first, ...addresses, ...of('MX'), ...records.filter(({ type }) => !['CNAME', 'A', 'AAAA', 'MX'].includes(type))];
}
