import type { NftElement, NftRule, NftSet, NftStatement } from '../../../readouts/index.js';
import type { NodeProxy } from '../../node-proxy.js';
import { nodePortAddressesFor, nodePortIPs } from '../../node-port-addresses.js';
import type { Protocol } from '../../service-ports.js';
import { interfaceAddresses } from '../interface-addresses.js';
import type { NftOperation } from './operations.js';
import { serviceCIDRsOf } from './service-cidrs.js';
import { nftablesShape, type NftablesShape } from './shape.js';
import { changeMark, concat, field, fromPod, isNew, jump, markIs, masquerade, match, named, rule, value, verdict, vmap } from './statements.js';
import { tableFamilyOf, type TableFamily } from './table-family.js';

/** What the setup of a table is made from. */
interface Plan {
  readonly proxy: NodeProxy;
  readonly shape: NftablesShape;
  readonly family: TableFamily;
  /** The bit of the mark, as a decimal number. */
  readonly bit: string;
  /** The addresses on which node ports answer; undefined: on every one but the loopback. */
  readonly nodePortIPs: readonly string[] | undefined;
}

/** What the table has whatever Services there are, in the order in which kube-proxy writes it at start. Source: pkg/proxy/nftables/proxier.go v1.37.2, setupNFTables. */
export function* setUp(proxy: NodeProxy): Generator<NftOperation> {
  const addresses = nodePortAddressesFor(proxy.ipFamily, proxy.settings.nodePortAddresses);
  const plan: Plan = {
    proxy,
    shape: nftablesShape(proxy.behaviour.minor),
    family: tableFamilyOf(proxy.ipFamily),
    bit: String(2 ** proxy.settings.masqueradeBit),
    nodePortIPs: addresses.matchAll ? undefined : nodePortIPs(addresses, interfaceAddresses(proxy)),
  };
  for (const operation of parts(plan)) yield plan.shape.objectComments ? operation : withoutComment(operation);
}

function* parts(plan: Plan): Generator<NftOperation> {
  yield { kind: 'table', comment: 'rules for kube-proxy' };
  yield* baseChains(plan);
  yield* masquerading(plan);
  if (plan.shape.dropsInvalid && !plan.proxy.settings.tcpBeLiberal) yield ruleOf('forward', rule([match(field('ct state'), value('invalid'), 'in'), verdict('drop')]));
  if (plan.shape.clusterIPsCheck) yield* clusterIPsCheck(plan);
  yield* nodePortSet(plan);
  yield* endpointChecks(plan);
  yield* localhostNodePorts(plan);
  yield* plan.shape.firewall === 'chains' ? firewall(plan) : firewallSets(plan);
  yield* dispatch(plan);
}

function withoutComment(operation: NftOperation): NftOperation {
  switch (operation.kind) {
    case 'table':
      return { kind: 'table' };
    case 'chain': {
      const { name, hook } = operation.chain;
      return { kind: 'chain', chain: { name, ...(hook !== undefined && { hook }) } };
    }
    case 'set': {
      const { kind, name, type, valueType, flags } = operation.set;
      return { kind: 'set', set: { kind, name, type, ...(valueType !== undefined && { valueType }), flags } };
    }
    default:
      return operation;
  }
}

function* baseChains({ shape }: Plan): Generator<NftOperation> {
  for (const { name, ...hook } of shape.baseChains) yield { kind: 'chain', chain: { name, hook: { ...hook, policy: 'accept' } } };
  const made = new Set<string>();
  for (const { to, from, isNew: onlyNew } of shape.jumps) {
    if (!made.has(to)) yield chainOf(to);
    made.add(to);
    yield ruleOf(from, rule(onlyNew ? [isNew, jump(to)] : [jump(to)]));
  }
  if (shape.markChain) yield chainOf(markChain);
}

/** Jumped to, where rules do not set the mark themselves. */
export const markChain = 'mark-for-masquerade';

function* masquerading({ shape, bit, family: { header, address } }: Plan): Generator<NftOperation> {
  if (shape.hairpinSet) yield setOf({ kind: 'set', name: 'hairpin-connections', type: [address, address, 'inet_proto', 'inet_service'], flags: [], comment: 'service hairpin connections' });
  if (shape.markChain) {
    yield ruleOf(markChain, rule([changeMark('|', bit)]));
    yield ruleOf('masquerading', rule([markIs('==', bit), verdict('return')]));
    yield ruleOf('masquerading', rule([changeMark('^', bit)]));
    yield ruleOf('masquerading', rule([masquerade]));
    return;
  }
  yield ruleOf('masquerading', rule([markIs('!=', bit), changeMark('^', bit), masquerade]));
  if (!shape.hairpinSet) return;
  const connection = concat(`${header} saddr`, `${header} daddr`, 'meta l4proto', 'th dport');
  yield ruleOf('masquerading', rule([match(field('ct status'), value('dnat'), 'in'), match(connection, named('hairpin-connections')), masquerade]));
}

function* clusterIPsCheck({ proxy, family: { header, address } }: Plan): Generator<NftOperation> {
  yield setOf({ kind: 'set', name: 'cluster-ips', type: [address], flags: [], comment: 'Active ClusterIPs' });
  yield ruleOf('cluster-ips-check', rule([match(field(`${header} daddr`), named('cluster-ips')), { kind: 'reject' }], 'Reject traffic to invalid ports of ClusterIPs'));
  const cidrs = serviceCIDRsOf(proxy.view, proxy.ipFamily, proxy.behaviour);
  if (cidrs.length === 0) return;
  const range: NftStatement = match(field(`${header} daddr`), { kind: 'set', elements: cidrs.map((cidr) => ({ key: [cidr] })) });
  yield ruleOf('cluster-ips-check', rule([range, verdict('drop')], 'Drop traffic to unallocated ClusterIPs'));
}

function* nodePortSet({ nodePortIPs: ips, family: { address } }: Plan): Generator<NftOperation> {
  if (ips === undefined) return;
  yield setOf({ kind: 'set', name: 'nodeport-ips', type: [address], flags: [], comment: 'IPs that accept NodePort traffic' });
  for (const ip of ips) yield elementOf('nodeport-ips', { key: [ip] });
}

/** How a destination is asked whether node ports answer on it. */
function onNodePortAddress({ nodePortIPs: ips, family: { header, loopback } }: Plan): NftStatement {
  const daddr = field(`${header} daddr`);
  return ips === undefined ? match(daddr, value(loopback), '!=') : match(daddr, named('nodeport-ips'));
}

const byPort = concat('meta l4proto', 'th dport');

function* endpointChecks(plan: Plan): Generator<NftOperation> {
  const { shape, family, nodePortIPs: ips } = plan;
  yield setOf(verdictMap('no-endpoint-services', family, 'vmap to drop or reject packets to services with no endpoints'));
  yield setOf(verdictMap('no-endpoint-nodeports', undefined, 'vmap to drop or reject packets to service nodeports with no endpoints'));
  const comment = 'helper for @no-endpoint-services / @no-endpoint-nodeports';
  yield { kind: 'chain', chain: { name: 'reject-chain', comment } };
  yield ruleOf('reject-chain', rule([{ kind: 'reject' }]));
  yield ruleOf(shape.nodePortEndpointsCheck ? 'service-endpoints-check' : 'endpoints-check', rule([vmap(byAddress(family), 'no-endpoint-services')]));
  const ofNode = shape.nodePortEndpointsCheck || ips !== undefined ? [] : [isLocalDestination];
  yield ruleOf(shape.nodePortEndpointsCheck ? 'nodeport-endpoints-check' : 'endpoints-check', rule([...ofNode, onNodePortAddress(plan), vmap(byPort, 'no-endpoint-nodeports')]));
}

const isLocalDestination = match(field('fib daddr type'), value('local'));

const protocols: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

/** Refuses node ports of the loopback that nothing answers; those of TCP are answered where the loopback is named. Source: as above, localhostNodePortRejectProtocols. */
export function rejectedLocalhostProtocols(proxy: NodeProxy): readonly Protocol[] {
  if (!proxy.behaviour.nftablesLocalhostNodePorts) return [];
  return nodePortAddressesFor(proxy.ipFamily, proxy.settings.nodePortAddresses).namesLoopback ? ['UDP', 'SCTP'] : protocols;
}

function* localhostNodePorts({ proxy, family: { header, loopback } }: Plan): Generator<NftOperation> {
  const rejected = rejectedLocalhostProtocols(proxy);
  if (rejected.length === 0) return;
  const map = 'localhost-nodeport-reject-ports';
  yield setOf(verdictMap(map, undefined, 'localhost NodePorts rejected by kube-proxy'));
  for (const protocol of rejected) {
    const counter = `localhost-nodeport-rejected-${protocol.toLowerCase()}`;
    yield { kind: 'counter', name: counter };
    yield chainOf(rejectChainOf(protocol));
    yield ruleOf(rejectChainOf(protocol), rule([{ kind: 'counter', name: counter }, { kind: 'reject' }]));
  }
  yield ruleOf('nodeport-endpoints-check', rule([match(field(`${header} daddr`), value(loopback)), vmap(byPort, map)]));
}

/** The chain that refuses node ports of the loopback of that protocol. */
export function rejectChainOf(protocol: Protocol): string {
  return `localhost-nodeport-reject-${protocol.toLowerCase()}`;
}

function* firewall({ family }: Plan): Generator<NftOperation> {
  yield setOf(verdictMap('firewall-ips', family, 'destinations that are subject to LoadBalancerSourceRanges'));
  yield ruleOf('firewall-check', rule([vmap(byAddress(family), 'firewall-ips')]));
}

/** Before 1.30. */
function* firewallSets({ family }: Plan): Generator<NftOperation> {
  const { header, address } = family;
  const destination = [address, 'inet_proto', 'inet_service'];
  yield setOf({ kind: 'set', name: 'firewall', type: destination, flags: [], comment: 'destinations that are subject to LoadBalancerSourceRanges' });
  yield setOf({ kind: 'set', name: 'firewall-allow', type: [...destination, address], flags: ['interval'], comment: 'destinations+sources that are allowed by LoadBalancerSourceRanges' });
  yield chainOf('firewall-allow-check');
  yield ruleOf('firewall-check', rule([match(byAddress(family), named('firewall')), jump('firewall-allow-check')]));
  const connection = concat(`${header} daddr`, 'meta l4proto', 'th dport', `${header} saddr`);
  yield ruleOf('firewall-allow-check', rule([match(connection, named('firewall-allow')), verdict('return')]));
  yield ruleOf('firewall-allow-check', rule([verdict('drop')]));
}

function* dispatch(plan: Plan): Generator<NftOperation> {
  const { proxy, shape, bit, family, nodePortIPs: ips } = plan;
  yield setOf(verdictMap('service-ips', family, 'ClusterIP, ExternalIP and LoadBalancer IP traffic'));
  yield setOf(verdictMap('service-nodeports', undefined, 'NodePort traffic'));
  if (shape.clusterIPMark === 'for-all') {
    const toClusterIP = match(field(`${family.header} daddr`), named('cluster-ips'));
    const outside = fromPod(proxy.settings.detectLocal[proxy.ipFamily], family.header, false);
    if (proxy.settings.masqueradeAll) yield ruleOf('services', rule([toClusterIP, changeMark('|', bit)], 'masquerade all clusterIP traffic'));
    else if (outside !== undefined) yield ruleOf('services', rule([toClusterIP, outside, changeMark('|', bit)], 'masquerade clusterIP traffic from outside cluster'));
  }
  yield ruleOf('services', rule([vmap(byAddress(family), 'service-ips')]));
  yield ruleOf('services', rule([...(ips === undefined ? [isLocalDestination] : []), onNodePortAddress(plan), vmap(byPort, 'service-nodeports')]));
}

function byAddress({ header }: TableFamily): ReturnType<typeof concat> {
  return concat(`${header} daddr`, 'meta l4proto', 'th dport');
}

/** @param family undefined where no address is part of the key */
function verdictMap(name: string, family: TableFamily | undefined, comment: string): Omit<NftSet, 'elements'> {
  return { kind: 'map', name, type: [...(family === undefined ? [] : [family.address]), 'inet_proto', 'inet_service'], valueType: ['verdict'], flags: [], comment };
}

function setOf(set: Omit<NftSet, 'elements'>): NftOperation {
  return { kind: 'set', set };
}

export function chainOf(name: string): NftOperation {
  return { kind: 'chain', chain: { name } };
}

export function ruleOf(chain: string, each: NftRule): NftOperation {
  return { kind: 'rule', chain, rule: each };
}

export function elementOf(container: string, element: NftElement): NftOperation {
  return { kind: 'element', container, element };
}
