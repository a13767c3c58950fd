import { wordsOf, type Line, type Word } from '../lines.js';
import { Unreadable } from '../words.js';
import { readListedRest } from './iptables-listing-rest.js';
import type { IptablesRule, Operand, RuleTarget } from './iptables-rule.js';
import { familyOfRule, type TablesBuilder } from './iptables-tables.js';
import { readTarget } from './iptables-target-read.js';

const chainLine = /^\s*Chain (\S+) \((?:policy (\S+?)(?: (\d+)([KMGT]?) packets, (\d+)([KMGT]?) bytes)?|(\d+) references?)\)\s*$/;
const headerLine = /^\s*(?:num\s+)?(?:pkts\s+bytes\s+)?target\s+prot(?:\s+opt)?\s/;
const protocolName = /^!?(?:all|\d{1,3}|tcp|udp|udplite|icmp|icmpv6|ipv6-icmp|esp|ah|sctp|dccp|mh|gre|ipencap|ipv6|vrrp|igmp)$/;
const units: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** Whether a line is one of those that `iptables -L` prints. */
export function isListingLine(text: string): boolean {
  return chainLine.test(text) || headerLine.test(text) || protocolAt(wordsOf(text.slice(0, 400))) >= 0;
}

/**
 * Reads what `iptables -L` prints, with `-v`, `-n`, `--line-numbers` or without, and single rows of it.
 *
 * Source: iptables 1.8.11 `iptables/xshared.c` `print_header`, `print_rule_details`, `print_ifaces`, `print_ipv4_addresses`.
 */
export class ListingReader {
  /** '' where no head of a chain stands above. */
  #chain = '';
  #hasInterfaces: boolean | undefined;

  constructor(readonly tables: TablesBuilder) {}

  /** A command begins a listing of this table. */
  begin(table: string | null, ipFamily: 'IPv4' | 'IPv6'): void {
    this.tables.tell(table, ipFamily);
    this.#chain = '';
    this.#hasInterfaces = undefined;
  }

  read(line: Line): void {
    const chain = chainLine.exec(line.text);
    if (chain !== null) this.#beginChain(chain);
    else if (headerLine.test(line.text)) this.#hasInterfaces = /\sin\s+out\s/.test(line.text);
    else this.#readRow(line);
  }

  #beginChain([, name = '', policy, packets, packetUnit = '', bytes, byteUnit = '']: RegExpExecArray): void {
    this.#chain = name;
    const counters = packets === undefined || bytes === undefined ? {} : { packets: Number(packets) * units[packetUnit]!, bytes: Number(bytes) * units[byteUnit]! };
    this.tables.declare(name, policy ?? '-', counters, 'listing');
  }

  #readRow({ number, text }: Line): void {
    const words = wordsOf(text);
    const at = protocolAt(words);
    const { target, packets, bytes } = readHead(words.slice(0, at));
    const opt = /^(?:--|-f|!f)$/.test(words[at + 1]?.text ?? '') ? 1 : 0;
    let next = at + 1 + opt;
    const hasInterfaces = this.#hasInterfaces ?? packets !== undefined;
    const interfaces = hasInterfaces ? [words[next++], words[next++]] : [];
    const [source, destination] = [words[next++], words[next++]];
    if (destination === undefined) throw new Unreadable(1, 'a row of a listing that ends before its destination');
    const listed = readListedRest(text.slice(destination.column - 1 + destination.text.length));
    const rule: IptablesRule = {
      chain: this.#chain,
      ...operand('source', source), ...operand('destination', destination),
      ...operand('inInterface', interfaces[0]), ...operand('outInterface', interfaces[1]),
      ...operand('protocol', words[at]),
      matches: listed.matches,
      ...targetOf(target, listed.target),
    };
    const family = familyOfRule(rule) ?? ([source, destination].some((word) => word?.text.includes('::')) ? 'IPv6' : null);
    this.tables.add({ line: number, rule, ...(packets !== undefined && { packets, bytes: bytes ?? 0 }), lossy: true }, family, 'listing');
  }
}

/** Where the column `prot` is; -1 where the words are no row. */
function protocolAt(words: readonly Word[]): number {
  for (let i = 0; i < 5 && i < words.length; i++) {
    if (!protocolName.test(words[i]!.text)) continue;
    const after = words[i + 1]?.text ?? '';
    if (/^(?:--|-f|!f)$/.test(after)) return i;
    // IPv6 has no such option, and nothing is printed there.
    if (i > 0 && isV6Column(after) && isV6Column(words[i + 2]?.text ?? '')) return i;
    if (i > 0 && /^!?\S+$/.test(after) && isV6Column(words[i + 3]?.text ?? '') && isV6Column(words[i + 4]?.text ?? '')) return i;
  }
  return -1;
}

function isV6Column(text: string): boolean {
  return text === 'anywhere' || /^!?[0-9a-f:]*:[0-9a-f:./]*$/i.test(text);
}

/** Number, packets, bytes and target, each of which may be missing. */
function readHead(words: readonly Word[]): { target: string | undefined; packets: number | undefined; bytes: number | undefined } {
  const count = /^(\d+)([KMGT]?)$/;
  const numbers = words.filter((word) => count.test(word.text));
  const target = words.filter((word) => !count.test(word.text));
  if (target.length > 1) throw new Unreadable(target[1]!.column, `“${target[1]!.text.slice(0, 60)}” stands where a row of a listing has its protocol`);
  const [packets, bytes] = numbers.slice(numbers.length === 3 ? 1 : 0).map((word) => {
    const [, digits = '0', unit = ''] = count.exec(word.text) ?? [];
    return Number(digits) * units[unit]!;
  });
  return { target: target[0]?.text, packets: numbers.length < 2 ? undefined : packets, bytes: numbers.length < 2 ? undefined : bytes };
}

function operand(name: 'source' | 'destination' | 'inInterface' | 'outInterface' | 'protocol', word: Word | undefined): Partial<Record<typeof name, Operand>> {
  if (word === undefined) return {};
  const negated = word.text.startsWith('!');
  const value = negated ? word.text.slice(1) : word.text;
  const isAny = !negated && (name === 'protocol' ? value === 'all' || value === '0' : /^(?:anywhere|0\.0\.0\.0\/0|::\/0|\*|any)$/.test(value));
  return isAny ? {} : { [name]: { value, negated } };
}

function targetOf(name: string | undefined, told: RuleTarget | undefined): { target?: RuleTarget } {
  if (told !== undefined && name !== undefined && told.kind !== 'other') return { target: told };
  if (name === undefined) return {};
  return { target: readTarget(name, []) };
}
