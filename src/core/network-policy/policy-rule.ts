import type { NetworkPolicy } from '../cluster/index.js';
import type { Direction } from './isolation.js';

type IngressRule = NonNullable<NetworkPolicy['spec']['ingress']>[number];
/** One peer that a rule names. */
export type PolicyPeer = NonNullable<IngressRule['from']>[number];
/** One port, or range of ports, that a rule names. */
export type PolicyPort = NonNullable<IngressRule['ports']>[number];

/** A rule of a policy, of either direction. */
export interface PolicyRule {
  readonly policy: NetworkPolicy;
  /** Undefined: everybody. Never empty. */
  readonly peers: readonly PolicyPeer[] | undefined;
  /** Undefined: every port of every protocol. Never empty. */
  readonly ports: readonly PolicyPort[] | undefined;
}

/** The rules of a policy in a direction. None: it admits nothing. */
export function rulesOf(policy: NetworkPolicy, direction: Direction): readonly PolicyRule[] {
  const { ingress = [], egress = [] } = policy.spec;
  return direction === 'Ingress' ? ingress.map(({ from, ports }) => ({ policy, peers: from, ports })) : egress.map(({ to, ports }) => ({ policy, peers: to, ports }));
}
