import type { ClusterView } from '../../../../src/core/cluster/index.js';
import { modes } from '../../../../src/core/service-networking/modes/catalogue.js';
import type { Packet, Walk } from '../../../../src/core/service-networking/packet.js';
import { proxyOfNode } from '../../../../src/core/service-networking/proxy-of-node.js';
import type { ProxyConfiguration } from '../configurations.js';
import { addresses, type Call, type Caller, type PacketWorld, type Seen } from './world.js';

export const callers: readonly Caller[] = ['pod', 'endpoint', 'node', 'outside'];

/** Endpoints that answer in the network around the node. */
const answering = new Set<string>([addresses.endpoint, '10.244.2.9', '10.244.2.10']);

/** One connection: what was told of it, and what became of it. */
export interface Compared {
  readonly compared: number;
  readonly differences: readonly string[];
}

/** Makes a connection to every address and port of every Service from everywhere, and holds what becomes of it against what is told. */
export async function comparePackets(world: PacketWorld, view: ClusterView, configuration: ProxyConfiguration): Promise<Compared> {
  const { proxy } = proxyOfNode(view, configuration.node, { ipFamily: 'IPv4' });
  const mode = modes.find(({ id }) => id === configuration.mode);
  if (mode === undefined) throw new Error(`there is no mode ${configuration.mode}`);
  const differences: string[] = [];
  let compared = 0;
  for (const caller of callers) {
    const asked = proxy.ports.flatMap((port): (Call & { name: string; walk: Walk })[] => {
      if (port.protocol === 'SCTP') return [];
      const own = [port.clusterIP, ...port.externalIPs, ...port.loadBalancerVIPs].map((ip) => ({ ip, port: port.port }));
      const nodePorts = port.nodePort === 0 ? [] : [{ ip: addresses.node as string, port: port.nodePort }, ...(caller === 'node' ? [{ ip: '127.0.0.1', port: port.nodePort }] : [])];
      return [...own, ...nodePorts].flatMap((to) => {
        const call = { ...to, protocol: port.protocol as 'TCP' | 'UDP' };
        const walk = mode.walk(proxy, packetOf(caller, call));
        return isAnswerable(caller, walk) ? [{ ...call, name: port.name, walk }] : [];
      });
    });
    const seen = await world.call(caller, asked.map(({ ip, port, protocol }) => ({ ip, port, protocol })));
    asked.forEach((each, i) => {
      compared++;
      const difference = differenceOf(caller, each.walk, seen[i] as Seen);
      if (difference !== undefined) differences.push(`${caller} to ${each.name} at ${each.ip}:${each.port}/${each.protocol}: ${difference}`);
    });
  }
  return { compared, differences };
}

/** Whether the little network can show it: a decision was made, every endpoint answers there, and the answer comes back by the node: not so where an endpoint elsewhere sees the caller outside itself, and answers it straight. */
function isAnswerable(caller: Caller, { verdict, branches }: Walk): boolean {
  if (verdict === 'rejected' || verdict === 'dropped') return true;
  return verdict === 'translated' && branches.every(({ endpoint, masquerade }) => answering.has(hostOf(endpoint)) && (caller !== 'outside' || masquerade || hostOf(endpoint) === addresses.endpoint));
}

function hostOf(endpoint: string): string {
  return endpoint.replace(/:\d+$/, '');
}

function packetOf(caller: Caller, { ip, port, protocol }: Call): Packet {
  const toLoopback = ip.startsWith('127.');
  const source = caller === 'node' && toLoopback ? '127.0.0.1' : addresses[caller];
  return {
    ipFamily: 'IPv4',
    protocol,
    source: { ip: source, isOfNode: caller === 'node', isPodOfNode: caller === 'pod' || caller === 'endpoint' },
    destination: { ip, port, isOfNode: toLoopback || ip === addresses.node },
    hook: caller === 'node' ? 'output' : 'prerouting',
  };
}

function differenceOf(caller: Caller, { verdict, branches }: Walk, seen: Seen): string | undefined {
  const saw = typeof seen === 'string' ? seen : `answered by ${seen.by}, which saw ${seen.source}`;
  if (verdict === 'rejected') return seen === 'refused' ? undefined : `rejected, and it was ${saw}`;
  if (verdict === 'dropped') return seen === 'silent' ? undefined : `dropped, and it was ${saw}`;
  if (typeof seen === 'string') return `translated to ${branches.map(({ endpoint }) => endpoint).join(', ')}, and it was ${saw}`;
  const branch = branches.find(({ endpoint }) => hostOf(endpoint) === seen.by);
  if (branch === undefined) return `translated to ${branches.map(({ endpoint }) => endpoint).join(', ')}, and it was ${saw}`;
  // What the node itself sends has an address of the node in any case: by the interface to the endpoint only where it is masqueraded.
  const kept = seen.source === addresses[caller];
  if (caller === 'node' && seen.by !== addresses.endpoint) return undefined;
  return branch.masquerade === !kept ? undefined : `${branch.masquerade ? '' : 'not '}masqueraded, and it was ${saw}`;
}
