import type { ClusterView, Node, Pod, Service } from '../../cluster/index.js';
import { withSlices, type SlicedView } from '../derived-slices.js';
import { hasEnded } from '../endpoint-pods.js';
import { readGoAddress, type IpFamily } from '../go-address.js';
import { replacementsIn, type Replacement } from '../proxy/replacement.js';
import { proxyOfNode, type ProxyOfNode } from '../proxy-of-node.js';

/** kube-proxies that are kept: each holds what was worked out of the ports that were asked for. */
const keptProxies = 16;

/** What traces of one snapshot look up again and again. */
export class Atlas {
  readonly sliced: SlicedView;
  #nodesByIP: Map<string, Node> | undefined;
  #mentions: Map<string, Service[]> | undefined;
  #replacements: readonly Replacement[] | undefined;
  readonly #proxies = new Map<string, ProxyOfNode>();

  constructor(readonly view: ClusterView) {
    this.sliced = withSlices(view);
  }

  /** kube-proxy of a node; undefined: of a cluster of which no node is known. */
  proxyOf(node: string | undefined, ipFamily: IpFamily): ProxyOfNode {
    const key = `${ipFamily} ${node ?? ''}`;
    const known = this.#proxies.get(key);
    if (known !== undefined) return known;
    const [oldest] = this.#proxies.size < keptProxies ? [] : this.#proxies.keys();
    if (oldest !== undefined) this.#proxies.delete(oldest);
    const made = proxyOfNode(this.view, node, { ipFamily });
    this.#proxies.set(key, made);
    return made;
  }

  /** What does in this cluster what kube-proxy does. */
  get replacements(): readonly Replacement[] {
    this.#replacements ??= replacementsIn(this.view);
    return this.#replacements;
  }

  /** The node that has this address, as Go prints it, for its own. */
  nodeAt(ip: string): Node | undefined {
    this.#nodesByIP ??= new Map(this.view.objects('Node').toReversed().flatMap((node) => nodeIPs(node).map((each) => [each, node])));
    return this.#nodesByIP.get(ip);
  }

  /** The pod that has this address alone; undefined for one on the network of its node. */
  podAt(ip: string): Pod | undefined {
    return this.view.podsByIP(ip).find((pod) => pod.spec.hostNetwork !== true && !hasEnded(pod));
  }

  /** Services that name this address in any way: also those that kube-proxy does not serve, and addresses that they only wish for. */
  mentioning(ip: string): readonly Service[] {
    this.#mentions ??= mentionsOf(this.view);
    return this.#mentions.get(ip) ?? [];
  }
}

const atlases = new WeakMap<ClusterView, Atlas>();

export function atlasOf(view: ClusterView): Atlas {
  const known = atlases.get(view);
  if (known !== undefined) return known;
  const atlas = new Atlas(view);
  atlases.set(view, atlas);
  return atlas;
}

/** As Go prints them, the one for its own first. */
export function nodeIPs({ status }: Node): readonly string[] {
  const addresses = status?.addresses ?? [];
  return ['InternalIP', 'ExternalIP'].flatMap((type) => addresses.filter((each) => each.type === type).flatMap(({ address }) => readGoAddress(address)?.text ?? []));
}

/** The addresses of a pod, as Go prints them. */
export function podIPs({ status }: Pod): readonly string[] {
  return (status?.podIPs ?? []).flatMap(({ ip }) => readGoAddress(ip)?.text ?? []);
}

function mentionsOf(view: ClusterView): Map<string, Service[]> {
  const mentions = new Map<string, Service[]>();
  for (const service of view.objects('Service')) {
    const { clusterIP, clusterIPs = [], externalIPs = [], loadBalancerIP } = service.spec;
    const ofBalancer = service.status?.loadBalancer?.ingress?.flatMap(({ ip }) => ip ?? []) ?? [];
    const written = [clusterIP, ...clusterIPs, ...externalIPs, loadBalancerIP, ...ofBalancer].flatMap((each) => readGoAddress(each ?? '')?.text ?? []);
    for (const ip of new Set(written)) mentions.set(ip, [...(mentions.get(ip) ?? []), service]);
  }
  return mentions;
}
