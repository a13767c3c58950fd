import type { Steps } from '../../../analysis/index.js';
import type { PlacedRule } from '../../../readouts/index.js';
import type { NodeProxy } from '../../node-proxy.js';
import type { ServicePort } from '../../service-ports.js';
import type { DoorEffect } from './effects.js';
import { keyOfChain, type Expected, type ExpectedRule } from './expected.js';
import type { Found, FoundChain } from './found.js';
import { isServiceChain, namedPort } from './names.js';
import { reachableChains } from './reach.js';
import { Report } from './report.js';

/** Compares where connections go, not the rules by which: for rules that are laid out in another way, or not shown whole. Source addresses and session affinity are not looked at. */
export function* compareByEffect(proxy: NodeProxy, expected: Expected, found: Found, effects: readonly DoorEffect[]): Steps<Report> {
  const comparison = new Comparison(expected, found);
  for (const effect of effects) {
    yield;
    comparison.compareDoor(effect);
  }
  const served = new Set(proxy.ports.map(({ name }) => name));
  const reachable = reachableChains(found);
  for (const chain of found.chains.values()) {
    yield;
    if (chain.table === 'nat' && (chain.chain === 'KUBE-SERVICES' || chain.chain === 'KUBE-NODEPORTS')) for (const rule of chain.rules) if (isOfOther(rule, served)) comparison.report.surplus(chain.table, rule);
    if (chain.chain === '') comparison.compareRows(chain, proxy);
    if (!isServiceChain(chain.chain) || reachable.has(keyOfChain(chain.table, chain.chain))) continue;
    if (comparison.isWhole || !comparison.knows(chain)) comparison.report.leftOver(chain, comparison.isWhole);
  }
  return comparison.report;
}

class Comparison {
  readonly report = new Report();
  /** What the text does not have the node does not have. */
  readonly isWhole: boolean;
  readonly #rules: ReadonlyMap<string, ExpectedRule>;
  readonly #chains: ReadonlySet<string>;
  readonly #told = new Set<ExpectedRule | PlacedRule>();

  constructor(expected: Expected, found: Found) {
    const gaps = found.gaps.get('nat');
    this.isWhole = gaps !== undefined && !found.chains.has(keyOfChain('nat', '')) && [...gaps].every((gap) => gap === 'listing') && found.chains.has(keyOfChain('nat', 'KUBE-SERVICES'));
    this.#rules = byAim(expected);
    this.#chains = new Set([...expected.chains.values()].map(({ chain }) => chain));
  }

  /** Whether kube-proxy would have a chain of this name. */
  knows({ chain }: FoundChain): boolean {
    return this.#chains.has(chain);
  }

  compareDoor({ port, ip, expected, found }: DoorEffect): void {
    const reached = new Map(found ?? []);
    if (expected.size > 0 && reached.size === 0) {
      this.#lack(this.#rules.get(aimKey(port, ip === undefined ? 'node port' : ip)));
      return;
    }
    for (const text of expected) if (!reached.delete(text)) this.#lack(this.#rules.get(aimKey(port, text)));
    for (const rule of reached.values()) {
      if (this.#told.has(rule)) continue;
      this.#told.add(rule);
      this.report.surplus('nat', rule, port.name);
    }
  }

  /** Rows of a listing that grep took out of their chains: each must lead to where its Service has something. */
  compareRows({ rules }: FoundChain, proxy: NodeProxy): void {
    const endpoints = new Map(proxy.ports.map((port) => [port.name, port]));
    for (const placed of rules) {
      const { target } = placed.rule;
      const port = endpoints.get(namedPort(placed.rule) ?? '');
      if (target?.kind === 'dnat' && (port === undefined || !this.#rules.has(aimKey(port, target.to)))) this.report.surplus('nat', placed);
      else if (target?.kind === 'jump' && isServiceChain(target.chain) && !this.#chains.has(target.chain)) this.report.surplus('nat', placed);
    }
  }

  #lack(rule: ExpectedRule | undefined): void {
    if (rule === undefined || !this.isWhole || this.#told.has(rule)) return;
    this.#told.add(rule);
    this.report.lack('nat', rule);
  }
}

/** The rules that catch packets for a port, by the address, and those that send them to an endpoint, by its text. */
function byAim({ chains }: Expected): ReadonlyMap<string, ExpectedRule> {
  const rules = new Map<string, ExpectedRule>();
  for (const { table, chain, rules: inChain } of chains.values()) {
    if (table !== 'nat') continue;
    for (const each of inChain) {
      if (each.port === undefined) continue;
      const { target, destination } = each.rule;
      if (target?.kind === 'dnat') rules.set(aimKey(each.port, target.to), each);
      else if (chain === 'KUBE-SERVICES' && destination !== undefined) rules.set(aimKey(each.port, destination.value.replace(/\/\d+$/, '')), each);
      else if (chain === 'KUBE-NODEPORTS') rules.set(aimKey(each.port, 'node port'), each);
    }
  }
  return rules;
}

function aimKey({ name, protocol }: ServicePort, aim: string): string {
  return `${name} ${protocol} ${aim}`;
}

/** A jump to the chain of a Service that has no such port in the snapshot. */
function isOfOther({ rule }: PlacedRule, served: ReadonlySet<string>): boolean {
  const name = namedPort(rule);
  return rule.target?.kind === 'jump' && isServiceChain(rule.target.chain) && name !== undefined && !served.has(name);
}
