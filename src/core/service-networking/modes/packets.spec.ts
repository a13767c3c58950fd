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
