import type { IptablesRule, RuleMatch, RuleTarget } from '../../../readouts/index.js';
import type { NodeProxy } from '../../node-proxy.js';
import { detectorOperands } from '../iptables/context.js';
import type { DeniedToNode } from './entries.js';
import { ipSets, setNameOf, type IpSetName } from './ip-sets.js';

/** The chains that kube-proxy declares, by table. Source: pkg/proxy/ipvs/proxier.go v1.37.2, iptablesChains. */
export const chainNames = {
  nat: ['KUBE-SERVICES', 'KUBE-POSTROUTING', 'KUBE-NODE-PORT', 'KUBE-LOAD-BALANCER', 'KUBE-MARK-MASQ'],
  filter: ['KUBE-FORWARD', 'KUBE-NODE-PORT', 'KUBE-PROXY-FIREWALL', 'KUBE-SOURCE-RANGES-FIREWALL', 'KUBE-IPVS-FILTER', 'KUBE-IPVS-OUT-FILTER'],
} as const;

/** A chain of the kernel and the chain of kube-proxy that it leads to. Each is put at the front, so that on a fresh node the last stands first. */
export interface BuiltinJump {
  readonly table: 'filter' | 'nat';
  readonly from: string;
  readonly to: string;
  readonly comment: string;
}

/** Source: pkg/proxy/ipvs/proxier.go v1.37.2, iptablesJumpChain. */
export const builtinJumps: readonly BuiltinJump[] = [
  { table: 'nat', from: 'OUTPUT', to: 'KUBE-SERVICES', comment: 'kubernetes service portals' },
  { table: 'nat', from: 'PREROUTING', to: 'KUBE-SERVICES', comment: 'kubernetes service portals' },
  { table: 'nat', from: 'POSTROUTING', to: 'KUBE-POSTROUTING', comment: 'kubernetes postrouting rules' },
  { table: 'filter', from: 'FORWARD', to: 'KUBE-FORWARD', comment: 'kubernetes forwarding rules' },
  { table: 'filter', from: 'INPUT', to: 'KUBE-NODE-PORT', comment: 'kubernetes health check rules' },
  { table: 'filter', from: 'INPUT', to: 'KUBE-PROXY-FIREWALL', comment: 'kube-proxy firewall rules' },
  { table: 'filter', from: 'FORWARD', to: 'KUBE-PROXY-FIREWALL', comment: 'kube-proxy firewall rules' },
  { table: 'filter', from: 'INPUT', to: 'KUBE-IPVS-FILTER', comment: 'kubernetes ipvs access filter' },
  { table: 'filter', from: 'OUTPUT', to: 'KUBE-IPVS-OUT-FILTER', comment: 'kubernetes ipvs access filter' },
];

const toMarkMasquerade: RuleTarget = { kind: 'jump', chain: 'KUBE-MARK-MASQ' };
const returns: RuleTarget = { kind: 'return' };
const accepts: RuleTarget = { kind: 'accept' };

/** The rules of a node: they are the same whatever Services there are, but that a set without entries has no rule. */
export class ChainWriter {
  readonly #proxy: NodeProxy;
  readonly #isEmpty: (set: IpSetName) => boolean;

  constructor(proxy: NodeProxy, isEmpty: (set: IpSetName) => boolean) {
    this.#proxy = proxy;
    this.#isEmpty = isEmpty;
  }

  /** Source: pkg/proxy/ipvs/proxier.go v1.37.2, writeIptablesRules. */
  nat(): readonly IptablesRule[] {
    const loopback = this.#proxy.ipFamily === 'IPv4' ? '127.0.0.0/8' : '::1/128';
    const bit = 2 ** this.#proxy.settings.masqueradeBit;
    return [
      { chain: 'KUBE-SERVICES', source: { value: loopback, negated: false }, matches: [], target: returns },
      ...this.#ifNotEmpty('KUBE-LOOP-BACK', 'KUBE-POSTROUTING', 'dst,dst,src', { kind: 'masquerade', randomFully: false }),
      ...this.#ifNotEmpty('KUBE-LOAD-BALANCER', 'KUBE-SERVICES', 'dst,dst', { kind: 'jump', chain: 'KUBE-LOAD-BALANCER' }),
      ...this.#ifNotEmpty('KUBE-LOAD-BALANCER-LOCAL', 'KUBE-LOAD-BALANCER', 'dst,dst', returns),
      ...(['TCP', 'UDP'] as const).flatMap((name) => [
        ...this.#ifNotEmpty(`KUBE-NODE-PORT-LOCAL-${name}`, 'KUBE-NODE-PORT', 'dst', returns, name.toLowerCase()),
        ...this.#ifNotEmpty(`KUBE-NODE-PORT-${name}`, 'KUBE-NODE-PORT', 'dst', toMarkMasquerade, name.toLowerCase()),
      ]),
      ...this.#ifNotEmpty('KUBE-NODE-PORT-LOCAL-SCTP-HASH', 'KUBE-NODE-PORT', 'dst,dst', returns, 'sctp'),
      ...this.#ifNotEmpty('KUBE-NODE-PORT-SCTP-HASH', 'KUBE-NODE-PORT', 'dst,dst', toMarkMasquerade, 'sctp'),
      ...this.#clusterIPs(),
      ...this.#ifNotEmpty('KUBE-EXTERNAL-IP', 'KUBE-SERVICES', 'dst,dst', toMarkMasquerade),
      ...this.#externalIPs('KUBE-EXTERNAL-IP'),
      ...this.#externalIPs('KUBE-EXTERNAL-IP-LOCAL'),
      { chain: 'KUBE-SERVICES', matches: [{ module: 'addrtype', destinationType: { value: 'LOCAL', negated: false } }], target: { kind: 'jump', chain: 'KUBE-NODE-PORT' } },
      { chain: 'KUBE-LOAD-BALANCER', matches: [], target: toMarkMasquerade },
      ...(['KUBE-CLUSTER-IP', 'KUBE-LOAD-BALANCER'] as const).flatMap((set) => (this.#isEmpty(set) ? [] : [{ chain: 'KUBE-SERVICES', matches: [this.#inSet(set, 'dst,dst')], target: accepts }])),
      { chain: 'KUBE-POSTROUTING', matches: [{ module: 'mark', value: bit, mask: bit, negated: true }], target: returns },
      { chain: 'KUBE-POSTROUTING', matches: [], target: { kind: 'mark', op: 'xor', value: bit, mask: 0 } },
      { chain: 'KUBE-POSTROUTING', matches: [said('kubernetes service traffic requiring SNAT')], target: { kind: 'masquerade', randomFully: true } },
      { chain: 'KUBE-MARK-MASQ', matches: [], target: { kind: 'mark', op: 'or', value: bit, mask: 0 } },
    ];
  }

  /** @param denied load-balancer addresses that the node may not call */
  filter(denied: readonly DeniedToNode[]): readonly IptablesRule[] {
    const bit = 2 ** this.#proxy.settings.masqueradeBit;
    return [
      ...this.#ifNotEmpty('KUBE-LOAD-BALANCER-FW', 'KUBE-PROXY-FIREWALL', 'dst,dst', { kind: 'jump', chain: 'KUBE-SOURCE-RANGES-FIREWALL' }),
      ...this.#ifNotEmpty('KUBE-LOAD-BALANCER-SOURCE-CIDR', 'KUBE-SOURCE-RANGES-FIREWALL', 'dst,dst,src', returns),
      ...this.#ifNotEmpty('KUBE-LOAD-BALANCER-SOURCE-IP', 'KUBE-SOURCE-RANGES-FIREWALL', 'dst,dst,src', returns),
      { chain: 'KUBE-SOURCE-RANGES-FIREWALL', matches: [], target: { kind: 'drop' } },
      ...denied.map(deniedRule),
      { chain: 'KUBE-FORWARD', matches: [said('kubernetes forwarding rules'), { module: 'mark', value: bit, mask: bit, negated: false }], target: accepts },
      { chain: 'KUBE-FORWARD', matches: [said('kubernetes forwarding conntrack rule'), { module: 'conntrack', states: ['RELATED', 'ESTABLISHED'], negated: false }], target: accepts },
      { chain: 'KUBE-NODE-PORT', matches: [said(ipSets['KUBE-HEALTH-CHECK-NODE-PORT'].comment), this.#inSet('KUBE-HEALTH-CHECK-NODE-PORT', 'dst')], target: accepts },
      ...(['KUBE-LOAD-BALANCER', 'KUBE-CLUSTER-IP', 'KUBE-EXTERNAL-IP', 'KUBE-EXTERNAL-IP-LOCAL'] as const).map((set) => ({ chain: 'KUBE-IPVS-FILTER', matches: [this.#inSet(set, 'dst,dst')], target: returns })),
      { chain: 'KUBE-IPVS-FILTER', matches: [this.#inSet('KUBE-HEALTH-CHECK-NODE-PORT', 'dst')], target: returns },
      { chain: 'KUBE-IPVS-FILTER', matches: [{ module: 'conntrack', states: ['NEW'], negated: false }, this.#inSet('KUBE-IPVS-IPS', 'dst')], target: { kind: 'reject' } },
    ];
  }

  /** Traffic to ClusterIPs: all of it, what does not come from pods, or what comes from a ClusterIP, as that of the node itself does. */
  #clusterIPs(): readonly IptablesRule[] {
    const set = 'KUBE-CLUSTER-IP';
    const detector = this.#proxy.settings.detectLocal[this.#proxy.ipFamily];
    if (this.#proxy.settings.masqueradeAll) return this.#ifNotEmpty(set, 'KUBE-SERVICES', 'dst,dst', toMarkMasquerade);
    if (detector.kind === 'none') return this.#ifNotEmpty(set, 'KUBE-SERVICES', 'src,dst', toMarkMasquerade);
    return this.#ifNotEmpty(set, 'KUBE-SERVICES', 'dst,dst', toMarkMasquerade).map((rule) => ({ ...rule, ...detectorOperands(detector, true) }));
  }

  #externalIPs(set: IpSetName): readonly IptablesRule[] {
    if (this.#isEmpty(set)) return [];
    const known = [said(ipSets[set].comment), this.#inSet(set, 'dst,dst')];
    const notOfBridge: RuleMatch = { module: 'other', name: 'physdev', words: ['!', '--physdev-is-in'] };
    return [
      { chain: 'KUBE-SERVICES', matches: [...known, notOfBridge, { module: 'addrtype', sourceType: { value: 'LOCAL', negated: true } }], target: accepts },
      { chain: 'KUBE-SERVICES', matches: [...known, { module: 'addrtype', destinationType: { value: 'LOCAL', negated: false } }], target: accepts },
    ];
  }

  #ifNotEmpty(set: IpSetName, chain: string, flags: string, target: RuleTarget, protocol?: string): readonly IptablesRule[] {
    if (this.#isEmpty(set)) return [];
    return [{ chain, ...(protocol !== undefined && { protocol: { value: protocol, negated: false } }), matches: [said(ipSets[set].comment), this.#inSet(set, flags)], target }];
  }

  #inSet(set: IpSetName, flags: string): RuleMatch {
    return { module: 'set', set: setNameOf(set, this.#proxy.ipFamily), flags, negated: false };
  }
}

/** A process of the node that calls an address which the node has comes from that address. */
export function deniedRule({ ip, protocol, port }: DeniedToNode): IptablesRule {
  const words = ['--vaddr', ip, '--vproto', protocol, '--vport', String(port)];
  return { chain: 'KUBE-IPVS-OUT-FILTER', source: { value: ip, negated: false }, matches: [{ module: 'other', name: 'ipvs', words }], target: { kind: 'drop' } };
}

function said(comment: string): RuleMatch {
  return { module: 'comment', comment };
}
