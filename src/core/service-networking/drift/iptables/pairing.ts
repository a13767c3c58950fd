import type { IptablesRule, PlacedRule } from '../../../readouts/index.js';
import type { IpFamily } from '../../go-address.js';
import { append } from '../append.js';
import type { ExpectedRule } from './expected.js';
import type { Report } from './report.js';
import { aimOf, ruleKey } from './rule-key.js';

export interface PairingOptions {
  /** The text holds the table whole, so that what is not in it is not there. */
  readonly isWhole: boolean;
  readonly ipFamily: IpFamily;
}

/** Rules of one side alone, each as often as it is there more often. */
export function difference(expected: readonly ExpectedRule[], found: readonly PlacedRule[], ipFamily: IpFamily): { missing: ExpectedRule[]; extra: PlacedRule[] } {
  const wanted = new Map<string, ExpectedRule[]>();
  for (const rule of expected) append(wanted, ruleKey(rule.rule, ipFamily), rule);
  const extra = found.filter((rule) => wanted.get(ruleKey(rule.rule, ipFamily))?.shift() === undefined);
  return { missing: [...wanted.values()].flat(), extra };
}

/** A rule that is missing and one that is too much are one that differs where they catch the same packets, or where each is the only one of its chain. */
export function pairUp(report: Report, table: string, missing: readonly ExpectedRule[], extra: readonly PlacedRule[], { isWhole, ipFamily }: PairingOptions): void {
  const alone = missing.length === 1 && extra.length === 1;
  const byAim = new Map<string, PlacedRule[]>();
  for (const rule of extra) if (alone || isNarrow(rule.rule)) append(byAim, alone ? '' : aimOf(rule.rule, ipFamily), rule);
  const paired = new Set<PlacedRule>();
  for (const rule of missing) {
    const pair = byAim.get(alone ? '' : aimOf(rule.rule, ipFamily))?.shift();
    if (pair !== undefined) {
      paired.add(pair);
      report.differ(table, rule, pair);
    } else if (isWhole && !isOptional(rule.rule)) report.lack(table, rule);
  }
  for (const rule of extra) if (!paired.has(rule)) report.surplus(table, rule);
}

/** kube-proxy leaves some out where the kernel is set to be liberal, or cannot count with nfacct, which no snapshot tells. Source: pkg/proxy/iptables/proxier.go v1.37.2, conntrackTCPLiberal, nfAcctCounters. */
export function isOptional({ matches }: IptablesRule): boolean {
  return matches.some((match) => match.module === 'nfacct' || (match.module === 'conntrack' && !match.negated && match.states.includes('INVALID')));
}

function isNarrow({ destination, matches }: IptablesRule): boolean {
  return destination !== undefined || matches.some((match) => match.module === 'tcp' || match.module === 'udp' || match.module === 'sctp' || match.module === 'addrtype');
}
