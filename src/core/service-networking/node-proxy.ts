import type { ClusterView } from '../cluster/index.js';
import type { KubeProxyBehaviour } from './behaviour.js';
import { chooseEndpoints, type ChosenEndpoints, type Place, type ServiceEndpoint } from './endpoints.js';
import type { IpFamily } from './go-address.js';
import type { Packet } from './packet.js';
import { portIndexOf, type PortIndex } from './port-index.js';
import type { ServicePort } from './service-ports.js';
import type { ProxySettings } from './settings.js';

/** kube-proxy of one node and one family: its settings, and what it makes of Services and EndpointSlices. What is asked of it is worked out once. */
export class NodeProxy {
  readonly #index: PortIndex;
  readonly #endpoints = new Map<ServicePort, readonly ServiceEndpoint[]>();
  readonly #chosen = new Map<ServicePort, ChosenEndpoints>();

  /**
   * @param place the node, and its zone
   * @param addresses those of the node in that family, as Go prints them, the one that kube-proxy takes for its own first; without the loopback
   */
  constructor(
    readonly view: ClusterView,
    readonly ipFamily: IpFamily,
    readonly place: Place,
    readonly addresses: readonly string[],
    readonly settings: ProxySettings,
    readonly behaviour: KubeProxyBehaviour,
  ) {
    this.#index = portIndexOf(view, ipFamily, behaviour);
  }

  /** Every port that kube-proxy serves in that family, by namespace, name and position. */
  get ports(): readonly ServicePort[] {
    return this.#index.ports;
  }

  /** The ports of Services whose ClusterIP, external address, load-balancer address or node port is the destination of the packet, by position in {@link ports}. */
  met({ protocol, destination }: Packet): readonly ServicePort[] {
    return this.#index.met(protocol, destination.ip, destination.port, destination.isOfNode);
  }

  endpoints(port: ServicePort): readonly ServiceEndpoint[] {
    const known = this.#endpoints.get(port);
    if (known !== undefined) return known;
    const endpoints = this.#index.endpoints(port, this.place.nodeName);
    this.#endpoints.set(port, endpoints);
    return endpoints;
  }

  chosen(port: ServicePort): ChosenEndpoints {
    const known = this.#chosen.get(port);
    if (known !== undefined) return known;
    const chosen = chooseEndpoints(port, this.endpoints(port), this.place, this.behaviour);
    this.#chosen.set(port, chosen);
    return chosen;
  }
}
