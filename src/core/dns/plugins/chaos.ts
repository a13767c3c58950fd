import { notSimulated } from '../setup-tools.js';
import type { DnsPlugin } from '../plugin.js';

/** Tells of the server itself, in queries of class CH. Source: coredns 1.14.7, plugin/chaos/{setup,chaos}.go */
export const chaos: DnsPlugin<readonly string[]> = {
  ...notSimulated('chaos', 'what the server tells of itself', () => []),
  setup(c) {
    if (c.next()) {
      c.remainingArgs();
      if (c.nextBlock()) throw c.err(`unknown property '${c.val()}'`);
    }
    return [[]];
  },
  handler: () => (query, chain) =>
    query.class === 'CH' && query.type === 'TXT' ? { kind: 'unknown', plugin: 'chaos', reason: 'what the server tells of itself is not simulated' } : chain.next(query),
};
