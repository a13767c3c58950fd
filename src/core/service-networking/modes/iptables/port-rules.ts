import type { IptablesRule, Operand, RuleMatch, RuleTarget } from '../../../readouts/index.js';
import type { ChosenEndpoints, ServiceEndpoint } from '../../endpoints.js';
import { holds } from '../../go-address.js';
import type { ServicePort } from '../../service-ports.js';
import { chainNamesOf, type PortChainNames, type PortChains } from './chain-names.js';
import { detectorOperands, type RuleContext } from './context.js';
import { probabilityOf } from './probability.js';

/** What kube-proxy writes for one port of a Service, in the order in which it writes it. */
export interface PortRules {
  readonly filter: readonly IptablesRule[];
  /** Those of its own in table nat. */
  readonly natChains: readonly string[];
  readonly nat: readonly IptablesRule[];
}

/**
 * The rules of one port of a Service.
 *
 * Source: pkg/proxy/iptables/proxier.go v1.37.2, syncProxyRules, “Build rules for each service-port”.
 */
export function portRules(port: ServicePort, chosen: ChosenEndpoints, context: RuleContext): PortRules {
  const protocol = port.protocol.toLowerCase() as 'tcp' | 'udp' | 'sctp';
  const hasInternal = chosen.hasAny && !(port.internalPolicyLocal && chosen.local.length === 0);
  const hasExternal = chosen.hasAny && !(port.externalPolicyLocal && chosen.local.length === 0);
  const writer = new PortWriter(port, chosen, context, protocol, hasInternal, hasExternal);
  writer.captures();
  writer.internal();
  writer.external();
  writer.firewall();
  writer.endpoints();
  return writer;
}

const markMasquerade: RuleTarget = { kind: 'jump', chain: 'KUBE-MARK-MASQ' };
const ofLocal = { value: 'LOCAL', negated: false } as const;

class PortWriter implements PortRules {
  readonly filter: IptablesRule[] = [];
  readonly nat: IptablesRule[] = [];
  readonly natChains: string[] = [];
  readonly #names: PortChainNames;
  readonly #chains: PortChains;
  readonly #operand: Operand;
  /** What every rule of an endpoint begins with. */
  readonly #explained: readonly RuleMatch[];
  /** The same, and the protocol. */
  readonly #ofProtocol: readonly RuleMatch[];

  constructor(
    readonly port: ServicePort,
    readonly chosen: ChosenEndpoints,
    readonly context: RuleContext,
    readonly protocol: 'tcp' | 'udp' | 'sctp',
    readonly hasInternal: boolean,
    readonly hasExternal: boolean,
  ) {
    this.#names = chainNamesOf(port);
    this.#chains = this.#names.port;
    this.#operand = is(protocol);
    this.#explained = context.isLarge ? [] : [comment(port.name)];
    this.#ofProtocol = [...this.#explained, { module: protocol }];
  }

  get #usesFirewall(): boolean {
    return this.chosen.hasAny && this.port.loadBalancerVIPs.length > 0 && this.port.loadBalancerSourceRanges.length > 0;
  }

  get #internalChain(): string {
    return this.port.internalPolicyLocal ? this.#chains.local : this.#chains.cluster;
  }

  /** What catches packets by their destination, in the chains that all Services share. */
  captures(): void {
    const { name, clusterIP, externalIPs, loadBalancerVIPs, port } = this.port;
    if (this.hasInternal) this.nat.push(this.#caught('KUBE-SERVICES', `${name} cluster IP`, clusterIP, port, { kind: 'jump', chain: this.#internalChain }));
    else this.filter.push(this.#caught('KUBE-SERVICES', this.#refusalComment, clusterIP, port, this.#refusal));
    for (const ip of externalIPs) {
      if (this.chosen.hasAny) this.nat.push(this.#caught('KUBE-SERVICES', `${name} external IP`, ip, port, { kind: 'jump', chain: this.#chains.external }));
      if (!this.hasExternal) this.filter.push(this.#caught('KUBE-EXTERNAL-SERVICES', this.#refusalComment, ip, port, this.#refusal));
    }
    const balanced: RuleTarget = { kind: 'jump', chain: this.#usesFirewall ? this.#chains.firewall : this.#chains.external };
    for (const ip of loadBalancerVIPs) {
      if (this.chosen.hasAny) this.nat.push(this.#caught('KUBE-SERVICES', `${name} loadbalancer IP`, ip, port, balanced));
      if (this.#usesFirewall) this.filter.push(this.#caught('KUBE-PROXY-FIREWALL', `${name} traffic not accepted by ${this.#chains.firewall}`, ip, port, { kind: 'drop' }));
    }
    if (!this.hasExternal) for (const ip of loadBalancerVIPs) this.filter.push(this.#caught('KUBE-EXTERNAL-SERVICES', this.#refusalComment, ip, port, this.#refusal));
    this.#nodePort();
    this.#healthCheck();
  }

  #nodePort(): void {
    const { name, nodePort } = this.port;
    if (nodePort === 0) return;
    if (this.chosen.hasAny) {
      const target: RuleTarget = { kind: 'jump', chain: this.#chains.external };
      if (this.context.countsLocalhostNodePorts) {
        const counted = this.#caught('KUBE-NODEPORTS', name, '127.0.0.0/8', nodePort, target);
        this.nat.push({ ...counted, matches: [...counted.matches, { module: 'nfacct', name: 'localhost_nps_accepted_pkts' }] });
      }
      this.nat.push(this.#caught('KUBE-NODEPORTS', name, undefined, nodePort, target));
    }
    if (this.hasExternal) return;
    const matches: RuleMatch[] = [comment(this.#refusalComment), { module: 'addrtype', destinationType: ofLocal }, this.#toPort(nodePort)];
    this.filter.push({ chain: 'KUBE-EXTERNAL-SERVICES', protocol: this.#operand, matches, target: this.#refusal });
  }

  /** Whatever the endpoints are: kube-proxy itself answers there. */
  #healthCheck(): void {
    const { name, healthCheckNodePort } = this.port;
    if (healthCheckNodePort === 0) return;
    const matches: RuleMatch[] = [comment(`${name} health check node port`), { module: 'tcp', destinationPort: is(String(healthCheckNodePort)) }];
    this.filter.push({ chain: 'KUBE-NODEPORTS', protocol: is('tcp'), matches, target: { kind: 'accept' } });
  }

  /** Masquerades what comes to the ClusterIP from elsewhere than a pod. */
  internal(): void {
    const { masqueradeAll, detector } = this.context;
    if (!this.hasInternal || (!masqueradeAll && detector.kind === 'none')) return;
    const caught = this.#caught(this.#internalChain, `${this.port.name} cluster IP`, this.port.clusterIP, this.port.port, markMasquerade);
    this.nat.push(masqueradeAll ? caught : { ...caught, ...detectorOperands(detector, true) });
  }

  external(): void {
    const { name, externalPolicyLocal, externallyAccessible } = this.port;
    const { external: chain, cluster, local } = this.#chains;
    if (!this.chosen.hasAny || !externallyAccessible) return;
    this.natChains.push(chain);
    const toCluster: RuleTarget = { kind: 'jump', chain: cluster };
    if (!externalPolicyLocal) this.nat.push({ chain, matches: [comment(`masquerade traffic for ${name} external destinations`)], target: markMasquerade });
    else {
      const { detector } = this.context;
      const fromLocal: RuleMatch = { module: 'addrtype', sourceType: ofLocal };
      if (detector.kind !== 'none') this.nat.push({ chain, ...detectorOperands(detector, false), matches: [comment(`pod traffic for ${name} external destinations`)], target: toCluster });
      this.nat.push({ chain, matches: [comment(`masquerade LOCAL traffic for ${name} external destinations`), fromLocal], target: markMasquerade });
      this.nat.push({ chain, matches: [comment(`route LOCAL traffic for ${name} external destinations`), fromLocal], target: toCluster });
    }
    if (this.hasExternal) this.nat.push({ chain, matches: [], target: { kind: 'jump', chain: externalPolicyLocal ? local : cluster } });
  }

  /** Lets only the source ranges through to the load balancer's address. */
  firewall(): void {
    if (!this.#usesFirewall) return;
    const { name, loadBalancerSourceRanges, loadBalancerVIPs } = this.port;
    const { firewall: chain, external } = this.#chains;
    this.natChains.push(chain);
    const matches = [comment(`${name} loadbalancer IP`)];
    const target: RuleTarget = { kind: 'jump', chain: external };
    for (const { text } of loadBalancerSourceRanges) this.nat.push({ chain, source: is(text), matches, target });
    // A node that may come has the address of the load balancer for its own, and comes with it as its source.
    if (loadBalancerSourceRanges.some((range) => holds(range, this.context.nodeIP))) for (const ip of loadBalancerVIPs) this.nat.push({ chain, source: is(ip), matches, target });
    this.nat.push({ chain, matches: [comment(`other traffic to ${name} will be dropped by KUBE-PROXY-FIREWALL`)] });
  }

  endpoints(): void {
    const { usesClusterEndpoints, usesLocalEndpoints } = this.port;
    const { cluster, local, reachable } = this.chosen;
    if (usesClusterEndpoints && cluster.length > 0) this.#choice(this.#chains.cluster, cluster);
    if (usesLocalEndpoints && local.length > 0) this.#choice(this.#chains.local, local);
    for (const endpoint of reachable) this.#endpoint(endpoint);
  }

  #choice(chain: string, endpoints: readonly ServiceEndpoint[]): void {
    const { affinitySeconds, name } = this.port;
    this.natChains.push(chain);
    const explained = (endpoint: ServiceEndpoint) => (this.context.isLarge ? [] : [comment(`${name} -> ${endpoint.text}`)]);
    if (affinitySeconds !== undefined) {
      for (const endpoint of endpoints) {
        const list = this.#names.endpoint(endpoint.text);
        this.nat.push({ chain, matches: [...explained(endpoint), { module: 'recent', list, action: 'rcheck', seconds: affinitySeconds, reap: true }], target: { kind: 'jump', chain: list } });
      }
    }
    for (let i = 0; i < endpoints.length; i++) {
      const endpoint = endpoints[i] as ServiceEndpoint;
      const left = endpoints.length - i;
      const matches: RuleMatch[] = explained(endpoint);
      if (left > 1) matches.push(chance(left));
      this.nat.push({ chain, matches, target: { kind: 'jump', chain: this.#names.endpoint(endpoint.text) } });
    }
  }

  #endpoint(endpoint: ServiceEndpoint): void {
    const chain = this.#names.endpoint(endpoint.text);
    this.natChains.push(chain);
    this.nat.push({ chain, source: is(endpoint.ip), matches: this.#explained, target: markMasquerade });
    const matches: readonly RuleMatch[] = this.port.affinitySeconds === undefined ? this.#ofProtocol : [...this.#explained, { module: 'recent', list: chain, action: 'set' }, { module: this.protocol }];
    this.nat.push({ chain, protocol: this.#operand, matches, target: { kind: 'dnat', to: endpoint.text } });
  }

  #caught(chain: string, said: string, ip: string | undefined, port: number, target: RuleTarget): IptablesRule {
    return { chain, ...(ip !== undefined && { destination: is(ip) }), protocol: this.#operand, matches: [comment(said), this.#toPort(port)], target };
  }

  #toPort(port: number): RuleMatch {
    return { module: this.protocol, destinationPort: is(String(port)) };
  }

  get #refusal(): RuleTarget {
    return this.chosen.hasAny ? { kind: 'drop' } : { kind: 'reject' };
  }

  get #refusalComment(): string {
    return this.chosen.hasAny ? `${this.port.name} has no local endpoints` : `${this.port.name} has no endpoints`;
  }
}

function is(value: string): Operand {
  return { value, negated: false };
}

function comment(text: string): RuleMatch {
  return { module: 'comment', comment: text };
}

const chances: RuleMatch[] = [];

/** `1/n` with ten decimals, as Go's `%0.10f` writes it. Source: pkg/proxy/iptables/proxier.go v1.37.2, computeProbability. */
function chance(n: number): RuleMatch {
  return (chances[n] ??= { module: 'statistic', probability: probabilityOf(n) });
}
