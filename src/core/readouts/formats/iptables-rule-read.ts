import { Unreadable } from '../words.js';
import { readMatch } from './iptables-match-read.js';
import type { IptablesRule, Operand, RuleMatch, RuleTarget } from './iptables-rule.js';
import { readTarget } from './iptables-target-read.js';
import type { Token } from './iptables-tokens.js';

/** A rule and what was counted for it. */
export interface CountedRule {
  readonly rule: IptablesRule;
  readonly packets?: number;
  readonly bytes?: number;
}

type OperandName = 'source' | 'destination' | 'inInterface' | 'outInterface' | 'protocol';

/** The parts of a rule that stand before its matches, by the options that begin them. */
const operandOptions: Readonly<Record<string, OperandName>> = {
  '-s': 'source', '--source': 'source', '--src': 'source',
  '-d': 'destination', '--destination': 'destination', '--dst': 'destination',
  '-i': 'inInterface', '--in-interface': 'inInterface',
  '-o': 'outInterface', '--out-interface': 'outInterface',
  '-p': 'protocol', '--protocol': 'protocol', '--proto': 'protocol',
};

/** Options that end the words of a match or a target. */
const topLevel: ReadonlySet<string> = new Set([...Object.keys(operandOptions), '-m', '--match', '-j', '--jump', '-g', '--goto', '-c', '--set-counters']);

const protocolNumbers: Readonly<Record<string, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 33: 'dccp', 58: 'ipv6-icmp', 132: 'sctp', 136: 'udplite' };

/**
 * Reads what follows `-A`: the chain, then the rule, its parts in any order, as `iptables-restore` takes them.
 *
 * @throws Unreadable where a value is missing, or a word stands where no option can
 * Source: iptables 1.8.11 `iptables/xshared.c` `do_parse`.
 */
export function readRule(tokens: readonly Token[], after: Token): CountedRule {
  const [chain, ...words] = tokens;
  if (chain === undefined) throw new Unreadable(after.column, `no chain follows “${after.text}”`);
  return new RuleReader(words).read(chain.text);
}

class RuleReader {
  #at = 0;
  readonly #operands: Partial<Record<OperandName, Operand>> = {};
  readonly #matches: RuleMatch[] = [];
  #target: RuleTarget | undefined;
  #counters: { packets: number; bytes: number } | undefined;

  constructor(readonly tokens: readonly Token[]) {}

  read(chain: string): CountedRule {
    while (this.#at < this.tokens.length) this.#readPart();
    const rule = { chain, ...this.#operands, matches: this.#matches, ...(this.#target !== undefined && { target: this.#target }) };
    return { rule, ...this.#counters };
  }

  #readPart(): void {
    const negated = this.#isNot(this.#at);
    const token = this.tokens[negated ? this.#at + 1 : this.#at];
    if (token === undefined) throw new Unreadable(this.tokens[this.#at]!.column, 'nothing follows “!”');
    const operand = token.quoted ? undefined : operandOptions[token.text];
    if (operand !== undefined) this.#readOperand(operand, token, negated);
    else if (!negated && (token.text === '-m' || token.text === '--match')) this.#readMatch(token);
    else if (!negated && /^(?:-[jg]|--jump|--goto)$/.test(token.text)) this.#readTarget(token);
    else if (!negated && /^(?:-c|--set-counters)$/.test(token.text)) this.#readCounters(token);
    else this.#readBareOption(token);
  }

  #readOperand(name: OperandName, option: Token, negated: boolean): void {
    this.#at += negated ? 2 : 1;
    // Before 1.4 the mark stood behind the option.
    const late = !negated && this.#isNot(this.#at);
    if (late) this.#at += 1;
    const { text } = this.#value(option);
    this.#operands[name] = { value: name === 'protocol' ? (protocolNumbers[text] ?? text.toLowerCase()) : text, negated: negated || late };
  }

  #readMatch(option: Token): void {
    this.#at += 1;
    const name = this.#value(option).text;
    this.#matches.push(readMatch(name, this.#words()));
  }

  #readTarget(option: Token): void {
    this.#at += 1;
    const name = this.#value(option).text;
    const words = this.#words();
    this.#target = /g/.test(option.text) && words.length === 0 ? { kind: 'goto', chain: name } : readTarget(name, words);
  }

  #readCounters(option: Token): void {
    this.#at += 1;
    const [packets, bytes] = [this.#value(option).text, this.#value(option).text];
    if (!/^\d+$/.test(packets) || !/^\d+$/.test(bytes)) throw new Unreadable(option.column, `“${option.text}” takes two numbers, packets and bytes`);
    this.#counters = { packets: Number(packets), bytes: Number(bytes) };
  }

  /** `--dport 80` without `-m tcp`, as it may be typed, or apart from it, as kube-proxy writes it: it belongs to the protocol. */
  #readBareOption(token: Token): void {
    if (token.quoted || !token.text.startsWith('-')) throw new Unreadable(token.column, `“${token.text}” stands where an option of a rule should`);
    const protocol = this.#operands.protocol?.value ?? '';
    const words = this.#words();
    const match = /^(?:tcp|udp|sctp)$/.test(protocol) ? readMatch(protocol, words) : undefined;
    const bare = match === undefined ? -1 : this.#matches.findIndex((each) => each.module === match.module && Object.keys(each).length === 1);
    if (bare >= 0 && match !== undefined) this.#matches[bare] = match;
    else this.#matches.push(match ?? { module: 'other', name: '', words: words.map(({ text }) => text) });
  }

  /** What belongs to a match or a target: everything up to the next option of the rule itself. */
  #words(): readonly Token[] {
    const from = this.#at;
    while (this.#at < this.tokens.length && (this.#isComment(this.#at - 1) || !this.#isTopLevel(this.#isNot(this.#at) ? this.#at + 1 : this.#at))) this.#at += 1;
    return this.tokens.slice(from, this.#at);
  }

  #value(option: Token): Token {
    const value = this.tokens[this.#at];
    if (value === undefined) throw new Unreadable(option.column, `nothing follows “${option.text}”`);
    this.#at += 1;
    return value;
  }

  #isTopLevel(i: number): boolean {
    const token = this.tokens[i];
    return token !== undefined && !token.quoted && topLevel.has(token.text);
  }

  #isNot(i: number): boolean {
    const token = this.tokens[i];
    return token?.text === '!' && !token.quoted;
  }

  /** What follows is a comment, whatever it looks like. */
  #isComment(i: number): boolean {
    const token = this.tokens[i];
    return token?.text === '--comment' && !token.quoted;
  }
}
