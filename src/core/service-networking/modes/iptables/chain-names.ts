import { sha256 } from '../../../hash.js';
import type { ServicePort } from '../../service-ports.js';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The chains of one port of a Service. */
export interface PortChains {
  /** Chooses among the endpoints of every node: `KUBE-SVC-…`. */
  readonly cluster: string;
  /** Chooses among those of this node: `KUBE-SVL-…`. */
  readonly local: string;
  /** Asks for the source of packets to the load balancer: `KUBE-FW-…`. */
  readonly firewall: string;
  /** Meets what comes by a node port, an external address or a load balancer: `KUBE-EXT-…`. */
  readonly external: string;
}

/**
 * @param name of the port: `namespace/name:port`
 * @param protocol in lower case
 * Source: pkg/proxy/iptables/proxier.go v1.37.2, portProtoHash.
 */
export function portChains(name: string, protocol: string): PortChains {
  const hash = hashed(name + protocol);
  return { cluster: `KUBE-SVC-${hash}`, local: `KUBE-SVL-${hash}`, firewall: `KUBE-FW-${hash}`, external: `KUBE-EXT-${hash}` };
}

/**
 * The chain that leads to one endpoint: `KUBE-SEP-…`.
 *
 * @param endpoint `10.244.1.5:8080` or `[fd00::5]:8080`
 * Source: pkg/proxy/iptables/proxier.go v1.37.2, servicePortEndpointChainName.
 */
export function endpointChain(name: string, protocol: string, endpoint: string): string {
  return `KUBE-SEP-${hashed(name + protocol + endpoint)}`;
}

/** The names of all chains of one port, each worked out once: hashes take long where there are many endpoints. */
export class PortChainNames {
  readonly port: PortChains;
  readonly #protocol: string;
  readonly #endpoints = new Map<string, string>();

  constructor(readonly name: string, protocol: string) {
    this.#protocol = protocol.toLowerCase();
    this.port = portChains(name, this.#protocol);
  }

  /** @param endpoint as {@link endpointChain} takes it */
  endpoint(endpoint: string): string {
    let chain = this.#endpoints.get(endpoint);
    if (chain === undefined) {
      chain = endpointChain(this.name, this.#protocol, endpoint);
      this.#endpoints.set(endpoint, chain);
    }
    return chain;
  }
}

const known = new WeakMap<ServicePort, PortChainNames>();

/** One for all nodes of a snapshot. */
export function chainNamesOf(port: ServicePort): PortChainNames {
  let names = known.get(port);
  if (names === undefined) {
    names = new PortChainNames(port.name, port.protocol);
    known.set(port, names);
  }
  return names;
}

/** The first 16 characters of the base32 of a SHA-256: 80 bits, four groups of 20. */
function hashed(text: string): string {
  const hex = sha256(text);
  let hash = '';
  for (let at = 0; at < 20; at += 5) {
    const bits = parseInt(hex.slice(at, at + 5), 16);
    hash += alphabet.charAt(bits >> 15) + alphabet.charAt((bits >> 10) & 31) + alphabet.charAt((bits >> 5) & 31) + alphabet.charAt(bits & 31);
  }
  return hash;
}
