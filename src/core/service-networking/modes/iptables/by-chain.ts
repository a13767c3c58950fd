import type { IptablesRule } from '../../../readouts/index.js';

/** Rules of one table by their chain, in their order. */
export function byChain(rules: readonly IptablesRule[]): ReadonlyMap<string, readonly IptablesRule[]> {
  const chains = new Map<string, IptablesRule[]>();
  for (const rule of rules) {
    const chain = chains.get(rule.chain);
    if (chain === undefined) chains.set(rule.chain, [rule]);
    else chain.push(rule);
  }
  return chains;
}
