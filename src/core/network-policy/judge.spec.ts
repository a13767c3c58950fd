import { describe, expect, it } from 'vitest';
import { judge, type PolicyVerdict } from './judge.js';
import type { Direction } from './isolation.js';
import { clusterWith, podNamed, policy } from './network-policy.table.js';

interface Case {
  readonly name: string;
  readonly policies: readonly object[];
  readonly direction?: Direction;
  /** Of `shop/web`, unless it is named: `team-a/client`, `192.0.2.7`. */
  readonly pod?: string;
  readonly peer: string;
  readonly to?: string;
  readonly verdict: PolicyVerdict;
}

const ingress = (...rules: readonly object[]) => policy('p', { ingress: rules });
const egress = (...rules: readonly object[]) => policy('p', { policyTypes: ['Egress'], egress: rules });
const from = (...peers: readonly object[]) => ingress({ from: peers });
const labelled = (app: string) => ({ matchLabels: { app } });
const everyNamespace = { namespaceSelector: {} };

const cases: readonly Case[] = [
  { name: 'no policy', policies: [], peer: 'shop/front', verdict: 'not-isolated' },
  { name: 'a policy of another namespace', policies: [policy('p', {}, 'team-a')], peer: 'shop/front', verdict: 'not-isolated' },
  { name: 'a policy that selects others', policies: [policy('p', { podSelector: labelled('db') })], peer: 'shop/front', verdict: 'not-isolated' },
  { name: 'a policy of egress alone does not isolate for ingress', policies: [egress()], peer: 'shop/front', verdict: 'not-isolated' },
  { name: 'a policy without types and without egress rules does not isolate for egress', policies: [ingress()], direction: 'Egress', peer: 'shop/front', verdict: 'not-isolated' },
  { name: 'an empty list of egress rules is none: it does not isolate for egress', policies: [policy('p', { egress: [] })], direction: 'Egress', peer: 'shop/front', verdict: 'not-isolated' },
  { name: 'one without types and with egress rules isolates for both: ingress', policies: [policy('p', { egress: [{}] })], peer: 'shop/front', verdict: 'refused' },
  { name: 'one without types and with egress rules isolates for both: egress', policies: [policy('p', { egress: [{}] })], direction: 'Egress', peer: 'shop/front', verdict: 'admitted' },
  { name: 'no rule admits nobody', policies: [ingress()], peer: 'shop/front', verdict: 'refused' },
  { name: 'an empty podSelector selects every pod', policies: [policy('p', { podSelector: {} })], peer: 'shop/front', verdict: 'refused' },
  { name: 'an empty rule admits everybody', policies: [ingress({})], peer: '192.0.2.7', verdict: 'admitted' },
  { name: 'an empty list of peers is everybody', policies: [ingress({ from: [] })], peer: '192.0.2.7', verdict: 'admitted' },
  { name: 'what one policy admits no other forbids', policies: [ingress(), policy('q', { ingress: [{}] })], peer: 'shop/front', verdict: 'admitted' },
  { name: 'to itself', policies: [ingress()], peer: 'shop/web', verdict: 'admitted' },

  { name: 'podSelector: of its own namespace', policies: [from({ podSelector: labelled('front') })], peer: 'shop/front', verdict: 'admitted' },
  { name: 'podSelector: with other labels', policies: [from({ podSelector: labelled('back') })], peer: 'shop/front', verdict: 'refused' },
  { name: 'podSelector: not of other namespaces', policies: [from({ podSelector: labelled('client') })], peer: 'team-a/client', verdict: 'refused' },
  { name: 'podSelector: an empty one is every pod of its own namespace', policies: [from({ podSelector: {} })], peer: 'shop/front', verdict: 'admitted' },
  { name: 'podSelector: an empty one is nobody elsewhere', policies: [from({ podSelector: {} })], peer: 'team-a/client', verdict: 'refused' },
  { name: 'podSelector: no address beyond the cluster', policies: [from({ podSelector: {} })], peer: '192.0.2.7', verdict: 'refused' },
  { name: 'namespaceSelector: every pod there', policies: [from({ namespaceSelector: { matchLabels: { team: 'a' } } })], peer: 'team-a/client', verdict: 'admitted' },
  { name: 'namespaceSelector: others not', policies: [from({ namespaceSelector: { matchLabels: { team: 'b' } } })], peer: 'team-a/client', verdict: 'refused' },
  { name: 'namespaceSelector: an empty one is every namespace', policies: [from(everyNamespace)], peer: 'other/client', verdict: 'admitted' },
  { name: 'namespaceSelector: labels that the snapshot does not hold', policies: [from({ namespaceSelector: { matchLabels: { team: 'a' } } })], peer: 'other/client', verdict: 'unknown' },
  { name: 'namespaceSelector: the name of a namespace that the snapshot does not hold', policies: [from({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } })], peer: 'other/client', verdict: 'admitted' },
  { name: 'both selectors in one peer: both must match', policies: [from({ ...everyNamespace, podSelector: labelled('front') })], peer: 'team-a/client', verdict: 'refused' },
  { name: 'the selectors in two peers: either may match', policies: [from({ namespaceSelector: { matchLabels: { team: 'a' } } }, { podSelector: labelled('front') })], peer: 'team-a/client', verdict: 'admitted' },
  { name: 'a pod on the network of its node is the pod to some plugins', policies: [from({ podSelector: labelled('agent') })], peer: 'shop/agent', verdict: 'unknown' },
  { name: 'a policy on a pod on the network of its node is followed by some plugins', policies: [policy('p', { podSelector: {} })], pod: 'shop/agent', peer: 'shop/front', verdict: 'unknown' },

  { name: 'ipBlock: within', policies: [from({ ipBlock: { cidr: '192.0.2.0/24' } })], peer: '192.0.2.7', verdict: 'admitted' },
  { name: 'ipBlock: beyond', policies: [from({ ipBlock: { cidr: '192.0.2.0/24' } })], peer: '192.0.3.7', verdict: 'refused' },
  { name: 'ipBlock: within an exception', policies: [from({ ipBlock: { cidr: '192.0.2.0/24', except: ['192.0.2.0/28'] } })], peer: '192.0.2.7', verdict: 'refused' },
  { name: 'ipBlock: never of the other family', policies: [from({ ipBlock: { cidr: '::/0' } })], peer: '192.0.2.7', verdict: 'refused' },
  { name: 'ipBlock: IPv6', policies: [from({ ipBlock: { cidr: '2001:db8::/32' } })], peer: '2001:db8::7', verdict: 'admitted' },
  { name: 'ipBlock: a pod within is compared by some plugins', policies: [from({ ipBlock: { cidr: '10.244.0.0/16' } })], peer: 'shop/front', verdict: 'unknown' },
  { name: 'ipBlock: a pod beyond', policies: [from({ ipBlock: { cidr: '192.0.2.0/24' } })], peer: 'shop/front', verdict: 'refused' },

  { name: 'a port', policies: [ingress({ ports: [{ port: 8080 }] })], peer: 'shop/front', verdict: 'admitted' },
  { name: 'another port', policies: [ingress({ ports: [{ port: 80 }] })], peer: 'shop/front', verdict: 'refused' },
  { name: 'the port in another protocol', policies: [ingress({ ports: [{ port: 8080, protocol: 'UDP' }] })], peer: 'shop/front', verdict: 'refused' },
  { name: 'a protocol without a port is all of its ports', policies: [ingress({ ports: [{ protocol: 'TCP' }] })], peer: 'shop/front', verdict: 'admitted' },
  { name: 'endPort: within the range', policies: [ingress({ ports: [{ port: 8000, endPort: 8100 }] })], peer: 'shop/front', verdict: 'admitted' },
  { name: 'endPort: its last', policies: [ingress({ ports: [{ port: 8000, endPort: 8080 }] })], peer: 'shop/front', verdict: 'admitted' },
  { name: 'endPort: beyond', policies: [ingress({ ports: [{ port: 8000, endPort: 8079 }] })], peer: 'shop/front', verdict: 'refused' },
  { name: 'a port by name: of the pod that is selected', policies: [ingress({ ports: [{ port: 'http' }] })], peer: 'shop/front', verdict: 'admitted' },
  { name: 'a name that the pod does not have', policies: [ingress({ ports: [{ port: 'https' }] })], peer: 'shop/front', verdict: 'refused' },
  { name: 'a name in another protocol than the rule', policies: [ingress({ ports: [{ port: 'http', protocol: 'UDP' }] })], peer: 'shop/front', verdict: 'refused' },
  { name: 'the port and the peer of different rules do not add up', policies: [ingress({ from: [{ podSelector: labelled('front') }], ports: [{ port: 80 }] }, { from: [{ podSelector: labelled('back') }] })], peer: 'shop/front', verdict: 'refused' },

  { name: 'egress: to everybody', policies: [egress({})], direction: 'Egress', peer: '192.0.2.7', verdict: 'admitted' },
  { name: 'egress: no rule', policies: [egress()], direction: 'Egress', peer: '192.0.2.7', verdict: 'refused' },
  { name: 'egress: a port by name is one of the pod that is called', policies: [egress({ to: [{ podSelector: {} }], ports: [{ port: 'dns', protocol: 'UDP' }] })], direction: 'Egress', peer: 'shop/front', to: '8053/UDP', verdict: 'admitted' },
  { name: 'egress: what is no pod has no port of a name', policies: [egress({ ports: [{ port: 'http' }] })], direction: 'Egress', peer: '192.0.2.7', verdict: 'refused' },
  { name: 'egress: rules of ingress do not count', policies: [policy('p', { policyTypes: ['Egress', 'Ingress'], ingress: [{}] })], direction: 'Egress', peer: 'shop/front', verdict: 'refused' },
];

describe('judge', () => {
  it.each(cases.map((each) => [each.name, each] as const))('%s', (_, { policies, direction = 'Ingress', pod = 'shop/web', peer, to = '8080/TCP', verdict }) => {
    const view = clusterWith(...policies);
    const [port = '', protocol = ''] = to.split('/');
    const party = peer.includes('/') ? { pod: podNamed(view, peer) } : { ip: peer };
    expect(judge(view, direction, podNamed(view, pod), party, { port: Number(port), protocol: protocol as 'TCP' | 'UDP' }).verdict).toBe(verdict);
  });

  it('names the policies that isolate the pod', () => {
    const view = clusterWith(policy('a', {}), policy('b', { policyTypes: ['Egress'] }), policy('c', { podSelector: {} }));
    expect(judge(view, 'Ingress', podNamed(view, 'shop/web'), { ip: '192.0.2.7' }, { port: 80, protocol: 'TCP' }).policies.map(({ metadata }) => metadata.name)).toEqual(['a', 'c']);
  });
});
