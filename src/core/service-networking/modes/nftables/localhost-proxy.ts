import { nodePortAddressesFor } from '../../node-port-addresses.js';
import type { NodeProxy } from '../../node-proxy.js';
import type { Packet, Walk } from '../../packet.js';

const listensAt = { IPv4: '127.0.0.1', IPv6: '::1' } as const;

/**
 * What becomes of a connection to a node port of the loopback that no rule decides, where kube-proxy itself listens there: it connects to one of the endpoints, and
 * does not listen where there is none. Undefined where that is not so.
 *
 * Source: pkg/proxy/localnodeportproxy/proxy.go v1.37.2; pkg/proxy/nftables/proxier.go, syncProxyRules.
 */
export function relayed(proxy: NodeProxy, packet: Packet): Pick<Walk, 'verdict' | 'branches' | 'isRelayed'> | undefined {
  const { ipFamily, protocol, destination } = packet;
  if (!proxy.behaviour.nftablesLocalhostNodePorts || !nodePortAddressesFor(ipFamily, proxy.settings.nodePortAddresses).namesLoopback) return undefined;
  if (protocol !== 'TCP' || destination.ip !== listensAt[ipFamily]) return undefined;
  const port = proxy.met(packet).find((each) => each.nodePort === destination.port && each.protocol === protocol);
  if (port === undefined) return undefined;
  const { cluster, local } = proxy.chosen(port);
  const endpoints = port.externalPolicyLocal ? local : cluster;
  if (endpoints.length === 0) return { verdict: 'rejected', branches: [] };
  return { verdict: 'translated', branches: endpoints.map(({ text }) => ({ endpoint: text, probability: 1 / endpoints.length, masquerade: true })), isRelayed: true };
}
