import { formatRule, type IptablesRule, type RuleMatch } from '../../../readouts/index.js';
import { holds, readGoNetwork, type GoNetwork } from '../../go-address.js';
import type { NodeProxy } from '../../node-proxy.js';
import type { Branch, Hop, Packet, Verdict, Walk } from '../../packet.js';
import { portIndexOf, type PortIndex } from '../../port-index.js';
import type { ServicePort } from '../../service-ports.js';
import { byChain } from '../iptables/by-chain.js';
import { builtinJumps, ChainWriter, deniedRule } from './chains.js';
import { boundAddresses, entriesOf, loopBackEntries, loopBackEntry, type DeniedToNode } from './entries.js';
import { ipSetNames, setNameOf } from './ip-sets.js';
import { formatVirtualServer, virtualServersOf, type VirtualServer } from './virtual-servers.js';

/**
 * Leads the first packet of a connection through mode ipvs. An address that is bound to kube-ipvs0 is one of the node's: what comes from elsewhere passes
 * nat PREROUTING and filter INPUT before the kernel's ipvs takes it, and what the node sends is taken between nat OUTPUT and filter OUTPUT.
 *
 * Source: Linux v6.12 net/netfilter/ipvs/ip_vs_core.c, ip_vs_ops4, ip_vs_in_hook, ip_vs_leave; pkg/proxy/ipvs/README.md v1.37.2.
 */
export function walk(proxy: NodeProxy, packet: Packet): Walk {
  return new Passage(proxy, packet).walk();
}

type Fate = 'on' | Exclude<Verdict, 'translated' | 'untouched'> | 'returned';

class Passage {
  readonly #proxy: NodeProxy;
  readonly #packet: Packet;
  readonly #entries = new Set<string>();
  readonly #networks: { readonly prefix: string; readonly network: string }[] = [];
  readonly #servers: readonly VirtualServer[];
  readonly #rules: Rules;
  readonly #denied: readonly IptablesRule[];
  readonly #hops: Hop[] = [];
  readonly #isBound: boolean;
  /** The address that the packet comes from: what the node sends to an address of its own comes from that one. */
  readonly #source: string;
  #isMarked = false;

  constructor(proxy: NodeProxy, packet: Packet) {
    this.#proxy = proxy;
    this.#packet = packet;
    const { destination, source } = packet;
    const { index, rules } = constantsOf(proxy);
    const here = index.at(destination.ip);
    this.#isBound = here.some((port) => boundAddresses(proxy, port).includes(destination.ip));
    this.#source = packet.hook === 'output' && this.#isBound ? destination.ip : source.ip;
    const ports = [...new Set([...here, ...proxy.met(packet), ...index.onNodePort(packet.protocol, destination.port)])];
    this.#servers = ports.flatMap((port) => virtualServersOf(proxy, port));
    const denied = this.#takeEntries(ports);
    this.#rules = rules;
    this.#denied = denied.map(deniedRule);
  }

  walk(): Walk {
    const { hook } = this.#packet;
    this.#through('nat', hook === 'output' ? 'OUTPUT' : 'PREROUTING');
    const server = this.#servers.find(({ ip, port, protocol }) => ip === this.#packet.destination.ip && port === this.#packet.destination.port && protocol === this.#packet.protocol);
    if (hook === 'output' && server !== undefined) {
      const chosen = this.#schedule(server);
      const fate = chosen.verdict === 'translated' ? this.#through('filter', 'OUTPUT', true) : 'on';
      return fate === 'dropped' ? { verdict: 'dropped', branches: [], hops: this.#hops } : chosen;
    }
    if (!this.#isLocal) return this.#told('untouched');
    const fate = this.#through('filter', 'INPUT');
    if (fate === 'dropped' || fate === 'rejected') return this.#told(fate);
    if (server !== undefined) return this.#schedule(server);
    return this.#told(fate === 'accepted' ? 'accepted' : 'untouched');
  }

  get #isLocal(): boolean {
    return this.#isBound || this.#packet.destination.isOfNode;
  }

  #told(verdict: Verdict): Walk {
    return { verdict, branches: [], hops: this.#hops };
  }

  /** Without a real server the kernel answers that the port is unreachable. */
  #schedule(server: VirtualServer): Walk {
    const { realServers } = server;
    this.#hops.push({ table: 'ipvs', chain: server.protocol, rule: formatVirtualServer(server) });
    if (realServers.length === 0) return this.#told('rejected');
    const branches = realServers.map(({ text, ip, port }): Branch => {
      const isHairpin = this.#source === ip && this.#isHairpin(loopBackEntry(server.protocol, { ip, port }));
      return { endpoint: text, probability: 1 / realServers.length, masquerade: this.#isMarked || isHairpin };
    });
    return { verdict: 'translated', branches, hops: this.#hops };
  }

  /** An endpoint that calls itself by a Service that does not tell its node may be told by another. */
  #isHairpin(entry: string): boolean {
    return this.#entries.has(`${this.#setName('KUBE-LOOP-BACK')} ${entry}`) || loopBacksOf(this.#proxy).has(entry);
  }

  #setName(name: Parameters<typeof setNameOf>[0]): string {
    return setNameOf(name, this.#proxy.ipFamily);
  }

  #takeEntries(ports: readonly ServicePort[]): readonly DeniedToNode[] {
    const denied: DeniedToNode[] = [];
    for (const port of ports) {
      const own = entriesOf(this.#proxy, port);
      for (const { set, entry } of own.entries) {
        const name = this.#setName(set);
        this.#entries.add(`${name} ${entry}`);
        const comma = entry.lastIndexOf(',');
        if (set === 'KUBE-LOAD-BALANCER-SOURCE-CIDR') this.#networks.push({ prefix: `${name} ${entry.slice(0, comma)}`, network: entry.slice(comma + 1) });
      }
      denied.push(...own.denied);
    }
    if (this.#isBound) this.#entries.add(`${this.#setName('KUBE-IPVS-IPS')} ${this.#packet.destination.ip}`);
    return denied;
  }

  /** Through the chains to which a chain of the kernel leads, the last of which was put in front. */
  #through(table: 'nat' | 'filter', builtin: string, isTranslated = false): Fate {
    for (const { to } of builtinJumps.filter((jump) => jump.table === table && jump.from === builtin).reverse()) {
      const fate = this.#run(table, to, isTranslated);
      if (fate !== 'returned' && fate !== 'on') return fate;
    }
    return 'on';
  }

  #run(table: 'nat' | 'filter', chain: string, isTranslated: boolean): Fate {
    for (const rule of chain === 'KUBE-IPVS-OUT-FILTER' ? this.#denied : (this.#rules[table].get(chain) ?? [])) {
      if (!this.#matches(rule, isTranslated)) continue;
      const { target } = rule;
      const at = this.#hops.length;
      this.#hops.push({ table, chain, rule: textOf(rule) });
      if (target === undefined) continue;
      if (target.kind === 'mark') this.#isMarked = target.op === 'or';
      else if (target.kind === 'jump') {
        const fate = this.#run(table, target.chain, isTranslated);
        // A jump into a chain in which nothing matched did nothing.
        if (this.#hops.length === at + 1) this.#hops.length = at;
        if (fate !== 'returned') return fate;
      } else if (target.kind === 'return') return 'returned';
      else if (target.kind === 'accept') return 'accepted';
      else if (target.kind === 'drop') return 'dropped';
      else if (target.kind === 'reject') return 'rejected';
    }
    return 'returned';
  }

  #matches({ source, inInterface, protocol, matches }: IptablesRule, isTranslated: boolean): boolean {
    if (source !== undefined && isWithin(source, source.value, this.#source) === source.negated) return false;
    if (inInterface !== undefined && this.#packet.source.isPodOfNode === inInterface.negated) return false;
    if (protocol !== undefined && (protocol.value === this.#packet.protocol.toLowerCase()) === protocol.negated) return false;
    return matches.every((match) => this.#matchesModule(match, isTranslated));
  }

  #matchesModule(match: RuleMatch, isTranslated: boolean): boolean {
    switch (match.module) {
      case 'comment':
        return true;
      case 'set':
        return this.#isInSet(match.set, match.flags) !== match.negated;
      case 'mark':
        return this.#isMarked !== match.negated;
      case 'conntrack':
        return match.states.includes('NEW') !== match.negated;
      case 'addrtype': {
        const { sourceType, destinationType } = match;
        return (sourceType === undefined || this.#isFromNode !== sourceType.negated) && (destinationType === undefined || this.#isLocal !== destinationType.negated);
      }
      case 'other':
        // Whether a frame came by a bridge is not known; what it decides there, others decide alike. The virtual server that was met is that of the packet.
        return match.name !== 'ipvs' || (isTranslated && match.words[1] === this.#packet.destination.ip && match.words[3] === this.#packet.protocol.toLowerCase() && match.words[5] === String(this.#packet.destination.port));
      default:
        return false;
    }
  }

  get #isFromNode(): boolean {
    return this.#packet.source.isOfNode || this.#packet.hook === 'output';
  }

  /** `flags`: which address and port of the packet each part of an entry is. */
  #isInSet(set: string, flags: string): boolean {
    const { destination, protocol } = this.#packet;
    const port = `${protocol.toLowerCase()}:${destination.port}`;
    switch (flags) {
      case 'dst':
        return this.#entries.has(`${set} ${isBitmap.has(set) ? destination.port : destination.ip}`);
      case 'dst,dst':
        return this.#entries.has(`${set} ${destination.ip},${port}`);
      case 'src,dst':
        return this.#entries.has(`${set} ${this.#source},${port}`);
      default: {
        const prefix = `${set} ${destination.ip},${port}`;
        return this.#entries.has(`${prefix},${this.#source}`) || this.#networks.some((each) => each.prefix === prefix && isWithin(each, each.network, this.#source));
      }
    }
  }
}

const isBitmap: ReadonlySet<string> = new Set((['IPv4', 'IPv6'] as const).flatMap((family) => ipSetNames.filter((name) => name === 'KUBE-HEALTH-CHECK-NODE-PORT' || /^KUBE-NODE-PORT-(?:LOCAL-)?(?:TCP|UDP)$/.test(name)).map((name) => setNameOf(name, family))));

type Rules = Readonly<Record<'nat' | 'filter', ReadonlyMap<string, readonly IptablesRule[]>>>;

/** What is the same for every packet that a kube-proxy meets. */
interface Constants {
  readonly rules: Rules;
  readonly index: PortIndex;
}

const constants = new WeakMap<NodeProxy, Constants>();

/** Which sets are empty on the node does not matter here: a rule of an empty set matches nothing. */
function constantsOf(proxy: NodeProxy): Constants {
  const before = constants.get(proxy);
  if (before !== undefined) return before;
  const writer = new ChainWriter(proxy, () => false);
  const made: Constants = { rules: { nat: byChain(writer.nat()), filter: byChain(writer.filter([])) }, index: portIndexOf(proxy.view, proxy.ipFamily, proxy.behaviour) };
  constants.set(proxy, made);
  return made;
}

const loopBacks = new WeakMap<NodeProxy, ReadonlySet<string>>();

/** The entries of KUBE-LOOP-BACK of all Services. */
function loopBacksOf(proxy: NodeProxy): ReadonlySet<string> {
  const made = loopBacks.get(proxy) ?? new Set(proxy.ports.flatMap((port) => loopBackEntries(proxy, port)));
  loopBacks.set(proxy, made);
  return made;
}

const texts = new WeakMap<IptablesRule, string>();

function textOf(rule: IptablesRule): string {
  const before = texts.get(rule);
  if (before !== undefined) return before;
  const text = formatRule(rule);
  texts.set(rule, text);
  return text;
}

const networks = new WeakMap<object, GoNetwork | undefined>();

/** Whether an address is in a block. `where` is the part of the rule or of the set that names it. */
function isWithin(where: object, written: string, ip: string): boolean {
  if (written === ip) return true;
  if (!networks.has(where)) networks.set(where, readGoNetwork(written));
  const network = networks.get(where);
  return network !== undefined && holds(network, ip);
}
