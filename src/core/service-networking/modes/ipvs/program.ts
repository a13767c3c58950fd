import type { Steps } from '../../../analysis/index.js';
import { formatRule } from '../../../readouts/index.js';
import type { ProgrammedChain, ProgrammedRule, ProgrammedTable } from '../../mode.js';
import type { NodeProxy } from '../../node-proxy.js';
import type { ServicePort } from '../../service-ports.js';
import { ChainWriter, chainNames, deniedRule } from './chains.js';
import { boundAddresses, entriesOf, type DeniedToNode } from './entries.js';
import { ipSetNames, setDeclaration, setNameOf, type IpSetName } from './ip-sets.js';
import { formatRealServer, formatVirtualServer, nameOfVirtualServer, virtualServersOf } from './virtual-servers.js';

/** The interface to which the addresses of Services are bound. Source: pkg/proxy/ipvs/proxier.go v1.37.2, defaultDummyDevice. */
export const dummyInterface = 'kube-ipvs0';

/** One table on its way: each line is there once. */
class TableWriter implements ProgrammedTable {
  readonly chains: ProgrammedChain[] = [];
  readonly rules: ProgrammedRule[] = [];
  readonly #told = new Set<string>();

  constructor(readonly table: string) {}

  declare(chain: ProgrammedChain): void {
    if (this.#isFirst(chain.declaration)) this.chains.push(chain);
  }

  write(chain: string, text: string, servicePort?: string): void {
    if (this.#isFirst(text)) this.rules.push(servicePort === undefined ? { chain, text } : { chain, text, servicePort });
  }

  #isFirst(text: string): boolean {
    const isFirst = !this.#told.has(text);
    this.#told.add(text);
    return isFirst;
  }
}

/**
 * What kube-proxy of a fresh node sets up: ipsets, the addresses of its interface, virtual servers with their real servers, and the chains of iptables, which are
 * the same for all Services. Services by namespace and name, where kube-proxy takes them in any order.
 *
 * @param isTold which ports are told; all others are left out, and so is what belongs to no Service where it is given
 * Source: pkg/proxy/ipvs/proxier.go v1.37.2, syncProxyRules.
 */
export function* programSteps(proxy: NodeProxy, isTold?: (port: ServicePort) => boolean): Steps<readonly ProgrammedTable[]> {
  const { ipFamily } = proxy;
  const whole = isTold === undefined;
  const [sets, addresses, servers, nat, filter] = ['ipset', dummyInterface, 'ipvs', 'nat', 'filter'].map((table) => new TableWriter(table)) as [TableWriter, TableWriter, TableWriter, TableWriter, TableWriter];
  const filled = new Set<IpSetName>();
  const denied: DeniedToNode[] = [];
  if (whole) for (const name of ipSetNames) sets.declare({ kind: 'set', name: setNameOf(name, ipFamily), declaration: setDeclaration(name, ipFamily) });
  for (const port of proxy.ports) {
    yield;
    if (isTold?.(port) === false) continue;
    const own = entriesOf(proxy, port);
    const bound = boundAddresses(proxy, port);
    for (const { set, entry } of [...own.entries, ...bound.map((entry) => ({ set: 'KUBE-IPVS-IPS' as const, entry }))]) {
      filled.add(set);
      sets.write(setNameOf(set, ipFamily), `add ${setNameOf(set, ipFamily)} ${entry}`, port.name);
    }
    denied.push(...own.denied);
    if (!whole) for (const each of own.denied) filter.write('KUBE-IPVS-OUT-FILTER', formatRule(deniedRule(each)), port.name);
    for (const ip of bound) addresses.write(dummyInterface, `address add ${ip}/${ipFamily === 'IPv4' ? 32 : 128} dev ${dummyInterface}`, port.name);
    for (const server of virtualServersOf(proxy, port)) {
      const name = nameOfVirtualServer(server);
      servers.declare({ kind: 'virtual-server', name, declaration: formatVirtualServer(server) });
      for (const endpoint of server.realServers) servers.write(name, formatRealServer(server, endpoint), port.name);
    }
  }
  if (whole) {
    addresses.declare({ kind: 'chain', name: dummyInterface, declaration: `link add ${dummyInterface} type dummy` });
    const writer = new ChainWriter(proxy, (set) => !filled.has(set));
    for (const [table, rules] of [[nat, writer.nat()], [filter, writer.filter(denied)]] as const) {
      for (const name of chainNames[table.table as 'nat' | 'filter']) table.declare({ kind: 'chain', name, declaration: `:${name} - [0:0]` });
      for (const rule of rules) table.write(rule.chain, formatRule(rule));
    }
  }
  return [sets, addresses, servers, nat, filter];
}

const tools: Readonly<Record<string, string>> = { ipset: 'ipset restore', [dummyInterface]: 'ip -batch -', ipvs: 'ipvsadm --restore', nat: 'iptables-restore --noflush', filter: 'iptables-restore --noflush' };

/** The tables, each as its tool reads it, and headed by a comment that names the tool. */
export function printTables(tables: readonly ProgrammedTable[]): string {
  return tables
    .map(({ table, chains, rules }) => {
      const isIptables = table === 'nat' || table === 'filter';
      const lines = [`# ${tools[table] ?? table}`];
      if (isIptables) lines.push(`*${table}`);
      if (table === 'ipvs') {
        // A real server stands behind the virtual server that it belongs to.
        const byServer = new Map<string, string[]>();
        for (const { chain, text } of rules) byServer.set(chain, [...(byServer.get(chain) ?? []), text]);
        for (const { name, declaration } of chains) lines.push(declaration, ...(byServer.get(name) ?? []));
      } else {
        for (const { declaration } of chains) lines.push(declaration);
        for (const { text } of rules) lines.push(text);
      }
      if (isIptables) lines.push('COMMIT');
      return `${lines.join('\n')}\n`;
    })
    .join('\n');
}
