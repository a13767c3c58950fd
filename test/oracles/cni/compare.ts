import { readNetworkConfig, formOfFile } from '../../../src/core/cni/config/network-config.js';
import { tellLink, tellRoute, type Machine, type Namespace } from '../../../src/core/cni/simulation/machine.js';
import { tellRule } from '../../../src/core/cni/simulation/rule-set.js';
import { run } from '../../../src/core/cni/simulation/simulate.js';
import { formatIpNet } from '../../../src/core/cni/config/go-net.js';
import { formatAddress } from '../../../src/core/ip/index.js';
import type { AttachCase } from './cases.js';

interface Side {
  readonly links: readonly string[];
  readonly addresses: readonly string[];
  readonly routes: readonly string[];
  readonly sysctls?: readonly string[];
  readonly qdiscs?: readonly string[];
  readonly ipRules?: readonly string[];
}

interface World {
  readonly host: Side;
  readonly container: Side;
  readonly rules: readonly string[];
  readonly store: Readonly<Record<string, string>>;
}

interface ErrorPrinted {
  readonly code: number;
  readonly msg: string;
  readonly details?: string;
}

interface OperationSeen {
  readonly command: string;
  readonly error?: string;
  readonly result?: unknown;
  readonly calls: readonly { readonly plugin: string; readonly env: object; readonly stdin: unknown; readonly result?: unknown; readonly error?: ErrorPrinted }[];
  readonly after?: World;
}

/** What libcni and the plugins made of a case. */
export interface Recorded {
  readonly parsed: { readonly error?: string; readonly name: string; readonly cniVersion: string; readonly disableCheck: boolean; readonly disableGC: boolean; readonly loadOnlyInlinedPlugins: boolean; readonly plugins: readonly string[] };
  readonly operations?: readonly OperationSeen[];
}

/** Kernels that lack a kind of link say so where ours goes on: the recording one has no macvlan, ipvlan, vlan, vrf. */
const lacksKind = /operation not supported|not supported/;

/** What of a case is not as recorded, in words; '' for nothing. */
export function differencesOf(each: AttachCase, recorded: Recorded): readonly string[] {
  const differences: string[] = [];
  const differs = (what: string, ours: unknown, real: unknown) => {
    const [a, b] = [stable(ours), stable(real)];
    if (a !== b) differences.push(`${what}\n  ours ${a}\n  real ${b}`);
  };
  const config = readNetworkConfig(each.text, formOfFile(each.file));
  if ('message' in config) differs('libcni refuses', config.message, recorded.parsed.error);
  else {
    const { name, cniVersion, disableCheck, disableGC, loadOnlyInlinedPlugins, plugins } = config;
    differs('libcni reads', { name, cniVersion, disableCheck, disableGC, loadOnlyInlinedPlugins, plugins: plugins.map(({ type }) => type) }, recorded.parsed);
  }
  if (recorded.operations === undefined || recorded.operations.length === 0) return differences;
  const worlds: World[] = [];
  const { answer } = run(questionOf(each), (machine) => worlds.push(worldOf(machine)));
  let real: World | undefined;
  for (const [i, seen] of recorded.operations.entries()) {
    real = seen.after ?? real;
    if (seen.error !== undefined && lacksKind.test(seen.error)) return differences;
    const ours = asksByItself(each) ? answer.operations[i] : answer.operations.find(({ command }) => command === seen.command);
    if (ours === undefined) {
      differences.push(`${seen.command} is not simulated: ${answer.missing.join()}`);
      return differences;
    }
    if (ours.outcome === 'insufficient-information') return differences;
    differs(`${seen.command} answers`, ours.error ?? undefined, seen.error);
    const own = ours.runs.filter(({ delegatedBy }) => delegatedBy === undefined);
    differs(`${seen.command} runs`, own.map(({ plugin, environment, stdin, error }) => ({ plugin, env: environment, stdin, error: error ?? undefined })), seen.calls.map(({ plugin, env, stdin, error }) => ({ plugin, env, stdin, error })));
    if (seen.command === 'ADD') {
      differs('results', own.map(({ result }) => result ?? undefined), seen.calls.map(({ result }) => result));
      if (seen === recorded.operations.findLast(({ command }) => command === 'ADD')) differs('the result', answer.result ?? undefined, seen.result);
    }
    const left = worlds[answer.operations.indexOf(ours)];
    if (left !== undefined && real !== undefined) for (const part of partsOf(left, real)) differs(`after ${seen.command}: ${part.name}`, part.ours, part.real);
  }
  return differences;
}

/** Whether a case is of other commands than ours gives where none are asked for. */
function asksByItself({ commands = [] }: AttachCase): boolean {
  return commands.length > 0 && JSON.stringify(commands) !== '["ADD","CHECK","DEL"]' && JSON.stringify(commands) !== '["ADD","DEL"]' && JSON.stringify(commands) !== '["ADD"]';
}

export function questionOf(each: AttachCase) {
  const { text, file, containerId, ifName, cniArgs = [], capabilityArgs, allocations, hostInterfaces = [], commands = [], validAttachments } = each;
  return {
    ...(asksByItself(each) && { commands }),
    ...(validAttachments !== undefined && { validAttachments }),
    text,
    fileName: file,
    containerId,
    ifName,
    netns: '/var/run/netns/pod',
    cniArgs: cniArgs.map((pair) => pair.join('=')).join(';'),
    ...(capabilityArgs !== undefined && { capabilityArgs }),
    ...(allocations !== undefined && { existingAllocations: allocations }),
    hostInterfaces: hostInterfaces,
  };
}

function* partsOf(ours: World, real: World): Iterable<{ name: string; ours: unknown; real: unknown }> {
  for (const side of ['host', 'container'] as const) {
    for (const part of ['links', 'addresses', 'routes', 'sysctls', 'qdiscs', 'ipRules'] as const) {
      yield { name: `${part} of the ${side}`, ours: [...(ours[side][part] ?? [])].sort(), real: [...(real[side][part] ?? [])].map(partOf[part] ?? ((text: string) => text)).sort() };
    }
  }
  yield { name: 'rules', ours: byChain(ours.rules), real: byChain(real.rules) };
  yield { name: 'store', ours: ours.store, real: real.store };
}

/** What of a line is compared. */
const partOf: Partial<Record<keyof Side, (line: string) => string>> = {
  // tc prints rates in units that it chooses; that a link has a shaper is what counts here.
  qdiscs: (line) => line.split(' ').slice(1, 4).join(' '),
  ipRules: (line) => line.replace(/^(\d) \d+: /, '$1 '),
};

/** Chains in any order, rules of a chain in theirs. */
function byChain(rules: readonly string[]): Record<string, string[]> {
  const chains: Record<string, string[]> = {};
  for (const rule of rules) {
    const [, chain = rule] = /^(nft \S+ \S+ (?:chain )?\S+|\S+ -t \S+ -[AN] \S+)/.exec(rule) ?? [];
    (chains[chain] ??= []).push(rule);
  }
  return chains;
}

function worldOf(machine: Machine): World {
  const rules = machine.rules.all.flatMap(({ table, chain, rules: own }) => [...(isBuiltIn(table, chain) ? [] : [table.startsWith('nft ') ? `${table} chain ${chain}` : `${table} -N ${chain}`]), ...own.map((rule) => tellRule(table, chain, rule))]);
  const { host } = machine;
  return {
    host: { ...sideOf(host), sysctls: ['net.ipv4.ip_forward', 'net.ipv6.conf.all.forwarding'].map((key) => `${key}=${host.sysctls.get(key) ?? ''}`), qdiscs: [...machine.qdiscs].filter(([dev]) => host.links.has(dev)).flatMap(([dev, kinds]) => kinds.map((kind) => `${kind} dev ${dev}`)) },
    container: { ...sideOf(machine.container), ipRules: machine.container.ipRules.map(({ from, table }) => `${from.family} from ${formatAddress(from)} lookup ${table}`) },
    rules,
    store: Object.fromEntries(machine.store),
  };
}

function sideOf({ links, addresses, routes, place }: Namespace): Side {
  // The recorded host has a loopback that is up; ours is not asked about it.
  const lo = place === 'host' ? { links: ['lo device mtu 65536 up'], addresses: ['lo 127.0.0.1/8', 'lo ::1/128'] } : { links: [], addresses: [] };
  return {
    links: [...lo.links, ...[...links.values()].map(tellLink)],
    addresses: [...lo.addresses, ...addresses.map(({ dev, net }) => `${dev} ${formatIpNet(net)}`)],
    routes: routes.filter(({ dev }) => dev !== 'lo').map(tellRoute),
  };
}

function isBuiltIn(table: string, chain: string): boolean {
  return !table.startsWith('nft ') && ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'].includes(chain);
}

/** Keys in order, so that texts can be compared. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'object' && each !== null && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each)) ?? 'nothing';
}
