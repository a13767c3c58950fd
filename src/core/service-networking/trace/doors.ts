import type { Evidence } from '../../analysis/index.js';
import { refOf } from '../../cluster/index.js';
import type { NodeProxy } from '../node-proxy.js';
import type { Packet } from '../packet.js';
import type { ServicePort } from '../service-ports.js';

/** By which of its addresses a packet comes to a port of a Service. */
export type Door = 'cluster-ip' | 'external-ip' | 'load-balancer' | 'node-port' | 'health-check';

/** The port of a Service that a packet meets, and where. Of several with one address the first by name: kube-proxy promises no order among them. */
export interface Met {
  readonly port: ServicePort;
  readonly door: Door;
}

/** @param preferred a port for which a rule was seen to decide */
export function metBy(proxy: NodeProxy, packet: Packet, preferred: (port: ServicePort) => boolean = () => true): Met | undefined {
  const ports = proxy.met(packet);
  const port = ports.length === 1 ? ports[0] : (ports.find(preferred) ?? ports[0]);
  return port && { port, door: doorOf(port, packet) };
}

function doorOf(port: ServicePort, { destination: { ip, port: number }, protocol }: Packet): Door {
  if (protocol === port.protocol && number === port.port) {
    if (ip === port.clusterIP) return 'cluster-ip';
    if (port.loadBalancerVIPs.includes(ip)) return 'load-balancer';
    if (port.externalIPs.includes(ip)) return 'external-ip';
  }
  return number === port.nodePort && protocol === port.protocol ? 'node-port' : 'health-check';
}

/** What of the Service makes it meet the packet. */
export function doorEvidence({ port, door }: Met): Evidence {
  const service = refOf(port.service);
  switch (door) {
    case 'cluster-ip':
      return { ...service, field: 'spec.clusterIPs', value: port.clusterIP };
    case 'external-ip':
      return { ...service, field: 'spec.externalIPs', value: port.externalIPs };
    case 'load-balancer':
      return { ...service, field: 'status.loadBalancer.ingress', value: port.loadBalancerVIPs };
    case 'node-port':
      return { ...service, field: 'spec.ports', value: port.nodePort };
    case 'health-check':
      return { ...service, field: 'spec.healthCheckNodePort', value: port.healthCheckNodePort };
  }
}

/** `the ClusterIP of shop/web:http` */
export function doorWords({ port, door }: Met): string {
  return `the ${doorNames[door]} of ${port.name}`;
}

const doorNames: Readonly<Record<Door, string>> = {
  'cluster-ip': 'ClusterIP', 'external-ip': 'external address', 'load-balancer': 'load-balancer address', 'node-port': 'node port', 'health-check': 'health check port',
};

/** Whether the traffic policy that applies at this door is Local. Source: pkg/proxy/iptables/proxier.go v1.37.2, internalPolicyChain, externalPolicyChain. */
export function isLocalPolicy({ port, door }: Met): boolean {
  return door === 'cluster-ip' ? port.internalPolicyLocal : port.externalPolicyLocal;
}
