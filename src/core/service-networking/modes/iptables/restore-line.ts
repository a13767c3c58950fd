import { invariant } from '../../../errors.js';
import type { IptablesRule, Operand, RuleMatch, RuleTarget } from '../../../readouts/index.js';

/**
 * A rule as kube-proxy hands it to iptables-restore: the comment first, the destination between `-p` and `--dport`, quotes only around comments with a blank.
 *
 * Source: pkg/proxy/iptables/proxier.go v1.37.2, the calls of `Write` in syncProxyRules.
 */
export function restoreLine(rule: IptablesRule): string {
  const { matches } = rule;
  let port = -1;
  let before = 0;
  for (let i = 0; i < matches.length && port < 0; i++) {
    const { module } = matches[i] as RuleMatch;
    if (module === 'tcp' || module === 'udp' || module === 'sctp') port = i;
    if (port >= 0) before = i;
    else if (module === 'comment' || module === 'addrtype' || module === 'recent' || module === 'statistic') before = i + 1;
  }
  const words = [`-A ${rule.chain}`];
  for (let i = 0; i < before; i++) words.push(matchText(matches[i] as RuleMatch));
  if (port >= 0) words.push(portText(rule, matches[port] as RuleMatch));
  else if (rule.destination !== undefined) words.push(operand('-d', rule.destination));
  if (rule.source !== undefined) words.push(operand('-s', rule.source));
  if (rule.inInterface !== undefined) words.push(operand('-i', rule.inInterface));
  for (let i = port < 0 ? before : port + 1; i < matches.length; i++) words.push(matchText(matches[i] as RuleMatch));
  if (rule.target !== undefined) words.push(targetText(rule.target));
  // One flat text: of a line that is put together piece by piece, all pieces would be kept.
  return words.join('');
}

function portText({ destination, protocol }: IptablesRule, match: RuleMatch): string {
  const port = 'destinationPort' in match && match.destinationPort !== undefined ? ` --dport ${match.destinationPort.value}` : '';
  return ` -m ${match.module} -p ${protocol?.value}${operand('-d', destination)}${port}`;
}

function operand(option: string, given: Operand | undefined): string {
  if (given === undefined) return '';
  return given.negated ? ` ! ${option} ${given.value}` : ` ${option} ${given.value}`;
}

function matchText(match: RuleMatch): string {
  switch (match.module) {
    case 'comment':
      return match.comment.includes(' ') ? ` -m comment --comment "${match.comment}"` : ` -m comment --comment ${match.comment}`;
    case 'statistic':
      return ` -m statistic --mode random --probability ${match.probability}`;
    case 'recent':
      return ` -m recent --name ${match.list}${match.action === 'set' ? ' --set' : ` --rcheck --seconds ${match.seconds} --reap`}`;
    case 'addrtype':
      return ` -m addrtype${operand('--src-type', match.sourceType)}${operand('--dst-type', match.destinationType)}`;
    case 'nfacct':
      return ` -m nfacct --nfacct-name ${match.name}`;
    case 'conntrack':
      return ` -m conntrack${match.negated ? ' !' : ''} --ctstate ${match.states.join(',')}`;
    case 'mark':
      return ` -m mark${match.negated ? ' !' : ''} --mark ${hex(match.value)}/${hex(match.mask)}`;
    default:
      return unwritten(match.module);
  }
}

function targetText(target: RuleTarget): string {
  switch (target.kind) {
    case 'jump':
      return ` -j ${target.chain}`;
    case 'dnat':
      return ` -j DNAT --to-destination ${target.to}`;
    case 'mark':
      return ` -j MARK --${target.op}-mark ${hex(target.value)}`;
    case 'masquerade':
      return ` -j MASQUERADE${target.randomFully ? ' --random-fully' : ''}`;
    case 'reject':
    case 'accept':
    case 'drop':
    case 'return':
      return ` -j ${target.kind.toUpperCase()}`;
    default:
      return unwritten(target.kind);
  }
}

/** Go's `%#08x`. */
function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}

function unwritten(what: string): never {
  invariant(false, `kube-proxy writes no ${what}`);
}
