import { count, enumerate } from '../../analysis/index.js';
import type { ClusterView, Service } from '../../cluster/index.js';
import type { Place } from '../endpoints.js';
import type { Reach, ReachWay } from './explanation.js';
import type { PortChoice } from './port-choice.js';

export interface ReachQuestion {
  readonly service: Service;
  readonly choices: readonly PortChoice[];
  readonly place: Place | undefined;
  /** Whether the endpoints are told by the snapshot. */
  readonly isKnown: boolean;
}

/** Every way to a Service that has addresses of its own, and what happens to a connection on it. */
export function reachOf(view: ClusterView, question: ReachQuestion): Reach[] {
  const { service, choices } = question;
  const families = [...new Map(choices.map((choice) => [choice.servicePort.ipFamily, choice.servicePort])).values()];
  const addresses = (pick: (port: PortChoice['servicePort']) => readonly string[]) => families.flatMap(pick);
  const open = choices.filter(({ servicePort }) => servicePort.nodePort > 0);
  const external = addresses(({ externalIPs }) => externalIPs);
  return [
    ...(families.length === 0 ? [] : [way(view, question, 'cluster-ip', addresses(({ clusterIP }) => [clusterIP]), choices)]),
    ...(open.length === 0 ? [] : [way(view, question, 'node-port', [], open)]),
    ...(external.length === 0 ? [] : [way(view, question, 'external-ip', external, choices.filter(({ servicePort }) => servicePort.externalIPs.length > 0))]),
    ...(service.spec.type === 'LoadBalancer' ? [loadBalancer(view, question)] : []),
    ...healthCheck(question),
  ];
}

function way(view: ClusterView, question: ReachQuestion, name: Exclude<ReachWay, 'dns'>, addresses: readonly string[], choices: readonly PortChoice[]): Reach {
  const isInternal = name === 'cluster-ip';
  const { works, detail } = worksOf(view, question, choices, isInternal);
  const ports = choices.map(({ servicePort }) => ({ port: name === 'node-port' ? servicePort.nodePort : servicePort.port, protocol: servicePort.protocol, name: servicePort.portName === '' ? null : servicePort.portName }));
  return { way: name, addresses: [...new Set(addresses)], ports: [...new Map(ports.map((port) => [`${port.port}/${port.protocol}`, port])).values()], from: isInternal ? 'cluster' : 'outside', works, detail };
}

/** Under policy Cluster all nodes answer alike, but for hints; under Local each by its own endpoints. */
function worksOf(view: ClusterView, { place, isKnown }: ReachQuestion, choices: readonly PortChoice[], isInternal: boolean): Pick<Reach, 'works' | 'detail'> {
  if (!isKnown) return { works: 'unknown', detail: 'The snapshot does not tell its endpoints.' };
  const isLocal = choices.some(({ servicePort }) => (isInternal ? servicePort.internalPolicyLocal : servicePort.externalPolicyLocal));
  const answering = choices.filter(({ chosen, usedLocally }) => (isLocal ? usedLocally.size > 0 : chosen.cluster.length > 0));
  const labels = (list: readonly PortChoice[]) => enumerate([...new Set(list.map(({ servicePort: { port, protocol } }) => `${port}/${protocol}`))], 5);
  if (answering.length === 0) {
    const dropped = isLocal && choices.some(({ chosen, endpoints }) => chosen.hasAny || endpoints.some(({ ready, serving, terminating }) => ready || (serving && terminating)));
    if (dropped) return { works: 'no', detail: `${place === undefined ? 'No node has' : `Node ${place.nodeName} has no`} endpoint of its own${place === undefined ? ' that is told' : ''}, and the policy is Local: packets are dropped, and connections time out.` };
    return { works: 'no', detail: 'No endpoint gets connections: kube-proxy rejects them, and callers see “connection refused”.' };
  }
  if (answering.length < choices.length) {
    const failing = choices.filter((choice) => !answering.includes(choice));
    return { works: 'for-some-ports', detail: `${labels(answering)} ${answering.length === 1 ? 'is' : 'are'} answered; ${labels(failing)} (${enumerate([...new Set(failing.map(({ servicePort }) => servicePort.ipFamily))])}) ${failing.length === 1 ? 'has' : 'have'} no endpoint that gets connections.` };
  }
  if (!isLocal) return { works: 'yes', detail: `${isInternal ? 'Pods and nodes' : 'Whoever reaches such an address'} ${isInternal ? 'get' : 'gets'} an endpoint of any node${tellHints(choices, place)}.` };
  return localReach(view, choices, place, isInternal);
}

function localReach(view: ClusterView, choices: readonly PortChoice[], place: Place | undefined, isInternal: boolean): Pick<Reach, 'works' | 'detail'> {
  const nodes = new Set(choices.flatMap(({ usedLocally }) => [...usedLocally].flatMap(({ nodeName }) => (nodeName === undefined ? [] : [nodeName]))));
  const policy = `${isInternal ? 'internal' : 'external'}TrafficPolicy is Local`;
  if (place !== undefined) return { works: 'yes', detail: `${policy}: node ${place.nodeName} sends connections to its own endpoints alone, and has ${count(Math.max(...choices.map(({ usedLocally }) => usedLocally.size)), 'endpoint')}.` };
  const all = view.objects('Node').length;
  const told = enumerate([...nodes].sort(), 5);
  if (view.covers('Node') && nodes.size >= all) return { works: 'yes', detail: `${policy}: each node sends connections to its own endpoints alone, and each has some.` };
  const left = all - nodes.size;
  const others = !view.covers('Node') ? 'others drop' : left === 1 ? 'the other node drops' : `the other ${left} nodes drop`;
  return { works: 'on-some-nodes', detail: `${policy}: of ${told} connections are answered; ${others} them${isInternal ? '' : ', unless the load balancer leaves these out, as its health checks tell it'}.` };
}

function tellHints(choices: readonly PortChoice[], place: Place | undefined): string {
  const mode = choices.find(({ chosen }) => chosen.mode !== '')?.chosen.mode;
  if (mode !== undefined) return mode === 'same-node' ? ', of those that are hinted for this node' : `, of those that are hinted for zone ${place?.zone}`;
  const hinted = place === undefined && choices.some(({ endpoints }) => endpoints.some(({ zoneHints, nodeHints }) => zoneHints.length + nodeHints.length > 0));
  return hinted ? '; hints narrow that by zone or node, so ask with a node' : '';
}

function loadBalancer(view: ClusterView, question: ReachQuestion): Reach {
  const { service, choices } = question;
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  const addresses = ingress.flatMap(({ ip, hostname }) => ip ?? hostname ?? []);
  const reach = way(view, question, 'load-balancer', addresses, choices);
  if (addresses.length === 0) {
    const className = service.spec.loadBalancerClass;
    return { ...reach, works: 'no', detail: `It has no address yet: whoever provides load balancers${className === undefined ? '' : ` of class ${className}`} has given it none. Its other ways do not depend on that.` };
  }
  const beyond = ingress.some(({ ip, ipMode }) => ip === undefined || ipMode === 'Proxy');
  const ranges = service.spec.loadBalancerSourceRanges ?? [];
  const sources = ranges.length === 0 ? '' : ` Only sources in ${enumerate(ranges, 4)} are let in.`;
  return { ...reach, detail: `${reach.detail}${sources}${beyond ? ' kube-proxy has no rules for an address by host name or of mode Proxy: also from within the cluster such packets go out to the load balancer.' : ''}` };
}

function healthCheck({ choices }: ReachQuestion): Reach[] {
  const port = choices.map(({ servicePort }) => servicePort.healthCheckNodePort).find((each) => each > 0);
  if (port === undefined) return [];
  return [{ way: 'health-check-node-port', addresses: [], ports: [{ port, protocol: 'TCP', name: null }], from: 'outside', works: 'yes', detail: 'kube-proxy answers there with 200 on a node that has endpoints of its own, and with 503 on others; the load balancer asks it.' }];
}
