import type { IptablesRule, RuleMatch } from '../../../readouts/index.js';
import type { RuleContext } from './context.js';

/** The chains of table filter that kube-proxy always declares. */
export const filterChains: readonly string[] = ['KUBE-SERVICES', 'KUBE-EXTERNAL-SERVICES', 'KUBE-FORWARD', 'KUBE-NODEPORTS', 'KUBE-PROXY-FIREWALL'];

/** Those of table nat. */
export const natChains: readonly string[] = ['KUBE-SERVICES', 'KUBE-NODEPORTS', 'KUBE-POSTROUTING', 'KUBE-MARK-MASQ'];

/** What stands before the rules of Services in table nat: how a marked packet is masqueraded. */
export function masqueradeRules({ mark }: RuleContext): readonly IptablesRule[] {
  return [
    { chain: 'KUBE-POSTROUTING', matches: [{ module: 'mark', value: mark, mask: mark, negated: true }], target: { kind: 'return' } },
    { chain: 'KUBE-POSTROUTING', matches: [], target: { kind: 'mark', op: 'xor', value: mark, mask: 0 } },
    { chain: 'KUBE-POSTROUTING', matches: [comment('kubernetes service traffic requiring SNAT')], target: { kind: 'masquerade', randomFully: true } },
    { chain: 'KUBE-MARK-MASQ', matches: [], target: { kind: 'mark', op: 'or', value: mark, mask: 0 } },
  ];
}

/** With node ports on the loopback the kernel routes packets of 127.0.0.0/8 from outside; this drops them. The kubelet writes the same rule. */
export function localnetRules({ localhostNodePorts }: RuleContext): readonly IptablesRule[] {
  if (!localhostNodePorts) return [];
  const matches: RuleMatch[] = [comment('block incoming localnet connections'), { module: 'conntrack', states: ['RELATED', 'ESTABLISHED', 'DNAT'], negated: true }];
  return [{ chain: 'KUBE-FIREWALL', source: { value: '127.0.0.0/8', negated: true }, destination: { value: '127.0.0.0/8', negated: false }, matches, target: { kind: 'drop' } }];
}

const lastComment = comment('kubernetes service nodeports; NOTE: this must be the last rule in this chain');

/** The end of nat KUBE-SERVICES: what no Service has caught may be for a node port. */
export function nodePortRules({ nodePortIPs, ipFamily, localhostNodePorts }: RuleContext): readonly IptablesRule[] {
  const target = { kind: 'jump', chain: 'KUBE-NODEPORTS' } as const;
  if (nodePortIPs !== undefined) return nodePortIPs.map((value): IptablesRule => ({ chain: 'KUBE-SERVICES', destination: { value, negated: false }, matches: [lastComment], target }));
  const loopback = ipFamily === 'IPv6' ? '::1/128' : localhostNodePorts ? undefined : '127.0.0.0/8';
  const matches: RuleMatch[] = [lastComment, { module: 'addrtype', destinationType: { value: 'LOCAL', negated: false } }];
  return [{ chain: 'KUBE-SERVICES', ...(loopback !== undefined && { destination: { value: loopback, negated: true } }), matches, target }];
}

/** Lets through what kube-proxy masquerades, and the answers to it, whatever the policy of the node's firewall. */
export function forwardRules({ mark, dropsInvalid, countsInvalid }: RuleContext): readonly IptablesRule[] {
  const counter: RuleMatch[] = countsInvalid ? [{ module: 'nfacct', name: 'ct_state_invalid_dropped_pkts' }] : [];
  const invalid: IptablesRule = { chain: 'KUBE-FORWARD', matches: [{ module: 'conntrack', states: ['INVALID'], negated: false }, ...counter], target: { kind: 'drop' } };
  return [
    ...(dropsInvalid ? [invalid] : []),
    { chain: 'KUBE-FORWARD', matches: [comment('kubernetes forwarding rules'), { module: 'mark', value: mark, mask: mark, negated: false }], target: { kind: 'accept' } },
    { chain: 'KUBE-FORWARD', matches: [comment('kubernetes forwarding conntrack rule'), { module: 'conntrack', states: ['RELATED', 'ESTABLISHED'], negated: false }], target: { kind: 'accept' } },
  ];
}

/** A rule in a chain of the kernel that leads to one of kube-proxy. It is written by a call of its own, not by iptables-restore. */
export interface BuiltinJump {
  readonly table: 'filter' | 'nat';
  readonly rule: IptablesRule;
}

const ofNew: RuleMatch = { module: 'conntrack', states: ['NEW'], negated: false };

/**
 * In the order in which kube-proxy puts each at the front of its chain, so that on a fresh node the last stands first.
 *
 * Source: pkg/proxy/iptables/proxier.go v1.37.2, iptablesJumpChains and iptablesKubeletJumpChains.
 */
export const builtinJumps: readonly BuiltinJump[] = [
  jump('filter', 'INPUT', 'KUBE-EXTERNAL-SERVICES', ofNew, comment('kubernetes externally-visible service portals')),
  jump('filter', 'FORWARD', 'KUBE-EXTERNAL-SERVICES', ofNew, comment('kubernetes externally-visible service portals')),
  jump('filter', 'INPUT', 'KUBE-NODEPORTS', comment('kubernetes health check service ports')),
  jump('filter', 'FORWARD', 'KUBE-SERVICES', ofNew, comment('kubernetes service portals')),
  jump('filter', 'OUTPUT', 'KUBE-SERVICES', ofNew, comment('kubernetes service portals')),
  jump('filter', 'FORWARD', 'KUBE-FORWARD', comment('kubernetes forwarding rules')),
  jump('filter', 'INPUT', 'KUBE-PROXY-FIREWALL', ofNew, comment('kubernetes load balancer firewall')),
  jump('filter', 'OUTPUT', 'KUBE-PROXY-FIREWALL', ofNew, comment('kubernetes load balancer firewall')),
  jump('filter', 'FORWARD', 'KUBE-PROXY-FIREWALL', ofNew, comment('kubernetes load balancer firewall')),
  jump('nat', 'OUTPUT', 'KUBE-SERVICES', comment('kubernetes service portals')),
  jump('nat', 'PREROUTING', 'KUBE-SERVICES', comment('kubernetes service portals')),
  jump('nat', 'POSTROUTING', 'KUBE-POSTROUTING', comment('kubernetes postrouting rules')),
  jump('filter', 'INPUT', 'KUBE-FIREWALL'),
  jump('filter', 'OUTPUT', 'KUBE-FIREWALL'),
];

function jump(table: 'filter' | 'nat', from: string, chain: string, ...matches: readonly RuleMatch[]): BuiltinJump {
  return { table, rule: { chain: from, matches, target: { kind: 'jump', chain } } };
}

function comment(text: string): RuleMatch {
  return { module: 'comment', comment: text };
}
