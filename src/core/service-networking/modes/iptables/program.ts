import type { Steps } from '../../../analysis/index.js';
import type { ProgrammedRule, ProgrammedTable } from '../../mode.js';
import type { NodeProxy } from '../../node-proxy.js';
import type { ServicePort } from '../../service-ports.js';
import { ruleContext, type RuleContext } from './context.js';
import { filterChains, forwardRules, localnetRules, masqueradeRules, natChains, nodePortRules } from './fixed-rules.js';
import { portRules } from './port-rules.js';
import { restoreLine } from './restore-line.js';

/**
 * What kube-proxy of a fresh node hands to `iptables-restore --noflush --counters`, in its order; Services by namespace and name, where kube-proxy takes them in any order.
 *
 * @param isTold which ports are told; all others are left out, and so are the rules that belong to no Service where it is given
 * Source: pkg/proxy/iptables/proxier.go v1.37.2, syncProxyRules.
 */
export function* programSteps(proxy: NodeProxy, isTold?: (port: ServicePort) => boolean): Steps<readonly ProgrammedTable[]> {
  const context = ruleContext(proxy);
  const whole = isTold === undefined;
  const filter = new TableWriter('filter', whole ? filterChains : []);
  const nat = new TableWriter('nat', whole ? natChains : []);
  if (whole) {
    for (const rule of masqueradeRules(context)) nat.write(rule.chain, restoreLine(rule));
    writeLocalnet(filter, context);
  }
  for (const port of proxy.ports) {
    yield;
    if (isTold?.(port) === false) continue;
    const { filter: filterRules, nat: natRules, natChains: chains } = portRules(port, proxy.chosen(port), context);
    for (const chain of chains) nat.declare(chain);
    for (const rule of filterRules) filter.write(rule.chain, restoreLine(rule), port.name);
    for (const rule of natRules) nat.write(rule.chain, restoreLine(rule), port.name);
  }
  if (whole) {
    for (const rule of nodePortRules(context)) nat.write(rule.chain, restoreLine(rule));
    for (const rule of forwardRules(context)) filter.write(rule.chain, restoreLine(rule));
  }
  return [filter, nat];
}

function writeLocalnet(filter: TableWriter, context: RuleContext): void {
  for (const rule of localnetRules(context)) {
    filter.declare(rule.chain);
    filter.write(rule.chain, restoreLine(rule));
  }
}

class TableWriter implements ProgrammedTable {
  readonly chains: { name: string; kind: 'chain'; declaration: string }[] = [];
  readonly rules: ProgrammedRule[] = [];

  constructor(
    readonly table: string,
    chains: readonly string[],
  ) {
    for (const chain of chains) this.declare(chain);
  }

  declare(chain: string): void {
    this.chains.push({ name: chain, kind: 'chain', declaration: `:${chain} - [0:0]` });
  }

  write(chain: string, text: string, servicePort?: string): void {
    this.rules.push(servicePort === undefined ? { chain, text } : { chain, text, servicePort });
  }
}

/** The tables as iptables-restore reads them. */
export function printTables(tables: readonly ProgrammedTable[]): string {
  const lines: string[] = [];
  for (const { table, chains, rules } of tables) {
    lines.push(`*${table}`);
    for (const { declaration } of chains) lines.push(declaration);
    for (const { text } of rules) lines.push(text);
    lines.push('COMMIT');
  }
  lines.push('');
  return lines.join('\n');
}
