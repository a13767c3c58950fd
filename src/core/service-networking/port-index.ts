import type { ClusterView } from '../cluster/index.js';
import type { KubeProxyBehaviour } from './behaviour.js';
import { readEndpoints, type ServiceEndpoint } from './endpoints.js';
import type { IpFamily } from './go-address.js';
import { servicePorts, type Protocol, type ServicePort } from './service-ports.js';

/** The ports of all Services of a family, by what a packet asks for. Built once for a snapshot. */
export class PortIndex {
  /** By namespace, name and position. */
  readonly ports: readonly ServicePort[];
  readonly #byAddress = new Map<string, ServicePort[]>();
  readonly #byNodePort = new Map<string, ServicePort[]>();
  readonly #byIP = new Map<string, ServicePort[]>();
  readonly #endpoints = new Map<ServicePort, readonly ServiceEndpoint[]>();

  constructor(
    readonly view: ClusterView,
    ipFamily: IpFamily,
    readonly behaviour: KubeProxyBehaviour,
  ) {
    this.ports = servicePorts(view, ipFamily, behaviour);
    for (const port of this.ports) {
      for (const ip of new Set([port.clusterIP, ...port.externalIPs, ...port.loadBalancerVIPs])) {
        add(this.#byAddress, keyOf(port.protocol, ip, port.port), port);
        add(this.#byIP, ip, port);
      }
      if (port.nodePort !== 0) add(this.#byNodePort, keyOf(port.protocol, '', port.nodePort), port);
      // The port for health checks is one of TCP, whatever the protocol of the Service.
      if (port.healthCheckNodePort !== 0) add(this.#byNodePort, keyOf('TCP', '', port.healthCheckNodePort), port);
    }
  }

  /** The endpoints of a port as kube-proxy of that node has them; read once for all nodes that have the same. */
  endpoints(port: ServicePort, nodeName: string): readonly ServiceEndpoint[] {
    const known = this.#endpoints.get(port);
    if (known !== undefined) return known;
    const { endpoints, isOfEveryNode } = readEndpoints(this.view, port, { nodeName, behaviour: this.behaviour });
    if (isOfEveryNode) this.#endpoints.set(port, endpoints);
    return endpoints;
  }

  /** Those of which an address and the port, or on an address of the node the node port or the port for health checks, is this. */
  met(protocol: Protocol, ip: string, port: number, isOfNode: boolean): readonly ServicePort[] {
    const byAddress = this.#byAddress.get(keyOf(protocol, ip, port)) ?? none;
    const byNodePort = isOfNode ? (this.#byNodePort.get(keyOf(protocol, '', port)) ?? none) : none;
    if (byNodePort.length === 0) return byAddress;
    return byAddress.length === 0 ? byNodePort : [...new Set([...byAddress, ...byNodePort])];
  }

  /** Those that have this address, whatever the port. */
  at(ip: string): readonly ServicePort[] {
    return this.#byIP.get(ip) ?? none;
  }

  /** Those that have this node port, or port for health checks. */
  onNodePort(protocol: Protocol, port: number): readonly ServicePort[] {
    return this.#byNodePort.get(keyOf(protocol, '', port)) ?? none;
  }
}

const none: readonly ServicePort[] = [];
const indexes = new WeakMap<ClusterView, Map<string, PortIndex>>();

/** The index of a snapshot, one for all nodes whose kube-proxy reads Services alike. */
export function portIndexOf(view: ClusterView, ipFamily: IpFamily, behaviour: KubeProxyBehaviour): PortIndex {
  const ofView = indexes.get(view) ?? new Map<string, PortIndex>();
  indexes.set(view, ofView);
  const key = JSON.stringify([ipFamily, behaviour]);
  const known = ofView.get(key);
  if (known !== undefined) return known;
  const index = new PortIndex(view, ipFamily, behaviour);
  ofView.set(key, index);
  return index;
}

function keyOf(protocol: Protocol, ip: string, port: number): string {
  return `${protocol} ${ip} ${port}`;
}

function add(index: Map<string, ServicePort[]>, key: string, port: ServicePort): void {
  const ports = index.get(key);
  if (ports === undefined) index.set(key, [port]);
  else ports.push(port);
}
