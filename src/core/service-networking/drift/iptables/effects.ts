import { count, enumerate, type Steps } from '../../../analysis/index.js';
import type { IptablesRule, PlacedRule } from '../../../readouts/index.js';
import { portChains } from '../../modes/iptables/chain-names.js';
import type { NodeProxy } from '../../node-proxy.js';
import type { ServicePort } from '../../service-ports.js';
import { append } from '../append.js';
import { keyOfChain } from './expected.js';
import type { Found } from './found.js';
import { destinationsOf } from './reach.js';

/** Where packets to one door of a port of a Service go by the rules of the text. */
export interface DoorEffect {
  readonly port: ServicePort;
  /** As a person names it: `ClusterIP 10.96.7.10:80`. */
  readonly title: string;
  /** What should be reached, by the text of the endpoint; empty where the packet should be refused. */
  readonly expected: ReadonlySet<string>;
  /** What is reached, with the rule that sends it there; undefined where no rule catches such a packet. */
  readonly found: ReadonlyMap<string, PlacedRule> | undefined;
  /** A rule of table filter refuses such packets. */
  readonly isRefused: boolean;
  /** Of the address; undefined for a node port. */
  readonly ip: string | undefined;
}

/** The doors of every port, and where the rules of a text lead from there. */
export function* effectsOf(proxy: NodeProxy, found: Found): Steps<readonly DoorEffect[]> {
  const catches = new Catches(found);
  const effects: DoorEffect[] = [];
  for (const port of proxy.ports) {
    yield;
    for (const door of doorsOf(proxy, port)) {
      const rule = catches.find(port, door);
      const reached = rule === undefined ? undefined : catches.reached(rule.rule);
      effects.push({ port, title: door.title, expected: door.expected, found: reached, isRefused: catches.isRefused(port, door), ip: door.ip });
    }
  }
  return effects;
}

interface Door {
  readonly title: string;
  /** Undefined for a node port. */
  readonly ip: string | undefined;
  readonly number: number;
  readonly expected: ReadonlySet<string>;
}

function doorsOf(proxy: NodeProxy, port: ServicePort): readonly Door[] {
  const { cluster, local } = proxy.chosen(port);
  const texts = (endpoints: typeof cluster) => new Set(endpoints.map(({ text }) => text));
  const inner = texts(port.internalPolicyLocal ? local : cluster);
  // From the outside those of this node, and for pods and the node itself all others too.
  const outer = texts(port.externalPolicyLocal ? [...cluster, ...local] : cluster);
  const at = (name: string, ip: string, expected: ReadonlySet<string>): Door => ({ title: `${name} ${ip.includes(':') ? `[${ip}]` : ip}:${port.port}`, ip, number: port.port, expected });
  return [
    at('ClusterIP', port.clusterIP, inner),
    ...port.externalIPs.map((ip) => at('external address', ip, outer)),
    ...port.loadBalancerVIPs.map((ip) => at('load-balancer address', ip, outer)),
    ...(port.nodePort === 0 ? [] : [{ title: `node port ${port.nodePort}`, ip: undefined, number: port.nodePort, expected: outer }]),
  ];
}

/** The rules that catch packets for Services. */
class Catches {
  readonly #byIP = new Map<string, PlacedRule[]>();
  readonly #byPort = new Map<string, PlacedRule[]>();
  readonly #refusals = new Map<string, PlacedRule[]>();
  readonly #reached = new Map<string, ReadonlyMap<string, PlacedRule>>();

  constructor(readonly text: Found) {
    for (const rule of text.chains.get(keyOfChain('nat', 'KUBE-SERVICES'))?.rules ?? []) if (leadsOn(rule.rule)) append(this.#byIP, addressOf(rule.rule), rule);
    for (const rule of text.chains.get(keyOfChain('nat', 'KUBE-NODEPORTS'))?.rules ?? []) if (leadsOn(rule.rule)) append(this.#byPort, portOf(rule.rule) ?? '', rule);
    for (const chain of ['KUBE-SERVICES', 'KUBE-EXTERNAL-SERVICES']) {
      for (const rule of text.chains.get(keyOfChain('filter', chain))?.rules ?? []) append(this.#refusals, addressOf(rule.rule), rule);
    }
  }

  /** By what it asks of the packet; a listing may not show the port, then by the chain that it leads to. */
  find(port: ServicePort, { ip, number }: Door): PlacedRule | undefined {
    const protocol = port.protocol.toLowerCase();
    const candidates = (ip === undefined ? this.#byPort.get(String(number)) : this.#byIP.get(ip)) ?? [];
    return candidates.find(({ rule }) => rule.protocol?.value === protocol && (portOf(rule) === String(number) || (portOf(rule) === undefined && chainsOf(port).has(jumpOf(rule) ?? ''))));
  }

  reached(rule: IptablesRule): ReadonlyMap<string, PlacedRule> {
    const chain = jumpOf(rule) ?? '';
    const known = this.#reached.get(chain) ?? destinationsOf(this.text, chain);
    this.#reached.set(chain, known);
    return known;
  }

  isRefused(port: ServicePort, { ip, number }: Door): boolean {
    const protocol = port.protocol.toLowerCase();
    return (this.#refusals.get(ip ?? '') ?? []).some(({ rule }) => rule.protocol?.value === protocol && portOf(rule) === String(number) && (rule.target?.kind === 'reject' || rule.target?.kind === 'drop'));
  }
}

function leadsOn({ target }: IptablesRule): boolean {
  return target?.kind === 'jump' && target.chain !== 'KUBE-MARK-MASQ' && target.chain !== 'KUBE-NODEPORTS';
}

function jumpOf({ target }: IptablesRule): string | undefined {
  return target?.kind === 'jump' ? target.chain : undefined;
}

function addressOf({ destination }: IptablesRule): string {
  return destination === undefined || destination.negated ? '' : destination.value.replace(/\/(?:32|128)$/, '');
}

/** Ports that a listing without `-n` names. Source: IANA, as in /etc/services of Debian 12. */
const portNames: Readonly<Record<string, string>> = { http: '80', https: '443', domain: '53', 'http-alt': '8080', mysql: '3306', postgresql: '5432', redis: '6379', ssh: '22', smtp: '25', ldap: '389', ntp: '123', imap2: '143', amqp: '5672' };

function portOf({ matches }: IptablesRule): string | undefined {
  for (const match of matches) if ('destinationPort' in match && match.destinationPort !== undefined) return portNames[match.destinationPort.value] ?? match.destinationPort.value;
  return undefined;
}

/** Under the names of today and, for a port without a name, that of before 1.19, which ended in a colon. */
function chainsOf({ name, portName, protocol }: ServicePort): ReadonlySet<string> {
  const names = portName === '' ? [name, `${name}:`] : [name];
  return new Set(
    names.flatMap((each) => {
      const { cluster, local, external, firewall } = portChains(each, protocol.toLowerCase());
      return [cluster, local, external, firewall];
    }),
  );
}

/** What a caller would notice at a door; undefined where nothing. */
export function noticedAt({ port, title, expected, found, isRefused }: DoorEffect): string | undefined {
  if (expected.size === 0) {
    if (found !== undefined && found.size > 0) return `${title}: connections still go to ${enumerate([...found.keys()].sort(), 3)}, though ${port.name} has no endpoint for them`;
    return undefined;
  }
  if (found === undefined || found.size === 0) {
    return isRefused ? `${title}: connections are refused, though ${port.name} has ${count(expected.size, 'endpoint')}` : `${title}: no rule serves it, so connections leave by the routes of the node and time out`;
  }
  const gone = [...found.keys()].filter((text) => !expected.has(text)).sort();
  const absent = [...expected].filter((text) => !found.has(text));
  const told = [
    ...(gone.length === 0 ? [] : [`${gone.length} of the ${found.size} places that connections go to ${gone.length === 1 ? 'is' : 'are'} no endpoint (any more): ${enumerate(gone, 3)}; those fail or reach somebody else`]),
    ...(absent.length === 0 ? [] : [`${enumerate(absent, 3)} get${absent.length === 1 ? 's' : ''} no connections`]),
  ];
  return told.length === 0 ? undefined : `${title}: ${told.join('; ')}`;
}
