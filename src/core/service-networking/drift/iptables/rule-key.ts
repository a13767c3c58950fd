import { formatRule, savedProbability, savedRule, type IptablesRule, type RuleMatch, type RuleTarget } from '../../../readouts/index.js';

/**
 * What a rule does, as a text: two rules with one text treat every packet alike. Left out is what says nothing of that, or what kube-proxy makes depend on the kernel and on iptables: comments, counters by
 * nfacct, `--random-fully`. Probabilities count to five decimals, as kube-proxy before 1.17 wrote no more.
 */
export function ruleKey(rule: IptablesRule, ipFamily: 'IPv4' | 'IPv6'): string {
  const saved = savedRule(rule, ipFamily);
  return formatRule({ ...saved, matches: saved.matches.flatMap(plainMatch), ...(saved.target !== undefined && { target: plainTarget(saved.target) }) });
}

function plainMatch(match: RuleMatch): readonly RuleMatch[] {
  switch (match.module) {
    case 'comment':
    case 'nfacct':
      return [];
    case 'statistic':
      return [{ ...match, probability: Number(savedProbability(match.probability)).toFixed(5) }];
    // `-p tcp` asks it already.
    case 'tcp':
    case 'udp':
    case 'sctp':
      return match.destinationPort === undefined && match.sourcePort === undefined ? [] : [match];
    default:
      return [match];
  }
}

function plainTarget(target: RuleTarget): RuleTarget {
  return target.kind === 'masquerade' ? { kind: 'masquerade', randomFully: false } : target;
}

/** Where a rule catches packets, without what it does with them: rules with one text and different ends are two versions of one rule. */
export function aimOf(rule: IptablesRule, ipFamily: 'IPv4' | 'IPv6'): string {
  const saved = savedRule(rule, ipFamily);
  return formatRule({ chain: saved.chain, ...(saved.destination !== undefined && { destination: saved.destination }), ...(saved.protocol !== undefined && { protocol: saved.protocol }), matches: saved.matches.flatMap(aimingMatch) });
}

function aimingMatch(match: RuleMatch): readonly RuleMatch[] {
  return match.module === 'addrtype' || match.module === 'tcp' || match.module === 'udp' || match.module === 'sctp' ? plainMatch(match) : [];
}
