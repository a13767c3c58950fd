import { describe, expect, it } from 'vitest';
import type { Packet, Walk } from '../packet.js';
import { proxyOfNode } from '../proxy-of-node.js';
import { modes } from './catalogue.js';
import { clusterIn, ownAddresses, packetCases, sources, type PacketCase } from './packets.table.js';

function packetOf({ from, to }: PacketCase): Packet {
  const [, ip = '', port = '', protocol = 'tcp'] = /^([\d.]+):(\d+)(?:\/(\w+))?$/.exec(to) ?? [];
  const { hook, ...source } = sources[from];
  return { ipFamily: 'IPv4', protocol: protocol.toUpperCase() as Packet['protocol'], source, destination: { ip, port: Number(port), isOfNode: ownAddresses.has(ip) }, hook };
}

function told({ verdict, branches }: Walk): string {
  if (verdict !== 'translated') return verdict;
  return branches.map(({ endpoint, probability, masquerade }) => `${endpoint} ${Math.round(probability * 100)}%${masquerade ? ' masqueraded' : ''}`).join(', ');
}

describe.each(modes.map((mode) => [mode.id, mode] as const))('mode %s', (id, mode) => {
  const { proxy } = proxyOfNode(clusterIn(id), 'worker-1', { ipFamily: 'IPv4' });

  it.each(packetCases.map((each) => [each.name, each] as const))('%s', (_, each) => {
    const walk = mode.walk(proxy, packetOf(each));
    expect(told(walk)).toBe(each.unlike?.[id]?.expected ?? each.expected);
    expect(walk.hops.length > 0 || walk.verdict === 'untouched').toBe(true);
  });

  it('gives endpoints whose probabilities add up to 1', () => {
    for (const each of packetCases) {
      const { verdict, branches } = mode.walk(proxy, packetOf(each));
      expect(branches.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(verdict === 'translated' ? 1 : 0, 9);
    }
  });
});

describe('mode nftables of other versions', () => {
  /** Before one set told which endpoints call themselves, each had a rule for it. */
  const ownRules = { 'an endpoint that meets itself, of which nothing tells the node': '10.244.1.7:8080 100% masqueraded' };
  /** What the tables of a version could not do yet. */
  const lacks: Readonly<Record<number, Readonly<Record<string, string>>>> = {
    ...Object.fromEntries([30, 31, 32, 33, 34, 35].map((minor) => [minor, ownRules])),
    29: {
      ...ownRules,
      'another protocol': 'untouched', 'another port of a ClusterIP': 'untouched', 'another port of a ClusterIP, from the node': 'untouched', 'a ClusterIP that no Service has': 'untouched', 'an endpoint that is a ClusterIP': '10.96.7.10:8080 100%',
      // It asked for the source where packets were forwarded, by when their destination was translated.
      'a load balancer, from elsewhere than its source ranges': '10.244.1.5:8080 100% masqueraded', 'a load balancer, from a pod that is in no source range': '10.244.1.5:8080 100% masqueraded',
    },
  };

  it.each([29, 30, 31, 32, 33, 34, 35, 36])('lead packets alike: 1.%i', (minor) => {
    const { proxy } = proxyOfNode(clusterIn('nftables', `v1.${minor}.0`, { featureGates: { MultiCIDRServiceAllocator: true } }), 'worker-1', { ipFamily: 'IPv4' });
    const mode = modes.find(({ id }) => id === 'nftables');
    const outcomes = packetCases.map((each) => `${each.name}: ${mode === undefined ? '' : told(mode.walk(proxy, packetOf(each)))}`);
    expect(outcomes).toEqual(packetCases.map((each) => `${each.name}: ${lacks[minor]?.[each.name] ?? each.unlike?.nftables?.expected ?? each.expected}`));
  });
});
