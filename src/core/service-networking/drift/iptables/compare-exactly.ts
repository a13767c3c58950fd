import type { Steps } from '../../../analysis/index.js';
import type { IpFamily } from '../../go-address.js';
import { compareChoices, isChoiceChain } from './choices.js';
import { keyOfChain, sharedChains, type Expected, type ExpectedChain } from './expected.js';
import type { Found, FoundChain } from './found.js';
import { isServiceChain, ownChains } from './names.js';
import { compareOrder } from './order.js';
import { difference, isOptional, pairUp, type PairingOptions } from './pairing.js';
import { reachableChains } from './reach.js';
import { Report } from './report.js';

/**
 * Compares rule by rule what should be there with what is. No drift is: the order of Services, chains that nothing leads to, canaries, chains of the kubelet and of others, the order of jumps in chains of the kernel,
 * and what `ruleKey` leaves out.
 */
export function* compareExactly(expected: Expected, found: Found, ipFamily: IpFamily): Steps<Report> {
  const report = new Report();
  const reachable = reachableChains(found);
  for (const chain of expected.chains.values()) {
    yield;
    const gaps = found.gaps.get(chain.table);
    if (gaps === undefined) continue;
    compareChain(report, chain, found.chains.get(keyOfChain(chain.table, chain.chain)), { isWhole: gaps.size === 0, ipFamily });
  }
  compareJumps(report, expected, found);
  for (const chain of found.chains.values()) {
    yield;
    const key = keyOfChain(chain.table, chain.chain);
    if (!isOfKubeProxy(chain) || expected.chains.has(key)) continue;
    if (!reachable.has(key)) report.leftOver(chain, found.gaps.get(chain.table)?.size === 0);
    else for (const rule of chain.rules) report.surplus(chain.table, rule);
  }
  return report;
}

function isOfKubeProxy({ chain }: FoundChain): boolean {
  return isServiceChain(chain) || ownChains.has(chain);
}

function compareChain(report: Report, expected: ExpectedChain, found: FoundChain | undefined, options: PairingOptions): void {
  const { table, rules, chain } = expected;
  if (found === undefined) {
    if (options.isWhole) for (const rule of rules) if (!isOptional(rule.rule)) report.lack(table, rule);
  } else if (isChoiceChain(chain)) {
    compareChoices(report, expected, found, options);
  } else {
    const { missing, extra } = difference(rules, found.rules, options.ipFamily);
    // The kubelet and older versions write into this one too.
    pairUp(report, table, missing, chain === 'KUBE-FIREWALL' ? [] : extra, options);
    if (missing.length === 0 && extra.length === 0 && !sharedChains.has(chain)) compareOrder(report, expected, found.rules, options.ipFamily);
  }
}

/** A jump with other conditions is one that another version wrote. */
function compareJumps(report: Report, { jumps }: Expected, found: Found): void {
  for (const { table, rule } of jumps) {
    const chain = found.chains.get(keyOfChain(table, rule.chain));
    if (chain === undefined || found.gaps.get(table)?.size !== 0 || rule.target?.kind !== 'jump') continue;
    const { chain: to } = rule.target;
    if (!chain.rules.some(({ rule: { target } }) => target?.kind === 'jump' && target.chain === to)) report.lack(table, { rule });
  }
}
