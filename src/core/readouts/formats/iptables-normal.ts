import { formatAddress, isAddress, parseAddress } from '../../ip/index.js';
import type { IptablesRule, Operand, RuleMatch, RuleTarget } from './iptables-rule.js';

/**
 * The rule as `iptables-save` gives it back after the kernel took it: addresses as CIDRs, marks as `--set-xmark`, a probability as the 31-bit fraction that
 * it became, REJECT with what it answers. A rule that was saved is left as it is.
 *
 * @param ipFamily of the table: IPv4 and IPv6 print the default of REJECT differently
 * Source: iptables 1.8.11 `extensions/libxt_{MARK,mark,statistic,conntrack}.c`, `extensions/libip{,6}t_REJECT.c`, `libxtables/xtables.c` `xtables_ipmask_to_numeric`.
 */
export function savedRule(rule: IptablesRule, ipFamily: 'IPv4' | 'IPv6'): IptablesRule {
  const { source, destination, protocol, target } = rule;
  return {
    ...rule,
    ...(source !== undefined && { source: savedAddress(source) }),
    ...(destination !== undefined && { destination: savedAddress(destination) }),
    ...(protocol !== undefined && { protocol: { ...protocol, value: protocol.value.toLowerCase() } }),
    matches: rule.matches.map(savedMatch),
    ...(target !== undefined && { target: savedTarget(target, ipFamily) }),
  };
}

/** 0.3333333333 becomes 0.33333333349: the kernel keeps the nearest fraction of 2^31. Source: `extensions/libxt_statistic.c`. */
export function savedProbability(text: string): string {
  const share = Number(text);
  return Number.isFinite(share) ? (Math.round(share * 2 ** 31) / 2 ** 31).toFixed(11) : text;
}

function savedAddress({ value, negated }: Operand): Operand {
  // A CIDR is written in its canonical form on either side.
  if (!isAddress(value)) return { value, negated };
  const address = parseAddress(value);
  return { value: `${formatAddress(address)}/${address.family === 4 ? 32 : 128}`, negated };
}

/** As `print_state` lays them out. Source: `extensions/libxt_conntrack.c`. */
const stateOrder = ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED', 'SNAT', 'DNAT'];

function savedMatch(match: RuleMatch): RuleMatch {
  if (match.module === 'statistic') return { ...match, probability: savedProbability(match.probability) };
  if (match.module === 'conntrack') return { ...match, states: [...match.states].sort((a, b) => stateOrder.indexOf(a) - stateOrder.indexOf(b)) };
  return match;
}

function savedTarget(target: RuleTarget, ipFamily: 'IPv4' | 'IPv6'): RuleTarget {
  if (target.kind === 'reject') return { kind: 'reject', with: target.with ?? (ipFamily === 'IPv4' ? 'icmp-port-unreachable' : 'icmp6-port-unreachable') };
  return target.kind === 'mark' ? { kind: 'mark', op: 'set-xmark', ...xmarkOf(target) } : target;
}

/** The bits that are cleared, then those that are turned: every operation on a mark is one of these. */
function xmarkOf({ op, value, mask }: Extract<RuleTarget, { kind: 'mark' }>): { value: number; mask: number } {
  if (op === 'or') return { value, mask: value };
  if (op === 'xor') return { value, mask: 0 };
  if (op === 'and') return { value: 0, mask: ~value >>> 0 };
  return op === 'set' ? { value, mask: (value | mask) >>> 0 } : { value, mask };
}
