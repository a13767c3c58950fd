/**
 * A ruleset of nftables as data: what kube-proxy writes, and what `nft list ruleset` prints, both in words and in JSON, come to the same.
 *
 * Numbers and marks are decimal texts (`16384`, where nft prints `0x00004000`), protocols are named (`tcp`), addresses, blocks and ranges are as nft prints them.
 * Source: nftables 1.0.9 `doc/nft.txt` and `doc/libnftables-json.adoc`.
 */
export interface NftRuleset {
  /** In the order of the listing. */
  readonly tables: readonly NftTable[];
}

export interface NftTable {
  /** `ip`, `ip6`, `inet`, `arp`, `bridge` or `netdev`. */
  readonly family: string;
  readonly name: string;
  readonly comment?: string;
  /** False for a table of another program: its rules are kept as words, each one statement of kind `other`. */
  readonly understood: boolean;
  /** Base chains and others, in the order of the listing. */
  readonly chains: readonly NftChain[];
  /** Sets and maps with a name, in the order of the listing. */
  readonly sets: readonly NftSet[];
  /** Names of counters. */
  readonly counters: readonly string[];
  /** Objects of other kinds (flowtables, quotas, helpers), each as `kind name`. */
  readonly others: readonly string[];
}

export interface NftChain {
  readonly name: string;
  readonly comment?: string;
  /** Where the kernel calls it; absent for a chain that rules jump to. */
  readonly hook?: NftHook;
  readonly rules: readonly NftRule[];
}

export interface NftHook {
  readonly type: string;
  readonly hook: string;
  /** As a number: `dstnat - 10` is -110. */
  readonly priority: number;
  readonly policy: 'accept' | 'drop';
}

export interface NftRule {
  /** In their order; each is reached if those before it let the packet through. */
  readonly statements: readonly NftStatement[];
  readonly comment?: string;
}

export interface NftSet {
  readonly kind: 'set' | 'map';
  readonly name: string;
  readonly comment?: string;
  /** The types of the parts of a key: `['ipv4_addr', 'inet_proto', 'inet_service']`. One text with a `typeof ` before it where the type is written as an expression. */
  readonly type: readonly string[];
  /** Of a map: `['verdict']`. */
  readonly valueType?: readonly string[];
  /** Sorted. */
  readonly flags: readonly string[];
  readonly timeoutSeconds?: number;
  readonly elements: readonly NftElement[];
}

export interface NftElement {
  /** The parts of the key. */
  readonly key: readonly string[];
  /** Of a map. */
  readonly value?: NftVerdict | readonly string[];
  readonly comment?: string;
}

export type NftVerdict = { readonly kind: 'accept' | 'drop' | 'continue' | 'return' } | { readonly kind: 'jump' | 'goto'; readonly chain: string };

export type NftExpression =
  /** Something of the packet: `ip daddr`, `meta l4proto`, `th dport`, `meta mark`, `iifname`, `ct state`, `fib saddr type`. */
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'concat'; readonly parts: readonly NftExpression[] }
  | { readonly kind: 'value'; readonly text: string }
  /** A set without a name; in a map each element has a value. */
  | { readonly kind: 'set'; readonly elements: readonly NftElement[] }
  /** `@name`. */
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'bits'; readonly op: '&' | '|' | '^'; readonly left: NftExpression; readonly right: NftExpression }
  | { readonly kind: 'numgen'; readonly mode: string; readonly mod: number }
  | { readonly kind: 'map'; readonly key: NftExpression; readonly data: NftExpression };

export type NftOperator = '==' | '!=' | '<' | '>' | '<=' | '>=' | 'in';

export type NftStatement =
  /** `in` holds where any of the bits is set: `ct state new`. */
  | { readonly kind: 'match'; readonly left: NftExpression; readonly op: NftOperator; readonly right: NftExpression }
  | { readonly kind: 'vmap'; readonly key: NftExpression; readonly data: NftExpression }
  | { readonly kind: 'assign'; readonly field: string; readonly value: NftExpression }
  | { readonly kind: 'verdict'; readonly verdict: NftVerdict }
  /** `with` where it is not the default, ICMP port unreachable. */
  | { readonly kind: 'reject'; readonly with?: string }
  | { readonly kind: 'masquerade'; readonly flags: readonly string[] }
  /** With a map that gives address and port, both are in `address`. */
  | { readonly kind: 'dnat'; readonly address: NftExpression; readonly port?: NftExpression }
  /** `name` of a counter that stands for itself in the table. */
  | { readonly kind: 'counter'; readonly name?: string }
  | { readonly kind: 'update'; readonly op: string; readonly set: string; readonly key: NftExpression }
  /** What is not understood, in words. */
  | { readonly kind: 'other'; readonly text: string };

/** Fields whose value is a set of bits: without an operator, a match asks for any of them. */
export const bitFields: ReadonlySet<string> = new Set(['ct state', 'ct status', 'ct event', 'tcp flags']);

/**
 * A match in one form: of a mask whose bits are the highest, nft prints how many they are, `meta mark != 0x00000000/1`, where it was told
 * `mark and 0x80000000 != 0`.
 */
export function plainMatch(left: NftExpression, op: NftOperator, right: NftExpression): NftStatement {
  const [, written, bits] = (left.kind === 'field' && left.name === 'meta mark' && right.kind === 'value' && /^(0x[0-9a-f]{1,8}|\d{1,10})\/(\d{1,2})$/.exec(right.text)) || [];
  if (written === undefined || Number(bits) > 32) return { kind: 'match', left, op, right };
  const mask = 2 ** 32 - 2 ** (32 - Number(bits));
  return { kind: 'match', left: { kind: 'bits', op: '&', left, right: { kind: 'value', text: String(mask) } }, op, right: { kind: 'value', text: plainValue(written) } };
}

/** Kinds of a verdict without a chain. */
export function isPlainVerdict(word: string): word is 'accept' | 'drop' | 'continue' | 'return' {
  return word === 'accept' || word === 'drop' || word === 'continue' || word === 'return';
}

/** A number in any of nft's spellings, in decimal; other texts as they are. */
export function plainValue(text: string): string {
  return /^0x[0-9a-f]{1,16}$/i.test(text) ? BigInt(text).toString() : text;
}

const protocols: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'ipv6-icmp', '132': 'sctp' };

/** Source: nftables `src/fib.c`, `src/ct.c`. */
const addressTypes: Readonly<Record<string, string>> = { '1': 'unicast', '2': 'local', '3': 'broadcast', '4': 'anycast', '5': 'multicast', '6': 'blackhole', '7': 'unreachable', '8': 'prohibit' };
const states: Readonly<Record<string, string>> = { '1': 'invalid', '2': 'established', '4': 'related', '8': 'new', '64': 'untracked' };
const statuses: Readonly<Record<string, string>> = { '1': 'expected', '2': 'seen-reply', '4': 'assured', '8': 'confirmed', '16': 'snat', '32': 'dnat', '512': 'dying' };

/** The value of a field or of a part of a key, in one spelling: `nft -n` prints protocols, states and types of addresses as numbers. `type` is the name of the field or the type of the part. */
export function valueOf(type: string | undefined, text: string): string {
  const plain = plainValue(text);
  if (type === 'ct state') return states[plain] ?? plain;
  if (type === 'ct status') return statuses[plain] ?? plain;
  if (type !== undefined && /^fib .* type$/.test(type)) return addressTypes[plain] ?? plain;
  return type === 'meta l4proto' || type === 'inet_proto' ? (protocols[text] ?? text) : plainValue(text);
}

/** The priorities that have names. Source: nftables `src/rule.c` `std_prio_lookup`. */
const priorities: Readonly<Record<string, number>> = { raw: -300, mangle: -150, dstnat: -100, filter: 0, security: 50, srcnat: 100 };

/** `dstnat - 10`, `-110` or `filter` as a number; undefined where it is none. */
export function priorityOf(text: string): number | undefined {
  const [, name, sign = '+', offset = '0'] = /^([a-z]+)(?: *([+-]) *(\d{1,6}))?$/.exec(text) ?? [];
  if (name !== undefined) return priorities[name] === undefined ? undefined : priorities[name] + Number(offset) * (sign === '-' ? -1 : 1);
  return /^-?\d{1,10}$/.test(text) ? Number(text) : undefined;
}

const units: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1, ms: 0.001 };

/** `1d2h3m4s500ms` in seconds; undefined where it is no time. */
export function secondsOf(text: string): number | undefined {
  if (!/^(?:\d{1,10}(?:ms|[wdhms]))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)(ms|[wdhms])/g)].reduce((sum, [, n, unit = 's']) => sum + Number(n) * (units[unit] ?? 0), 0);
}
