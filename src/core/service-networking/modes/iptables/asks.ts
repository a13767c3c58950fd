import type { IptablesRule, Operand, RuleMatch } from '../../../readouts/index.js';
import { holds, readGoNetwork, type GoNetwork } from '../../go-address.js';
import type { Packet } from '../../packet.js';

/** A packet on its way through the chains. */
export interface Passing {
  readonly packet: Packet;
  /** The packet mark. */
  readonly mark: number;
  /** Where it goes now. */
  readonly destination: { readonly ip: string; readonly port: number; readonly isOfNode: boolean };
  readonly isTranslated: boolean;
}

/**
 * Whether a rule that kube-proxy writes matches: 0 or 1, or the probability of a rule that leaves it to chance. The packet is the first of its connection, and of a client that no list of `recent` holds.
 *
 * Source: iptables-extensions(8); Linux `net/netfilter/xt_*.c`.
 */
export function chanceOf(rule: IptablesRule, passing: Passing): number {
  const { packet, destination } = passing;
  if (!isAt(rule.source, packet.source.ip) || !isAt(rule.destination, destination.ip) || !isFrom(rule.inInterface, packet)) return 0;
  if (rule.protocol !== undefined && (rule.protocol.value === packet.protocol.toLowerCase()) === rule.protocol.negated) return 0;
  let chance = 1;
  for (const match of rule.matches) {
    chance *= chanceOfMatch(match, passing);
    if (chance === 0) return 0;
  }
  return chance;
}

function chanceOfMatch(match: RuleMatch, passing: Passing): number {
  switch (match.module) {
    case 'comment':
    case 'nfacct':
      return 1;
    case 'tcp':
    case 'udp':
    case 'sctp':
      return truth(match.module === passing.packet.protocol.toLowerCase() && isPort(match.destinationPort, passing.destination.port));
    case 'mark':
      return truth(((passing.mark & match.mask) >>> 0 === match.value) !== match.negated);
    case 'conntrack':
      return truth(match.states.some((state) => state === 'NEW' || (state === 'DNAT' && passing.isTranslated)) !== match.negated);
    case 'statistic':
      return Number(match.probability);
    case 'recent':
      return truth(match.action === 'set');
    case 'addrtype':
      return truth(isType(match.sourceType, passing.packet.source.isOfNode) && isType(match.destinationType, passing.destination.isOfNode));
    // kube-proxy writes none of these in this mode.
    case 'set':
    case 'other':
      return 0;
  }
}

function truth(holdsTrue: boolean): number {
  return holdsTrue ? 1 : 0;
}

const networks = new Map<string, GoNetwork | undefined>();

/** A block, or an address alone. */
function isAt(operand: Operand | undefined, ip: string): boolean {
  if (operand === undefined) return true;
  const { value, negated } = operand;
  return (value === ip || (value.includes('/') && isWithin(value, ip))) !== negated;
}

function isWithin(block: string, ip: string): boolean {
  if (!networks.has(block)) {
    if (networks.size > 10_000) networks.clear();
    networks.set(block, readGoNetwork(block));
  }
  const network = networks.get(block);
  return network !== undefined && holds(network, ip);
}

/** A detector by interface names that by which pods of the node come in. */
function isFrom(operand: Operand | undefined, packet: Packet): boolean {
  return operand === undefined || packet.source.isPodOfNode !== operand.negated;
}

function isPort(operand: Operand | undefined, port: number): boolean {
  return operand === undefined || (operand.value === String(port)) !== operand.negated;
}

function isType(operand: Operand | undefined, isOfNode: boolean): boolean {
  return operand === undefined || (operand.value === 'LOCAL' && isOfNode) !== operand.negated;
}
