import type { NftElement, NftExpression, NftStatement } from '../../../readouts/index.js';
import type { ChosenEndpoints, ServiceEndpoint } from '../../endpoints.js';
import { holds } from '../../go-address.js';
import type { NodeProxy } from '../../node-proxy.js';
import type { ServicePort } from '../../service-ports.js';
import { endpointNames, servicePortNames, type ServicePortNames } from './names.js';
import type { NftOperation } from './operations.js';
import { chainOf, elementOf, markChain, rejectChainOf, rejectedLocalhostProtocols, ruleOf } from './setup.js';
import { nftablesShape, type NftablesShape } from './shape.js';
import { changeMark, field, fromPod, goTo, jump, match, named, numbered, random, rule, value, verdict } from './statements.js';
import { tableFamilyOf, type TableFamily } from './table-family.js';

/** One port of one Service, and what its rules are made from. */
interface Plan {
  readonly proxy: NodeProxy;
  readonly port: ServicePort;
  readonly chosen: ChosenEndpoints;
  readonly names: ServicePortNames;
  readonly shape: NftablesShape;
  readonly family: TableFamily;
  readonly protocol: string;
  /** With session affinity, or in a version that gives each endpoint one. */
  readonly hasEndpointChains: boolean;
  readonly usesCluster: boolean;
  readonly usesLocal: boolean;
  readonly hasInternal: boolean;
  readonly hasExternal: boolean;
  readonly usesExternalChain: boolean;
  readonly usesFirewall: boolean;
  /** What marks a packet for masquerade. */
  readonly mark: NftStatement;
}

/** What kube-proxy writes for one port of one Service, in its order. Source: pkg/proxy/nftables/proxier.go v1.37.2, syncProxyRules. */
export function* servicePortOperations(proxy: NodeProxy, port: ServicePort): Generator<NftOperation> {
  const plan = planOf(proxy, port);
  yield* chains(plan);
  yield* elements(plan);
  if (plan.shape.clusterIPMark !== 'for-all' && plan.hasInternal) yield* internalMark(plan);
  if (plan.usesExternalChain) yield* external(plan);
  if (plan.usesFirewall && plan.shape.firewall === 'chains') yield ruleOf(plan.names.firewall, rule([match(field(`${plan.family.header} saddr`), sourcesOf(plan), '!='), verdict('drop')]));
  yield* endpoints(plan);
}

function planOf(proxy: NodeProxy, port: ServicePort): Plan {
  const chosen = proxy.chosen(port);
  const shape = nftablesShape(proxy.behaviour.minor);
  const { hasAny, cluster, local } = chosen;
  return {
    proxy, port, chosen, shape,
    names: servicePortNames(port),
    family: tableFamilyOf(proxy.ipFamily),
    protocol: port.protocol.toLowerCase(),
    hasEndpointChains: shape.endpointChains || port.affinitySeconds !== undefined,
    usesCluster: cluster.length > 0 && port.usesClusterEndpoints,
    usesLocal: local.length > 0 && port.usesLocalEndpoints,
    hasInternal: hasAny && !(port.internalPolicyLocal && local.length === 0),
    hasExternal: hasAny && !(port.externalPolicyLocal && local.length === 0),
    usesExternalChain: hasAny && port.externallyAccessible,
    usesFirewall: port.loadBalancerVIPs.length > 0 && port.loadBalancerSourceRanges.length > 0,
    mark: shape.markChain ? jump(markChain) : changeMark('|', String(2 ** proxy.settings.masqueradeBit)),
  };
}

function* chains({ proxy, port, chosen, names, shape, hasEndpointChains, usesCluster, usesLocal, usesExternalChain }: Plan): Generator<NftOperation> {
  for (const endpoint of chosen.reachable) {
    if (hasEndpointChains) yield chainOf(endpointNames(port, endpoint).chain);
    if (shape.hairpinSet && isOfNode(proxy, endpoint)) yield elementOf(hairpinSet, hairpinOf(port, endpoint));
  }
  if (usesCluster) yield chainOf(names.cluster);
  if (usesLocal) yield chainOf(names.local);
  if (usesExternalChain) yield chainOf(names.external);
}

/** The set of connections of endpoints of the node to themselves, which is one for all Services. */
export const hairpinSet = 'hairpin-connections';

function hairpinOf({ protocol }: ServicePort, { ip, port }: ServiceEndpoint): NftElement {
  return { key: [ip, ip, protocol.toLowerCase(), String(port)] };
}

/** The elements of {@link hairpinSet} that a port of a Service adds. */
export function hairpinsOf(proxy: NodeProxy, port: ServicePort): readonly NftElement[] {
  if (!nftablesShape(proxy.behaviour.minor).hairpinSet) return [];
  return proxy.chosen(port).reachable.filter((endpoint) => isOfNode(proxy, endpoint)).map((endpoint) => hairpinOf(port, endpoint));
}

function isOfNode(proxy: NodeProxy, { nodeName }: ServiceEndpoint): boolean {
  return nodeName !== undefined && nodeName === proxy.place.nodeName;
}

const rejects = { kind: 'goto', chain: 'reject-chain' } as const;
const drops = { kind: 'drop' } as const;

/** Longest comment in nftables, in bytes; names of ports are ASCII. Source: sigs.k8s.io/knftables v0.0.22 types.go, CommentLengthMax. */
const longestComment = 128;

function* elements(plan: Plan): Generator<NftOperation> {
  const { port, chosen, names, shape, hasInternal, hasExternal, usesFirewall, protocol } = plan;
  const { hasAny } = chosen;
  const comment = port.name.slice(0, longestComment);
  const to = (ip: string): readonly string[] => [ip, protocol, String(port.port)];
  const refused = hasAny ? drops : rejects;
  const goToExternal = { kind: 'goto', chain: names.external } as const;

  if (shape.clusterIPsCheck) yield elementOf('cluster-ips', { key: [port.clusterIP] });
  if (hasInternal) yield elementOf('service-ips', { key: to(port.clusterIP), value: { kind: 'goto', chain: port.internalPolicyLocal ? names.local : names.cluster } });
  else yield elementOf('no-endpoint-services', { key: to(port.clusterIP), value: refused, comment });

  for (const ip of port.externalIPs) {
    if (hasAny) yield elementOf('service-ips', { key: to(ip), value: goToExternal });
    if (!hasExternal) yield elementOf('no-endpoint-services', { key: to(ip), value: refused, comment });
  }
  if (usesFirewall && shape.firewall === 'chains') yield chainOf(names.firewall);
  for (const ip of port.loadBalancerVIPs) {
    if (hasAny) yield elementOf('service-ips', { key: to(ip), value: goToExternal });
    if (usesFirewall && shape.firewall === 'set') yield* allowedSources(plan, to(ip), comment);
    else if (usesFirewall) yield elementOf('firewall-ips', { key: to(ip), value: { kind: 'goto', chain: names.firewall }, ...(shape.firewallComments ? { comment } : {}) });
  }
  for (const ip of hasExternal ? [] : port.loadBalancerVIPs) yield elementOf('no-endpoint-services', { key: to(ip), value: refused, comment });
  if (port.nodePort !== 0) yield* nodePort(plan, comment, goToExternal, refused);
}

/** Before 1.30. */
function* allowedSources({ proxy, port }: Plan, destination: readonly string[], comment: string): Generator<NftOperation> {
  yield elementOf('firewall', { key: destination, comment });
  for (const { text } of port.loadBalancerSourceRanges) yield elementOf('firewall-allow', { key: [...destination, text], comment });
  if (holdsNode(proxy, port)) yield elementOf('firewall-allow', { key: [...destination, destination[0] ?? ''] });
}

function* nodePort({ proxy, port, chosen, protocol, hasExternal }: Plan, comment: string, goToExternal: { kind: 'goto'; chain: string }, refused: typeof drops | typeof rejects): Generator<NftOperation> {
  const key = [protocol, String(port.nodePort)];
  if (rejectedLocalhostProtocols(proxy).includes(port.protocol)) {
    yield elementOf('localhost-nodeport-reject-ports', { key, value: { kind: 'goto', chain: rejectChainOf(port.protocol) } });
  }
  if (chosen.hasAny) yield elementOf('service-nodeports', { key, value: goToExternal });
  if (!hasExternal) yield elementOf('no-endpoint-nodeports', { key, value: refused, comment });
}

function* internalMark({ proxy, port, names, shape, family: { header }, protocol, mark }: Plan): Generator<NftOperation> {
  const outside = fromPod(proxy.settings.detectLocal[proxy.ipFamily], header, false);
  if (!proxy.settings.masqueradeAll && outside === undefined) return;
  const byPort = shape.clusterIPMark === 'by-port' ? [match(field(`${protocol} dport`), value(String(port.port)))] : [];
  const toClusterIP = [match(field(`${header} daddr`), value(port.clusterIP)), ...byPort];
  const asked = proxy.settings.masqueradeAll || outside === undefined ? [] : [outside];
  yield ruleOf(port.internalPolicyLocal ? names.local : names.cluster, rule([...toClusterIP, ...asked, mark]));
}

function* external({ proxy, port, names, family: { header }, hasExternal, shape, mark }: Plan): Generator<NftOperation> {
  if (!port.externalPolicyLocal) yield ruleOf(names.external, shape.markChain ? rule([mark]) : rule([mark], 'masquerade'));
  else {
    const pod = fromPod(proxy.settings.detectLocal[proxy.ipFamily], header, true);
    if (pod !== undefined) yield ruleOf(names.external, rule([pod, goTo(names.cluster)], 'short-circuit pod traffic'));
    yield ruleOf(names.external, rule([isLocalSource, mark], 'masquerade local traffic'));
    yield ruleOf(names.external, rule([isLocalSource, goTo(names.cluster)], 'short-circuit local traffic'));
  }
  if (hasExternal) yield ruleOf(names.external, rule([goTo(port.externalPolicyLocal ? names.local : names.cluster)]));
}

const isLocalSource = match(field('fib saddr type'), value('local'));

/** Where the source ranges hold the node, packets from it to the VIP come from the VIP itself. */
function sourcesOf({ proxy, port }: Plan): NftExpression {
  const sources = [...port.loadBalancerSourceRanges.map(({ text }) => text), ...(holdsNode(proxy, port) ? port.loadBalancerVIPs : [])];
  return { kind: 'set', elements: sources.map((source) => ({ key: [source] })) };
}

function holdsNode(proxy: NodeProxy, { loadBalancerSourceRanges }: ServicePort): boolean {
  return loadBalancerSourceRanges.some((range) => holds(range, proxy.settings.nodeIPs[proxy.ipFamily]));
}

function* endpoints(plan: Plan): Generator<NftOperation> {
  const { port, chosen, names, family, protocol, hasEndpointChains, usesCluster, usesLocal } = plan;
  const affine = port.affinitySeconds !== undefined;
  if (affine) {
    for (const endpoint of chosen.reachable) {
      const { affinitySet: name } = endpointNames(port, endpoint);
      yield { kind: 'set', set: { kind: 'set', name, type: [family.address], flags: ['dynamic', 'timeout'], timeoutSeconds: port.affinitySeconds } };
    }
  }
  const write = hasEndpointChains ? jumpsToEndpoints : translations;
  if (usesCluster) yield* write(plan, names.cluster, chosen.cluster);
  if (usesLocal) yield* write(plan, names.local, chosen.local);
  for (const endpoint of hasEndpointChains ? chosen.reachable : []) {
    const { chain, affinitySet } = endpointNames(port, endpoint);
    const saddr = field(`${family.header} saddr`);
    if (!plan.shape.hairpinSet) yield ruleOf(chain, rule([match(saddr, value(endpoint.ip)), plan.mark]));
    if (affine) yield ruleOf(chain, rule([{ kind: 'update', op: 'update', set: affinitySet, key: saddr }]));
    yield ruleOf(chain, rule([ofProtocol(protocol), translationTo(endpoint)]));
  }
}

function ofProtocol(protocol: string): NftStatement {
  return match(field('meta l4proto'), value(protocol));
}

function translationTo({ ip, port }: ServiceEndpoint): NftStatement {
  return { kind: 'dnat', address: value(ip), port: value(String(port)) };
}

/** Source: pkg/proxy/nftables/proxier.go v1.37.2, writeServiceToEndpointDNATs. */
function* translations({ protocol, shape }: Plan, chain: string, chosen: readonly ServiceEndpoint[]): Generator<NftOperation> {
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1 && shape.singleTranslation) {
    yield ruleOf(chain, rule([ofProtocol(protocol), translationTo(only)]));
    return;
  }
  const address: NftExpression = { kind: 'map', key: random(chosen.length), data: numbered(chosen.map(({ ip, port }) => [ip, String(port)])) };
  yield ruleOf(chain, rule([ofProtocol(protocol), { kind: 'dnat', address }]));
}

/** Source: pkg/proxy/nftables/proxier.go v1.37.2, writeServiceToEndpointJumps. */
function* jumpsToEndpoints({ port, family: { header } }: Plan, chain: string, chosen: readonly ServiceEndpoint[]): Generator<NftOperation> {
  const endpointsOfPort = chosen.map((endpoint) => endpointNames(port, endpoint));
  if (port.affinitySeconds !== undefined) {
    for (const { chain: own, affinitySet } of endpointsOfPort) yield ruleOf(chain, rule([match(field(`${header} saddr`), named(affinitySet)), goTo(own)]));
  }
  const data = numbered(endpointsOfPort.map(({ chain: own }) => ({ kind: 'goto', chain: own })));
  yield ruleOf(chain, rule([{ kind: 'vmap', key: random(chosen.length), data }]));
}
