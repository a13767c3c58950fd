import { finish } from '../../../src/core/analysis/index.js';
import { kindNames, readCluster, viewOf, type ClusterView, type Coverage } from '../../../src/core/cluster/index.js';
import { formatRule, iptablesSave, savedRule } from '../../../src/core/readouts/index.js';
import type { ProgrammedTable } from '../../../src/core/service-networking/mode.js';
import { printTables, programSteps } from '../../../src/core/service-networking/modes/ipvs/program.js';
import { proxyOfNode } from '../../../src/core/service-networking/proxy-of-node.js';
import type { IpvsConfiguration } from './ipvs-configurations.js';
import type { NormalRules } from './normal-rules.js';
import { objectsOf, proxyObjects, serviceOfServer } from './objects.js';
import { scenarios } from './scenarios/catalogue.js';

/** What the program in `bench/go/kubernetes/ipvs` answers. */
export interface IpvsAnswer {
  readonly virtualServers: readonly { readonly name: string; readonly scheduler: string; readonly flags: number; readonly timeout: number; readonly realServers: readonly string[] }[];
  readonly sets: Readonly<Record<string, { readonly type: string; readonly entries: readonly string[] }>>;
  readonly iptables: string;
  readonly addresses: readonly string[];
}

const persistent = 1;
const hashesPort = 16;

/** What was programmed, in the form in which it is compared. */
export function programmed({ virtualServers, sets, iptables, addresses }: IpvsAnswer, ipFamily: 'IPv4' | 'IPv6'): NormalRules {
  return sorted([
    ...virtualServers.map(({ name, scheduler, flags, timeout, realServers }): [string, readonly string[]] => {
      const options = `-s ${scheduler}${(flags & persistent) === 0 ? '' : ` -p ${timeout}`}${(flags & hashesPort) === 0 ? '' : ' -b mh-port'}`;
      return [`server ${name}`, [options, ...realServers]];
    }),
    ...Object.entries(sets).map(([name, { type, entries }]): [string, readonly string[]] => [`set ${name}`, [type, ...entries]]),
    ['kube-ipvs0', addresses],
    ...chainsOf(iptables, ipFamily),
  ]);
}

/** The snapshot of a cluster with these objects and the kube-proxy of the configuration. */
export function viewOfIpvs(configuration: IpvsConfiguration, objects: readonly object[] = [serviceOfServer, ...objectsOf(scenarios)]): ClusterView {
  const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
  return viewOf({ ...readCluster([...objects, ...proxyObjects({ mode: 'ipvs', config: ipvsConfigOf(configuration) })]), coverage: whole });
}

/** What we say is programmed. */
export function ourProgram(view: ClusterView, { node }: IpvsConfiguration, ipFamily: 'IPv4' | 'IPv6'): NormalRules {
  const tables = finish(programSteps(proxyOfNode(view, node, { ipFamily }).proxy));
  const table = (name: string) => tables.find((each) => each.table === name) as ProgrammedTable;
  const linesOf = ({ rules }: ProgrammedTable, chain: string) => rules.filter((rule) => rule.chain === chain).map(({ text }) => text);
  const servers = table('ipvs');
  const sets = table('ipset');
  return sorted([
    ...servers.chains.map(({ name, declaration }): [string, readonly string[]] => [`server ${name}`, [declaration.slice(declaration.indexOf('-s ')), ...linesOf(servers, name).map((line) => line.replace(/^.* -r (\S+) -m -w (\d+)$/, '$1 weight $2')).sort()]]),
    ...sets.chains.map(({ name, declaration }): [string, readonly string[]] => [`set ${name}`, [declaration.split(' ')[2] ?? '', ...linesOf(sets, name).map((line) => line.replace(`add ${name} `, '')).sort()]]),
    ['kube-ipvs0', table('kube-ipvs0').rules.map(({ text }) => text.replace(/^address add (\S+)\/\d+ .*$/, '$1')).sort()],
    ...chainsOf(printTables([table('nat'), table('filter')]).replace(/^#.*$/gm, ''), ipFamily),
  ]);
}

/** Chains of the kernel are left out: jumps in them are written by calls of their own. */
function chainsOf(text: string, ipFamily: 'IPv4' | 'IPv6'): readonly [string, readonly string[]][] {
  const { parsed, problems } = iptablesSave.parse(text);
  if (problems.length > 0) throw new Error(`not read: ${JSON.stringify(problems.slice(0, 5))}`);
  return parsed.tables.flatMap((table) =>
    table.chains.flatMap((chain): [string, readonly string[]][] => {
      if (!chain.name.startsWith('KUBE-')) return [];
      const lines = chain.rules.map(({ rule }) => formatRule(savedRule(rule, ipFamily)).replace(`-A ${chain.name} `, ''));
      // Its rules follow the order of Services, which is none.
      return [[`${table.name} ${chain.name}`, chain.name === 'KUBE-IPVS-OUT-FILTER' ? lines.sort() : lines]];
    }),
  );
}

function sorted(entries: readonly (readonly [string, readonly string[]])[]): NormalRules {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The ConfigMap of kube-proxy that an {@link IpvsConfiguration} comes to. */
function ipvsConfigOf({ clusterCIDRs, masqueradeAll, masqueradeBit, scheduler, nodePortAddresses }: IpvsConfiguration): Readonly<Record<string, unknown>> {
  return {
    clusterCIDR: clusterCIDRs,
    iptables: { ...(masqueradeAll !== undefined && { masqueradeAll }), ...(masqueradeBit !== undefined && { masqueradeBit }) },
    ...(scheduler !== undefined && { ipvs: { scheduler } }),
    ...(nodePortAddresses !== undefined && { nodePortAddresses }),
  };
}
