import type { ClusterView } from '../../../../src/core/cluster/index.js';
import type { IpFamily } from '../../../../src/core/service-networking/go-address.js';
import { proxyOfNode } from '../../../../src/core/service-networking/proxy-of-node.js';
import type { TraceAnswer } from '../../../../src/core/service-networking/trace/answer.js';
import type { TraceSource } from '../../../../src/core/service-networking/trace/question.js';
import { trace } from '../../../../src/core/service-networking/trace/trace.js';
import type { ProxyConfiguration } from '../configurations.js';
import { nodeA } from '../scenario.js';
import { plans } from './plans.js';
import type { Call, Caller, PacketWorld, Seen } from './world.js';

const callers: readonly Caller[] = ['pod', 'endpoint', 'node', 'outside'];

/** The pods that call, as the API server would have them. */
export const callingPods: readonly object[] = (['pod', 'endpoint'] as const).map((name) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace: 'callers', name },
  spec: { nodeName: nodeA, containers: [{ name: 'app', image: 'registry.example/app:1' }] },
  status: { phase: 'Running', podIP: plans.IPv4[name], podIPs: [{ ip: plans.IPv4[name] }, { ip: plans.IPv6[name] }] },
}));

/** One connection, and what is told of it. */
export interface Asked extends Call {
  readonly caller: Caller;
  readonly name: string;
  readonly ipFamily: IpFamily;
  readonly told: TraceAnswer;
}

/** Connections to every address and port of every Service of a family from everywhere, and to some of no Service, as far as the little network can show them. */
export function connectionsOf(view: ClusterView, configuration: ProxyConfiguration, ipFamily: IpFamily): readonly Asked[] {
  const { node, loopback, unallocated } = plans[ipFamily];
  const { proxy: { ports } } = proxyOfNode(view, configuration.node, { ipFamily });
  const served = ports.flatMap(({ name, protocol, clusterIP, externalIPs, loadBalancerVIPs, port, nodePort }) => {
    if (protocol === 'SCTP') return [];
    const own = [clusterIP, ...externalIPs, ...loadBalancerVIPs].map((ip) => ({ name, ip, port, protocol }));
    return [...own, ...(nodePort === 0 ? [] : [node, loopback].map((ip) => ({ name, ip, port: nodePort, protocol })))];
  });
  const strays = [{ ip: ports[0]?.clusterIP ?? '', port: 81 }, { ip: unallocated, port: 80 }, { ip: node, port: 32_000 }].flatMap((to) => (['TCP', 'UDP'] as const).map((protocol) => ({ name: 'no Service', ...to, protocol })));
  return callers.flatMap((caller) => [...served, ...strays].flatMap((call) => {
    if (call.ip === loopback && caller !== 'node') return [];
    const told = trace(view, { from: sourceOf(caller, configuration, ipFamily), to: { ip: call.ip, port: call.port, protocol: call.protocol }, node: configuration.node });
    return isAnswerable(caller, told, ipFamily) ? [{ ...call, caller, ipFamily, told }] : [];
  }));
}

/** Makes the connections, and says in which of them something else became of it than is told. */
export async function comparePackets(world: PacketWorld, asked: readonly Asked[]): Promise<readonly string[]> {
  const differences: string[] = [];
  for (const caller of callers) {
    const ofCaller = asked.filter((each) => each.caller === caller);
    const seen = await world.call(caller, ofCaller.map(({ ip, port, protocol }) => ({ ip, port, protocol })));
    ofCaller.forEach((each, i) => {
      const difference = differenceOf(each, seen[i] as Seen);
      if (difference !== undefined) differences.push(`${caller} to ${each.name} at ${each.ip} port ${each.port}/${each.protocol}: ${difference}`);
    });
  }
  return differences;
}

function sourceOf(caller: Caller, { node }: ProxyConfiguration, ipFamily: IpFamily): TraceSource {
  if (caller === 'outside') return { ip: plans[ipFamily].outside };
  return caller === 'node' ? { node } : { pod: `callers/${caller}` };
}

/** Whether the little network can show it: every endpoint answers there, and the answer comes back by the node: not so where an endpoint elsewhere sees the caller outside itself, and answers it straight. */
function isAnswerable(caller: Caller, { outcome, endpoints }: TraceAnswer, ipFamily: IpFamily): boolean {
  const { endpoint, elsewhere } = plans[ipFamily];
  return outcome !== 'delivered' || endpoints.every(({ ip, masquerade }) => ip === endpoint || (elsewhere.includes(ip) && (caller !== 'outside' || masquerade)));
}

function differenceOf({ caller, ip, ipFamily, told }: Asked, seen: Seen): string | undefined {
  const plan = plans[ipFamily];
  const { outcome, endpoints } = told;
  const saw = `it was ${typeof seen === 'string' ? seen : `answered by ${seen.by}, which saw ${seen.source}`}`;
  if (outcome !== 'delivered') return seen === (isRefused(told, ip === plan.node || ip === plan.loopback) ? 'refused' : 'silent') ? undefined : `${outcome} (${told.reason}), and ${saw}`;
  const chosen = typeof seen === 'string' ? undefined : endpoints.find((each) => each.ip === seen.by);
  if (chosen === undefined || typeof seen === 'string') return `to ${endpoints.map((each) => each.ip).join(', ')}, and ${saw}`;
  // What the node itself sends has an address of the node in any case: by the interface to the endpoint only where it is masqueraded.
  if (caller === 'node' && seen.by !== plan.endpoint) return undefined;
  return chosen.masquerade === (seen.source !== plan[caller]) ? undefined : `${chosen.masquerade ? '' : 'not '}masqueraded, and ${saw}`;
}

/** What kube-proxy leaves as it is, the kernel refuses at the node, where nobody listens; elsewhere nobody has the address: nor is there a next node that could reject what is told to leave this one. */
function isRefused({ outcome, warnings }: TraceAnswer, isOfNode: boolean): boolean {
  const leaves = warnings.some((warning) => warning.endsWith('where no node answers for that address it is lost instead of refused.'));
  return (outcome === 'rejected' && !leaves) || (outcome === 'not-a-service' && isOfNode);
}
