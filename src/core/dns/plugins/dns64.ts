import { bitsOf, formatAddress, parseAddress } from '../../ip/index.js';
import { formatNet, parseCidrGo, type IpNet } from '../go/net.js';
import { quoteGo } from '../go/quote.js';
import { replyOf, type Reply, type ResourceRecord } from '../message.js';
import type { Controller, CoreDnsVersion, DnsPlugin } from '../plugin.js';
import { kindOf } from '../reply-kind.js';
import { fail } from '../setup-tools.js';

interface Dns64Config {
  readonly prefix: IpNet;
  readonly translateAll: boolean;
  readonly allowIpv4: boolean;
  readonly version: CoreDnsVersion;
}

const wellKnown = parseCidrGo('64:ff9b::/96');

/** Makes AAAA records of A records (RFC 6147). Source: coredns 1.14.7, plugin/dns64/{setup,dns64}.go */
export const dns64: DnsPlugin<Dns64Config> = {
  name: 'dns64',
  setup(c) {
    let prefix = wellKnown ?? readPrefix(c, '64:ff9b::/96');
    let [translateAll, allowIpv4] = [false, false];
    while (c.next()) {
      const args = c.remainingArgs();
      if (args.length === 1) {
        prefix = readPrefix(c, args[0] ?? '');
        continue;
      }
      if (args.length > 0) throw c.argErr();
      while (c.nextBlock()) {
        switch (c.option()) {
          case 'prefix':
            if (!c.nextArg()) throw c.argErr();
            prefix = readPrefix(c, c.val());
            break;
          case 'translate_all':
            translateAll = true;
            break;
          case 'allow_ipv4':
            allowIpv4 = true;
            break;
          default:
            throw c.err(`unknown property '${c.val()}'`);
        }
      }
    }
    return [{ prefix, translateAll, allowIpv4, version: c.version }];
  },
  handler: ({ prefix, translateAll, allowIpv4, version }) => (query, chain) => {
    if (query.type !== 'AAAA' || query.class !== 'IN' || (!allowIpv4 && !query.client.includes(':'))) return chain.next(query);
    const served = chain.next(query);
    if (served.kind !== 'reply') return served.kind === 'forwarded' ? { kind: 'unknown', plugin: 'dns64', reason: 'whether it makes addresses depends on what a server beyond the cluster answers' } : served;
    if (kindOf(query, served.reply, version) === 'name-error' || (!translateAll && served.reply.answers.some(({ type }) => type === 'AAAA'))) return served;
    const ipv4 = chain.upstream({ ...query, name: query.name.toLowerCase(), type: 'A' });
    if (ipv4.kind === 'unknown' || ipv4.kind === 'forwarded') return { kind: 'unknown', plugin: 'dns64', reason: 'the A records that it would translate come from beyond the cluster' };
    chain.journal.step('CoreDNS dns64', 'translate', `there is no AAAA record of ${query.name}: its A records become some`);
    return replyOf(synthesize(prefix, served.reply, ipv4.kind === 'reply' ? ipv4.reply : undefined));
  },
};

function readPrefix(c: Controller, text: string): IpNet {
  const prefix = parseCidrGo(text);
  if (prefix === undefined) return fail(c, `invalid CIDR address: ${text}`);
  if (prefix.first.family === 4) throw c.err(`invalid netmask ${bitsOf(4)} IPv6 address: ${quoteGo(formatNet(prefix))}`);
  const { prefixLength } = prefix;
  if (prefixLength % 8 !== 0 || prefixLength < 32 || prefixLength > 96) throw c.err(`invalid prefix length ${quoteGo(formatNet(prefix))}`);
  return prefix;
}

/** Source: plugin/dns64/dns64.go Synthesize. */
function synthesize(prefix: IpNet, original: Reply, ipv4: Reply | undefined): Partial<Reply> {
  const limit = original.authority.findLast(({ type }) => type === 'SOA')?.ttl ?? 600;
  const translate = (record: ResourceRecord): ResourceRecord =>
    record.type === 'A' ? { ...record, type: 'AAAA', ttl: Math.min(record.ttl, limit), data: formatAddress({ family: 6, value: embed(prefix, parseAddress(record.data).value) }) } : record;
  return {
    authoritative: false,
    answers: (ipv4?.answers ?? []).map(translate),
    authority: ipv4?.authority ?? [],
    additional: ipv4?.additional ?? [],
    ...(ipv4?.beyond !== undefined && { beyond: ipv4.beyond }),
  };
}

/** An IPv4 address behind a prefix; bits 64 to 71 stay zero. Source: RFC 6052 §2.2. */
function embed({ first, prefixLength }: IpNet, ipv4: bigint): bigint {
  let value = first.value;
  for (let octet = 0, place = prefixLength / 8; octet < 4; octet++, place++) {
    if (place === 8) place++;
    value |= ((ipv4 >> BigInt(24 - 8 * octet)) & 0xffn) << BigInt(8 * (15 - place));
  }
  return value;
}
