import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import type { NftRule, NftRuleset, NftStatement, NftTable } from './nft-model.js';
import { nftRuleset } from './nft-ruleset.js';

const fixtures = new URL('../../../../test/fixtures/readouts/nft-ruleset/', import.meta.url);
const recorded = (file: string) => readFileSync(new URL(file, fixtures), 'utf8');
const read = (text: string) => nftRuleset.parse(text);

function tableOf(text: string): NftTable {
  const [table] = read(text).parsed.tables;
  if (table === undefined) throw new Error('no table');
  return table;
}

/** The one rule of a chain with this text. */
function ruleOf(text: string): NftRule {
  const [rule] = tableOf(`table ip kube-proxy {\n\tchain x {\n\t\t${text}\n\t}\n}\n`).chains[0]?.rules ?? [];
  if (rule === undefined) throw new Error('no rule');
  return rule;
}

const field = (name: string) => ({ kind: 'field', name }) as const;
const value = (text: string) => ({ kind: 'value', text }) as const;
const mark = field('meta mark');

describe('a rule in words', () => {
  it.each<{ name: string; text: string; statements: readonly NftStatement[] }>([
    { name: 'a jump for new connections', text: 'ct state new jump services', statements: [{ kind: 'match', left: field('ct state'), op: 'in', right: value('new') }, { kind: 'verdict', verdict: { kind: 'jump', chain: 'services' } }] },
    { name: 'several states, in any order', text: 'ct state related,established accept', statements: [{ kind: 'match', left: field('ct state'), op: 'in', right: value('established,related') }, { kind: 'verdict', verdict: { kind: 'accept' } }] },
    {
      name: 'a verdict map with a name',
      text: 'ip daddr . meta l4proto . th dport vmap @service-ips',
      statements: [{ kind: 'vmap', key: { kind: 'concat', parts: [field('ip daddr'), field('meta l4proto'), field('th dport')] }, data: { kind: 'named', name: 'service-ips' } }],
    },
    {
      name: 'a verdict map without a name',
      text: 'numgen random mod 2 vmap { 0 : goto endpoint-A/b, 1 : goto endpoint-C/d }',
      statements: [{ kind: 'vmap', key: { kind: 'numgen', mode: 'random', mod: 2 }, data: { kind: 'set', elements: [{ key: ['0'], value: { kind: 'goto', chain: 'endpoint-A/b' } }, { key: ['1'], value: { kind: 'goto', chain: 'endpoint-C/d' } }] } }],
    },
    { name: 'the mark as nft lists it', text: 'meta mark set meta mark | 0x00004000', statements: [{ kind: 'assign', field: 'meta mark', value: { kind: 'bits', op: '|', left: mark, right: value('16384') } }] },
    { name: 'the mark as kube-proxy writes it', text: 'mark set mark or 0x00004000', statements: [{ kind: 'assign', field: 'meta mark', value: { kind: 'bits', op: '|', left: mark, right: value('16384') } }] },
    {
      name: 'masquerade of what is marked',
      text: 'meta mark & 0x00004000 != 0x00000000 meta mark set meta mark ^ 0x00004000 masquerade fully-random',
      statements: [
        { kind: 'match', left: { kind: 'bits', op: '&', left: mark, right: value('16384') }, op: '!=', right: value('0') },
        { kind: 'assign', field: 'meta mark', value: { kind: 'bits', op: '^', left: mark, right: value('16384') } },
        { kind: 'masquerade', flags: ['fully-random'] },
      ],
    },
    { name: 'a mask of the highest bits, which nft counts', text: 'meta mark != 0x00000000/1 drop', statements: [{ kind: 'match', left: { kind: 'bits', op: '&', left: mark, right: value('2147483648') }, op: '!=', right: value('0') }, { kind: 'verdict', verdict: { kind: 'drop' } }] },
    { name: 'a translation', text: 'meta l4proto tcp dnat to 10.180.0.1:80', statements: [{ kind: 'match', left: field('meta l4proto'), op: '==', right: value('tcp') }, { kind: 'dnat', address: value('10.180.0.1'), port: value('80') }] },
    { name: 'a translation of IPv6', text: 'meta l4proto tcp dnat to [fd00:10:180::1]:80', statements: [{ kind: 'match', left: field('meta l4proto'), op: '==', right: value('tcp') }, { kind: 'dnat', address: value('fd00:10:180::1'), port: value('80') }] },
    { name: 'a translation to an address of IPv6 alone', text: 'dnat to fd00:10:180::1', statements: [{ kind: 'dnat', address: value('fd00:10:180::1') }] },
    {
      name: 'a translation to one of several',
      text: 'meta l4proto 6 dnat ip addr . port to numgen random mod 2 map { 0 : 10.180.0.1 . 80, 1 : 10.180.0.2 . 80 }',
      statements: [
        { kind: 'match', left: field('meta l4proto'), op: '==', right: value('tcp') },
        { kind: 'dnat', address: { kind: 'map', key: { kind: 'numgen', mode: 'random', mod: 2 }, data: { kind: 'set', elements: [{ key: ['0'], value: ['10.180.0.1', '80'] }, { key: ['1'], value: ['10.180.0.2', '80'] }] } } },
      ],
    },
    { name: 'what is not among sources', text: 'ip saddr != { 203.0.113.0/25, 192.0.2.1 } drop', statements: [{ kind: 'match', left: field('ip saddr'), op: '!=', right: { kind: 'set', elements: [{ key: ['203.0.113.0/25'] }, { key: ['192.0.2.1'] }] } }, { kind: 'verdict', verdict: { kind: 'drop' } }] },
    { name: 'an interface by the beginning of its name', text: 'iifname "cali*" goto x', statements: [{ kind: 'match', left: field('iifname'), op: '==', right: value('cali*') }, { kind: 'verdict', verdict: { kind: 'goto', chain: 'x' } }] },
    { name: 'a local source', text: 'fib saddr type local return', statements: [{ kind: 'match', left: field('fib saddr type'), op: '==', right: value('local') }, { kind: 'verdict', verdict: { kind: 'return' } }] },
    { name: 'a client remembered', text: 'update @affinity-A/b { ip saddr timeout 3h }', statements: [{ kind: 'update', op: 'update', set: 'affinity-A/b', key: field('ip saddr') }] },
    { name: 'a refusal', text: 'reject with icmp port-unreachable', statements: [{ kind: 'reject' }] },
    { name: 'a refusal in the words of older releases', text: 'reject with icmp type port-unreachable', statements: [{ kind: 'reject' }] },
    { name: 'a refusal by reset', text: 'reject with tcp reset', statements: [{ kind: 'reject', with: 'tcp reset' }] },
    { name: 'counters', text: 'counter packets 5 bytes 300 counter name "lost" drop', statements: [{ kind: 'counter' }, { kind: 'counter', name: 'lost' }, { kind: 'verdict', verdict: { kind: 'drop' } }] },
  ])('$name', ({ text, statements }) => {
    expect(ruleOf(text)).toEqual({ statements });
  });

  it('has a comment, whatever stands in it', () => {
    expect(ruleOf('drop comment "a { b } ; # c, d"')).toEqual({ statements: [{ kind: 'verdict', verdict: { kind: 'drop' } }], comment: 'a { b } ; # c, d' });
  });

  it('is kept as words where one of them is not known', () => {
    expect(ruleOf('ip daddr 10.0.0.1 limit rate 5/minute burst 5 packets drop').statements).toEqual([{ kind: 'other', text: 'ip daddr 10.0.0.1 limit rate 5/minute burst 5 packets drop' }]);
  });

  it('of another program is kept as words', () => {
    const [chain] = tableOf('table ip nat {\n\tchain KUBE-SERVICES {\n\t\txt match "comment" counter packets 1 bytes 2 jump KUBE-SVC-A\n\t}\n}\n').chains;
    expect(chain?.rules).toEqual([{ statements: [{ kind: 'other', text: 'xt match "comment" counter packets 1 bytes 2 jump KUBE-SVC-A' }] }]);
  });
});

const whole = `table ip kube-proxy { # handle 4
	comment "rules for kube-proxy"
	map service-ips { # handle 7
		type ipv4_addr . inet_proto . inet_service : verdict
		comment "ClusterIP, ExternalIP and LoadBalancer IP traffic"
		elements = { 10.96.0.1 . tcp . 443 : goto service-A/b,
			     10.96.0.10 . 17 . 53 comment "kube-system/kube-dns:dns" : drop }
	}

	set affinity-A/b {
		type ipv4_addr
		size 65535
		flags dynamic,timeout
		timeout 3h
		elements = { 10.244.1.5 timeout 3h expires 2h59m12s500ms }
	}

	counter lost {
		packets 0 bytes 0
	}

	chain filter-prerouting-pre-dnat {
		type filter hook prerouting priority dstnat - 10; policy accept;
		ct state new jump firewall-check # handle 21
	}

	chain firewall-check {
	}
}
`;

describe('a listing in words', () => {
  it('gives tables, chains, sets and maps', () => {
    expect(read(whole).problems).toEqual([]);
    expect(tableOf(whole)).toEqual({
      family: 'ip',
      name: 'kube-proxy',
      comment: 'rules for kube-proxy',
      understood: true,
      chains: [
        {
          name: 'filter-prerouting-pre-dnat',
          hook: { type: 'filter', hook: 'prerouting', priority: -110, policy: 'accept' },
          rules: [{ statements: [{ kind: 'match', left: field('ct state'), op: 'in', right: value('new') }, { kind: 'verdict', verdict: { kind: 'jump', chain: 'firewall-check' } }] }],
        },
        { name: 'firewall-check', rules: [] },
      ],
      sets: [
        {
          kind: 'map', name: 'service-ips', comment: 'ClusterIP, ExternalIP and LoadBalancer IP traffic', type: ['ipv4_addr', 'inet_proto', 'inet_service'], valueType: ['verdict'], flags: [],
          elements: [
            { key: ['10.96.0.1', 'tcp', '443'], value: { kind: 'goto', chain: 'service-A/b' } },
            { key: ['10.96.0.10', 'udp', '53'], value: { kind: 'drop' }, comment: 'kube-system/kube-dns:dns' },
          ],
        },
        { kind: 'set', name: 'affinity-A/b', type: ['ipv4_addr'], flags: ['dynamic', 'timeout'], timeoutSeconds: 10_800, elements: [{ key: ['10.244.1.5'] }] },
      ],
      counters: ['lost'],
      others: [],
    });
  });

  it('is told where it is cut off, and read up to there', () => {
    const cut = whole.slice(0, whole.indexOf('10.96.0.10'));
    const { parsed, problems } = read(cut);
    expect(parsed.tables[0]?.sets[0]?.elements).toHaveLength(1);
    expect(problems.map(({ line, detail }) => `${line}: ${detail}`)).toEqual(['1: this table is cut off: its closing brace is missing', '6: the elements from here on could not be read']);
  });

  it('passes over prompts, and over what nft says of tables of iptables', () => {
    const { parsed, problems } = read(`$ sudo nft list ruleset\n# Warning: table ip nat is managed by iptables-nft, do not touch!\n${whole}`);
    expect(parsed.tables).toHaveLength(1);
    expect(problems.map(({ line }) => line)).toEqual([1]);
  });

  it.each([
    ['nothing of nft', 'Name: KUBE-CLUSTER-IP\nType: hash:ip,port\n'],
    ['JSON of another tool', '[{"ifname":"lo"}]'],
  ])('refuses %s', (_, text) => {
    expect(() => read(text)).toThrow(InputError);
  });

  it('takes an empty text for an empty ruleset', () => {
    expect(read('\n').parsed.tables).toEqual([]);
    expect(read('{"nftables": [{"metainfo": {"version": "1.0.6"}}]}').parsed.tables).toEqual([]);
  });

  it('says first what a person wants to know', () => {
    expect(nftRuleset.summarize(read(`${whole}table inet firewalld {\n}\n`).parsed)).toBe('1 table of kube-proxy (ip), 1 other table');
    expect(nftRuleset.summarize(read('table ip nat {\n}\n').parsed)).toBe('no table of kube-proxy, 1 other table');
  });
});

/** nft 1.0.6 prints in JSON neither the comments of tables and chains nor that a set is dynamic. */
function withoutWhatJsonLacks({ tables }: NftRuleset): object {
  const uncommented = (object: object): object => ({ ...object, comment: undefined });
  return tables.map((table) => ({ ...uncommented(table), chains: table.chains.map(uncommented), sets: table.sets.map((set) => ({ ...set, flags: set.flags.filter((flag) => flag !== 'dynamic') })) }));
}

describe('rulesets printed by nft', () => {
  it.each(['ip', 'ip6'])('are the same in words and in JSON: %s', (family) => {
    const words = read(recorded(`${family}.txt`));
    const json = read(recorded(`${family}.json`));
    expect(words.problems).toEqual([]);
    expect(json.problems).toEqual([]);
    expect(withoutWhatJsonLacks(words.parsed)).toEqual(withoutWhatJsonLacks(json.parsed));
    expect(words.parsed.tables.flatMap(({ chains }) => chains.flatMap(({ rules }) => rules.flatMap(({ statements }) => statements.filter(({ kind }) => kind === 'other'))))).toEqual([]);
  });
});

describe('any text', () => {
  const words = fc.constantFrom('table', 'ip', 'kube-proxy', 'chain', 'set', 'map', '{', '}', '\n', 'elements', '=', ':', ',', ';', 'drop', 'goto', 'x', '"a', '"b"', '#', 'type', 'ct', 'state', 'dnat', 'to', '10.0.0.1:80', '.', '@s', 'vmap', 'numgen', 'comment', '0x4000', 'meta', 'mark', 'set');

  it('is read or refused with its place', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (parts) => {
        try {
          read(`table ip kube-proxy {\n${parts.join(' ')}`);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
    );
  });
});
