import type { NftElement, NftHook, NftRule } from '../../../readouts/index.js';
import { holds, readGoNetwork, type GoNetwork } from '../../go-address.js';
import type { NodeProxy } from '../../node-proxy.js';
import { portIndexOf, type PortIndex } from '../../port-index.js';
import type { ServicePort } from '../../service-ports.js';
import type { NftOperation } from './operations.js';
import { serviceCIDRsOf } from './service-cidrs.js';
import { hairpinSet, hairpinsOf, servicePortOperations } from './service-port.js';
import { setUp } from './setup.js';

/** Chains and elements that a packet may meet. */
export interface KnownRules {
  /** Whether no filter rule can match a packet to that address: it is none of a Service, nor of a range of them. Most endpoints are such. */
  isPlain(ip: string): boolean;
  /** Those that the kernel calls at `hook`, in the order of their priority. */
  baseChains(hook: string): readonly string[];
  rules(chain: string): readonly NftRule[];
  /** The element of a set or a map with that key. */
  element(container: string, key: string): NftElement | undefined;
}

/** A part of the table, by name. */
class Part {
  readonly chains = new Map<string, NftRule[]>();
  readonly hooks = new Map<string, NftHook>();
  readonly elements = new Map<string, NftElement>();

  constructor(operations: Iterable<NftOperation>) {
    for (const operation of operations) {
      if (operation.kind === 'chain') {
        this.chains.set(operation.chain.name, []);
        if (operation.chain.hook !== undefined) this.hooks.set(operation.chain.name, operation.chain.hook);
      } else if (operation.kind === 'rule') this.chains.get(operation.chain)?.push(operation.rule);
      else if (operation.kind === 'element') this.elements.set(keyOf(operation.container, operation.element.key.join(' . ')), operation.element);
    }
  }
}

function keyOf(container: string, key: string): string {
  return `${container} ${key}`;
}

interface Known {
  readonly setup: Part;
  readonly baseChains: ReadonlyMap<string, readonly string[]>;
  readonly ports: Map<ServicePort, Part>;
  readonly serviceCIDRs: readonly GoNetwork[];
  readonly plain: Map<string, boolean>;
  readonly index: PortIndex;
  /** Keys of {@link hairpinSet}, of all Services; made where one is asked for that is of none of those that are met. */
  hairpins?: ReadonlyMap<string, NftElement>;
}

const known = new WeakMap<NodeProxy, Known>();

function knownOf(proxy: NodeProxy): Known {
  const before = known.get(proxy);
  if (before !== undefined) return before;
  const setup = new Part(setUp(proxy));
  const baseChains = new Map<string, string[]>();
  for (const [name, { hook }] of [...setup.hooks].sort(([, a], [, b]) => a.priority - b.priority)) baseChains.set(hook, [...(baseChains.get(hook) ?? []), name]);
  const serviceCIDRs = serviceCIDRsOf(proxy.view, proxy.ipFamily, proxy.behaviour).flatMap((cidr) => readGoNetwork(cidr) ?? []);
  const made: Known = { setup, baseChains, ports: new Map(), serviceCIDRs, plain: new Map(), index: portIndexOf(proxy.view, proxy.ipFamily, proxy.behaviour) };
  known.set(proxy, made);
  return made;
}

/** The rules that a packet to one of `ports` may meet; what belongs to other Services is not made. */
export function knownRules(proxy: NodeProxy, ports: readonly ServicePort[]): KnownRules {
  const all = knownOf(proxy);
  const { setup, baseChains, ports: parts, serviceCIDRs, plain, index } = all;
  const own = ports.map((port) => {
    const part = parts.get(port) ?? new Part(servicePortOperations(proxy, port));
    parts.set(port, part);
    return part;
  });
  return {
    isPlain(ip) {
      const before = plain.get(ip);
      if (before !== undefined) return before;
      const isPlain = index.at(ip).length === 0 && !proxy.addresses.includes(ip) && !serviceCIDRs.some((cidr) => holds(cidr, ip));
      plain.set(ip, isPlain);
      return isPlain;
    },
    baseChains: (hook) => baseChains.get(hook) ?? [],
    rules(chain) {
      return setup.chains.get(chain) ?? own.find(({ chains }) => chains.has(chain))?.chains.get(chain) ?? [];
    },
    element(container, key) {
      if (container === 'cluster-ips') return index.at(key).some(({ clusterIP }) => clusterIP === key) ? { key: [key] } : undefined;
      if (container === 'firewall-allow') return allowedSource(own, key);
      const whole = keyOf(container, key);
      const found = setup.elements.get(whole) ?? own.findLast(({ elements }) => elements.has(whole))?.elements.get(whole);
      return found === undefined && container === hairpinSet ? hairpinOfAny(proxy, all, key) : found;
    },
  };
}

/** An endpoint that calls itself by a Service that does not tell its node may be told by another. */
function hairpinOfAny(proxy: NodeProxy, all: Known, key: string): NftElement | undefined {
  const [source, destination] = key.split(' . ');
  if (source !== destination) return undefined;
  all.hairpins ??= new Map(proxy.ports.flatMap((port) => hairpinsOf(proxy, port).map((element) => [element.key.join(' . '), element] as const)));
  return all.hairpins.get(key);
}

/** Of this set the last part of a key is a block. */
function allowedSource(parts: readonly Part[], key: string): NftElement | undefined {
  const end = key.lastIndexOf(' . ');
  const source = key.slice(end + 3);
  for (const { elements } of parts) {
    for (const [whole, element] of elements) {
      const block = element.key[3] ?? '';
      const network = readGoNetwork(block);
      if (whole === keyOf('firewall-allow', `${key.slice(0, end)} . ${block}`) && (block === source || (network !== undefined && holds(network, source)))) return element;
    }
  }
  return undefined;
}
