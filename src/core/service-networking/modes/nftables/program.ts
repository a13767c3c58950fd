import type { Steps } from '../../../analysis/index.js';
import { kubeProxyTable, type NftChain, type NftSet, type NftTable } from '../../../readouts/index.js';
import type { ProgrammedChain, ProgrammedRule, ProgrammedTable } from '../../mode.js';
import type { NodeProxy } from '../../node-proxy.js';
import type { ServicePort } from '../../service-ports.js';
import { formatOperation, type NftOperation } from './operations.js';
import { servicePortOperations } from './service-port.js';
import { setUp } from './setup.js';
import { tableFamilyOf } from './table-family.js';

/**
 * What kube-proxy of a fresh node hands to `nft`, less what it flushes and deletes there; Services by namespace and name, where kube-proxy takes them in any order.
 *
 * @param isTold which ports are told; all others are left out, and so is what belongs to no Service where it is given
 * Source: pkg/proxy/nftables/proxier.go v1.37.2, syncProxyRules.
 */
export function* programSteps(proxy: NodeProxy, isTold?: (port: ServicePort) => boolean): Steps<readonly ProgrammedTable[]> {
  const writer = new TableWriter(tableFamilyOf(proxy.ipFamily).header);
  if (isTold === undefined) for (const operation of setUp(proxy)) writer.write(operation);
  for (const port of proxy.ports) {
    yield;
    if (isTold?.(port) === false) continue;
    for (const operation of servicePortOperations(proxy, port)) writer.write(operation, port.name);
  }
  return [writer];
}

class TableWriter implements ProgrammedTable {
  readonly table: string;
  readonly chains: ProgrammedChain[] = [];
  readonly rules: ProgrammedRule[] = [];
  readonly #told = new Set<string>();

  constructor(readonly family: string) {
    this.table = `${family} ${kubeProxyTable}`;
  }

  write(operation: NftOperation, servicePort?: string): void {
    const text = formatOperation(this.family, operation);
    if (operation.kind === 'table') return;
    if (operation.kind === 'rule' || operation.kind === 'element') {
      // Ports of one Service share its ClusterIP, and Services may share endpoints: each element is there once.
      if (operation.kind === 'element' && this.#told.has(text)) return;
      if (operation.kind === 'element') this.#told.add(text);
      const chain = operation.kind === 'rule' ? operation.chain : operation.container;
      this.rules.push(servicePort === undefined ? { chain, text } : { chain, text, servicePort });
    } else this.chains.push({ ...declared(operation), declaration: text });
  }
}

function declared(operation: Extract<NftOperation, { kind: 'chain' | 'set' | 'counter' }>): Omit<ProgrammedChain, 'declaration'> {
  if (operation.kind === 'chain') return { kind: 'chain', name: operation.chain.name };
  return operation.kind === 'set' ? { kind: operation.set.kind, name: operation.set.name } : { kind: 'counter', name: operation.name };
}

/** The tables as `nft -f` reads them: what rules refer to stands before them. */
export function printTables(tables: readonly ProgrammedTable[]): string {
  return tables
    .map(({ table, chains, rules }) => {
      const lines = [`add table ${table} { comment "rules for kube-proxy" ; }`];
      for (const { declaration } of chains) lines.push(declaration);
      for (const { text } of rules) lines.push(text);
      lines.push('');
      return lines.join('\n');
    })
    .join('');
}

/** The same as data: the table that `nft list table` should show on that node, but for what session affinity remembers. */
export function nftTableOf(proxy: NodeProxy): NftTable {
  const { header } = tableFamilyOf(proxy.ipFamily);
  const chains = new Map<string, Omit<NftChain, 'rules'> & { rules: NftChain['rules'][number][] }>();
  const sets = new Map<string, Omit<NftSet, 'elements'> & { elements: Map<string, NftSet['elements'][number]> }>();
  const counters: string[] = [];
  const take = (operation: NftOperation): void => {
    if (operation.kind === 'chain') chains.set(operation.chain.name, { ...operation.chain, rules: [] });
    else if (operation.kind === 'set') sets.set(operation.set.name, { ...operation.set, elements: new Map() });
    else if (operation.kind === 'counter') counters.push(operation.name);
    else if (operation.kind === 'rule') chains.get(operation.chain)?.rules.push(operation.rule);
    else if (operation.kind === 'element') sets.get(operation.container)?.elements.set(operation.element.key.join(' . '), operation.element);
  };
  for (const operation of setUp(proxy)) take(operation);
  for (const port of proxy.ports) for (const operation of servicePortOperations(proxy, port)) take(operation);
  return {
    family: header, name: kubeProxyTable, comment: 'rules for kube-proxy', understood: true,
    chains: [...chains.values()], sets: [...sets.values()].map((set) => ({ ...set, elements: [...set.elements.values()] })), counters, others: [],
  };
}
