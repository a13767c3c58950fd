import { formatRule, type IptablesRule, type PlacedRule } from '../../../readouts/index.js';
import type { DifferentRule, DriftedRule, StaleChain } from '../answer.js';
import type { ExpectedRule } from './expected.js';
import type { FoundChain } from './found.js';
import { namedPort } from './names.js';

/** What a comparison brings to light. */
export class Report {
  readonly missing: DriftedRule[] = [];
  readonly extra: DriftedRule[] = [];
  readonly different: DifferentRule[] = [];
  readonly stale: StaleChain[] = [];
  /** Of some that are left over it is not told whether anything leads to them. */
  isUncertain = false;

  lack(table: string, { rule, port }: ExpectedRule): void {
    this.missing.push({ table, chain: rule.chain, rule: formatRule(rule), servicePort: port?.name ?? null, line: null });
  }

  surplus(table: string, { rule, line }: PlacedRule, servicePort?: string): void {
    this.extra.push({ table, chain: rule.chain, rule: formatRule(rule), servicePort: servicePort ?? namedPort(rule) ?? null, line });
  }

  differ(table: string, expected: ExpectedRule, found: PlacedRule): void {
    this.different.push({ table, chain: expected.rule.chain, expected: formatRule(expected.rule), found: formatRule(found.rule), servicePort: expected.port?.name ?? namedPort(found.rule) ?? null, line: found.line });
  }

  /** @param isCertain the text would show what leads to it */
  leftOver({ table, chain, line, rules }: FoundChain, isCertain: boolean): void {
    if (!isCertain) this.isUncertain = true;
    const named = rules.map(({ rule }) => namedPort(rule)).find((name) => name !== undefined);
    this.stale.push({ table, chain, servicePort: named ?? null, line });
  }

  get isClean(): boolean {
    return this.missing.length === 0 && this.extra.length === 0 && this.different.length === 0;
  }
}

/** Whether a rule leads to the chain of one endpoint. */
export function endpointChainOf({ target }: IptablesRule): string | undefined {
  return target?.kind === 'jump' && target.chain.startsWith('KUBE-SEP-') ? target.chain : undefined;
}
