import type { IptablesRule, Operand, RuleMatch } from '../../../readouts/index.js';
import { holds, readGoNetwork, type GoNetwork } from '../../go-address.js';
import type { Packet } from '../../packet.js';

/** A rule, made ready to be asked of many packets: what they are asked lies in the object itself, as in a large cluster each step aside is a miss of the processor's cache. */
export class AskedRule {
  /** 0 to 1: how often it matches where all else does. */
  readonly chance: number;
  /** What depends on the packet, beyond addresses, interfaces and protocol. */
  readonly asks: readonly RuleMatch[];
  readonly source: Operand | undefined;
  readonly destination: Operand | undefined;
  readonly inInterface: Operand | undefined;
  readonly protocol: Operand | undefined;

  constructor(readonly rule: IptablesRule) {
    this.chance = chanceIn(rule);
    this.asks = asksIn(rule);
    this.source = rule.source;
    this.destination = rule.destination;
    this.inInterface = rule.inInterface;
    this.protocol = rule.protocol;
  }
}

/** How often chance lets a rule match. Source: iptables-extensions(8), “statistic”. */
function chanceIn({ matches }: IptablesRule): number {
  let chance = 1;
  for (const match of matches) if (match.module === 'statistic') chance *= Number(match.probability);
  return chance;
}

const unasked: readonly RuleMatch[] = [];

/** What of the matches of a rule depends on the packet. */
function asksIn({ matches }: IptablesRule): readonly RuleMatch[] {
  const asks = matches.filter(({ module }) => module !== 'comment' && module !== 'nfacct' && module !== 'statistic');
  return asks.length === 0 ? unasked : asks;
}

/**
 * Whether a rule that kube-proxy writes matches: 0 or 1, or the probability of a rule that leaves it to chance. The packet is the first of its connection, of a client that no list of `recent` holds, and goes where it was sent:
 * what has been translated is asked no more.
 *
 * @param mark that of the packet by now
 * Source: iptables-extensions(8); Linux `net/netfilter/xt_*.c`.
 */
export function chanceOf(rule: AskedRule, packet: Packet, mark: number): number {
  if (!isAt(rule.source, packet.source.ip) || !isAt(rule.destination, packet.destination.ip) || !isFrom(rule.inInterface, packet)) return 0;
  if (rule.protocol !== undefined && (rule.protocol.value === lower[packet.protocol]) === rule.protocol.negated) return 0;
  for (const match of rule.asks) if (!isMatched(match, packet, mark)) return 0;
  return rule.chance;
}

const lower = { TCP: 'tcp', UDP: 'udp', SCTP: 'sctp' } as const;

function isMatched(match: RuleMatch, packet: Packet, mark: number): boolean {
  switch (match.module) {
    case 'tcp':
    case 'udp':
    case 'sctp':
      return match.module === lower[packet.protocol] && isPort(match.destinationPort, packet.destination.port);
    case 'mark':
      return ((mark & match.mask) >>> 0 === match.value) !== match.negated;
    case 'conntrack':
      return match.states.includes('NEW') !== match.negated;
    case 'recent':
      return match.action === 'set';
    case 'addrtype':
      return isType(match.sourceType, packet.source.isOfNode) && isType(match.destinationType, packet.destination.isOfNode);
    // kube-proxy writes no others in this mode that a packet could fail.
    default:
      return false;
  }
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
