import type { PlacedRule } from '../../../readouts/index.js';
import { keyOfChain } from './expected.js';
import type { Found } from './found.js';

/** Chains that a packet can come to, from chains of the kernel and from those that all Services share. */
export function reachableChains({ chains }: Found): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...chains.values()].filter(({ chain }) => !/^KUBE-(?:SVC|SVL|SEP|EXT|FW|XLB)-/.test(chain)).map(({ table, chain }) => keyOfChain(table, chain));
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (reached.has(key)) continue;
    reached.add(key);
    const chain = chains.get(key);
    for (const { rule } of chain?.rules ?? []) if (rule.target?.kind === 'jump' || rule.target?.kind === 'goto') open.push(keyOfChain(chain!.table, rule.target.chain));
  }
  return reached;
}

/** Where the packets that come to a chain of table nat can be sent: `ip:port`, as the rules write it, with the rule that does. */
export function destinationsOf({ chains }: Found, start: string): ReadonlyMap<string, PlacedRule> {
  const destinations = new Map<string, PlacedRule>();
  const seen = new Set<string>();
  const open = [start];
  for (let chain = open.pop(); chain !== undefined; chain = open.pop()) {
    if (seen.has(chain)) continue;
    seen.add(chain);
    for (const placed of chains.get(keyOfChain('nat', chain))?.rules ?? []) {
      const { target } = placed.rule;
      if (target?.kind === 'dnat') destinations.set(target.to, placed);
      else if (target?.kind === 'jump' || target?.kind === 'goto') open.push(target.chain);
    }
  }
  return destinations;
}
