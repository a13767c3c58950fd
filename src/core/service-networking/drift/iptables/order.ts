import { formatTarget, type IptablesRule, type PlacedRule } from '../../../readouts/index.js';
import type { IpFamily } from '../../go-address.js';
import type { ExpectedChain, ExpectedRule } from './expected.js';
import { endpointChainOf, type Report } from './report.js';
import { ruleKey } from './rule-key.js';

/**
 * Compares the order of two chains that hold the same rules: an earlier rule may take packets away from a later one, or mark them too late. Neighbours that do the same with what they match may stand either way.
 */
export function compareOrder(report: Report, { table, rules }: ExpectedChain, found: readonly PlacedRule[], ipFamily: IpFamily): void {
  const places = new Map<string, number>();
  let [place, before] = [0, ''];
  for (const { rule } of rules) {
    const target = rule.target === undefined ? '' : formatTarget(rule.target);
    if (target !== before) place++;
    before = target;
    places.set(ruleKey(rule, ipFamily), place);
  }
  tellMisplaced(report, table, rules, found.filter(({ rule }) => places.has(ruleKey(rule, ipFamily))), (rule) => places.get(ruleKey(rule, ipFamily)) ?? 0);
}

/** The same of a chain that chooses among endpoints: what marks packets comes first, then clients that have an endpoint already, then chance. */
export function compareChoiceOrder(report: Report, { table, rules }: ExpectedChain, found: readonly PlacedRule[]): void {
  tellMisplaced(report, table, rules, found, (rule) => (endpointChainOf(rule) === undefined ? 0 : rule.matches.some(({ module }) => module === 'recent') ? 1 : 2));
}

function tellMisplaced(report: Report, table: string, expected: readonly ExpectedRule[], found: readonly PlacedRule[], placeOf: (rule: IptablesRule) => number): void {
  const at = found.findIndex(({ rule }, i) => i > 0 && placeOf(rule) < placeOf(found[i - 1]!.rule));
  const [misplaced, instead] = [found[at - 1], expected[at - 1]];
  if (at > 0 && misplaced !== undefined && instead !== undefined) report.differ(table, instead, misplaced);
}
