import type { Steps } from '../../../analysis/index.js';
import { savedRule, type IptablesRule } from '../../../readouts/index.js';
import { ruleContext } from '../../modes/iptables/context.js';
import { builtinJumps, filterChains, forwardRules, localnetRules, masqueradeRules, natChains, nodePortRules } from '../../modes/iptables/fixed-rules.js';
import { portRules } from '../../modes/iptables/port-rules.js';
import type { NodeProxy } from '../../node-proxy.js';
import type { ServicePort } from '../../service-ports.js';

export type TableName = 'filter' | 'nat';

/** A rule that should be there, as `iptables-save` would print it. */
export interface ExpectedRule {
  readonly rule: IptablesRule;
  /** Undefined for what is there for all. */
  readonly port?: ServicePort;
}

export interface ExpectedChain {
  readonly table: TableName;
  readonly chain: string;
  readonly port?: ServicePort;
  readonly rules: ExpectedRule[];
}

/** What kube-proxy of a node should have, by table and chain, and the jumps to it from chains of the kernel. */
export interface Expected {
  readonly chains: ReadonlyMap<string, ExpectedChain>;
  readonly jumps: readonly { readonly table: TableName; readonly rule: IptablesRule }[];
}

/** Chains that all Services share: kube-proxy promises no order among the rules of different Services there. */
export const sharedChains: ReadonlySet<string> = new Set(['KUBE-SERVICES', 'KUBE-NODEPORTS', 'KUBE-EXTERNAL-SERVICES', 'KUBE-PROXY-FIREWALL']);

export function keyOfChain(table: string, chain: string): string {
  return `${table} ${chain}`;
}

/** Source: pkg/proxy/iptables/proxier.go v1.37.2, syncProxyRules. */
export function* expectedSteps(proxy: NodeProxy): Steps<Expected> {
  const context = ruleContext(proxy);
  const collector = new Collector(proxy.ipFamily);
  for (const chain of filterChains) collector.declare('filter', chain);
  for (const chain of natChains) collector.declare('nat', chain);
  for (const rule of masqueradeRules(context)) collector.add('nat', rule);
  for (const rule of [...localnetRules(context), ...forwardRules(context)]) collector.add('filter', rule);
  for (const port of proxy.ports) {
    yield;
    const rules = portRules(port, proxy.chosen(port), context);
    for (const chain of rules.natChains) collector.declare('nat', chain, port);
    for (const rule of rules.filter) collector.add('filter', rule, port);
    for (const rule of rules.nat) collector.add('nat', rule, port);
  }
  for (const rule of nodePortRules(context)) collector.add('nat', rule);
  const jumps = builtinJumps.filter(({ rule }) => context.localhostNodePorts || rule.target?.kind !== 'jump' || rule.target.chain !== 'KUBE-FIREWALL');
  return { chains: collector.chains, jumps: jumps.map(({ table, rule }) => ({ table, rule: savedRule(rule, proxy.ipFamily) })) };
}

class Collector {
  readonly chains = new Map<string, ExpectedChain>();

  constructor(readonly ipFamily: 'IPv4' | 'IPv6') {}

  declare(table: TableName, chain: string, port?: ServicePort): ExpectedChain {
    const key = keyOfChain(table, chain);
    const known = this.chains.get(key);
    if (known !== undefined) return known;
    const made: ExpectedChain = { table, chain, rules: [], ...(port !== undefined && { port }) };
    this.chains.set(key, made);
    return made;
  }

  add(table: TableName, rule: IptablesRule, port?: ServicePort): void {
    this.declare(table, rule.chain).rules.push({ rule: savedRule(rule, this.ipFamily), ...(port !== undefined && { port }) });
  }
}
