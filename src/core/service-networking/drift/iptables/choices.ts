import type { PlacedRule } from '../../../readouts/index.js';
import { append } from '../append.js';
import type { ExpectedChain, ExpectedRule } from './expected.js';
import type { FoundChain } from './found.js';
import { compareChoiceOrder } from './order.js';
import { difference, pairUp, type PairingOptions } from './pairing.js';
import { endpointChainOf, type Report } from './report.js';
import { ruleKey } from './rule-key.js';

/** Chains that choose among endpoints by chance. */
export function isChoiceChain(chain: string): boolean {
  return /^KUBE-SV[CL]-/.test(chain);
}

/** How far a share may be off: older versions round probabilities to five decimals. */
const tolerance = 0.0005;

/**
 * Compares which endpoints are chosen, and how often: where one is missing or too much the probabilities of all others differ, which is told once.
 */
export function compareChoices(report: Report, expected: ExpectedChain, found: FoundChain, options: PairingOptions): void {
  const wanted = choicesOf(expected.rules, ({ rule }) => rule);
  const there = choicesOf(found.rules, ({ rule }) => rule);
  const missing = [...wanted].filter(([label]) => !there.has(label)).flatMap(([, rule]) => rule);
  const extra = [...there].filter(([label]) => !wanted.has(label)).flatMap(([, rule]) => rule);
  if (options.isWhole) for (const rule of missing) report.lack(expected.table, rule);
  for (const rule of extra) report.surplus(expected.table, rule, expected.port?.name);
  if (missing.length === 0 && extra.length === 0 && haveLikeConditions(report, expected, wanted, there, options)) compareShares(report, expected, found, wanted, there);
  const others = difference(expected.rules.filter(({ rule }) => endpointChainOf(rule) === undefined), found.rules.filter(({ rule }) => endpointChainOf(rule) === undefined), options.ipFamily);
  pairUp(report, expected.table, others.missing, others.extra, options);
  if ([missing, extra, others.missing, others.extra].every((each) => each.length === 0)) compareChoiceOrder(report, expected, found.rules);
}

/** The rules that choose, by the endpoint; those of session affinity apart. */
function choicesOf<T>(rules: readonly T[], ruleOf: (item: T) => PlacedRule['rule']): Map<string, T[]> {
  const choices = new Map<string, T[]>();
  for (const item of rules) {
    const rule = ruleOf(item);
    const chain = endpointChainOf(rule);
    if (chain === undefined) continue;
    const recent = rule.matches.find((match) => match.module === 'recent');
    const label = recent === undefined ? chain : `${chain} for ${recent.seconds ?? 0} seconds`;
    append(choices, label, item);
  }
  return choices;
}

/** Whether what leads to each endpoint asks for the same, but for chance; where it does not, that is told. */
function haveLikeConditions(report: Report, { table, port }: ExpectedChain, wanted: ReadonlyMap<string, readonly ExpectedRule[]>, there: ReadonlyMap<string, readonly PlacedRule[]>, { ipFamily }: PairingOptions): boolean {
  const conditionOf = ({ rule }: { readonly rule: PlacedRule['rule'] }) => ruleKey({ ...rule, matches: rule.matches.filter(({ module }) => module !== 'statistic') }, ipFamily);
  let areLike = true;
  for (const [label, [rule, ...others]] of wanted) {
    if (rule === undefined) continue;
    const found = there.get(label) ?? [];
    const odd = found.filter((each) => conditionOf(each) !== conditionOf(rule));
    const tooMany = found.filter((each) => !odd.includes(each)).slice(others.length + 1);
    for (const each of odd) report.differ(table, rule, each);
    for (const each of tooMany) report.surplus(table, each, port?.name);
    if (odd.length + tooMany.length > 0) areLike = false;
  }
  return areLike;
}

function compareShares(report: Report, expected: ExpectedChain, found: FoundChain, wanted: ReadonlyMap<string, readonly ExpectedRule[]>, there: ReadonlyMap<string, readonly PlacedRule[]>): void {
  const shares = sharesOf(expected.rules.map(({ rule }) => rule));
  const others = sharesOf(found.rules.map(({ rule }) => rule));
  for (const [label, share] of shares) {
    if (Math.abs(share - (others.get(label) ?? 0)) <= tolerance) continue;
    const [rule, other] = [wanted.get(label)?.[0], there.get(label)?.[0]];
    if (rule !== undefined && other !== undefined) report.differ(expected.table, rule, other);
  }
}

/** The share of packets that goes to each endpoint, of clients that have none yet. */
function sharesOf(rules: readonly PlacedRule['rule'][]): Map<string, number> {
  const shares = new Map<string, number>();
  let left = 1;
  for (const rule of rules) {
    const chain = endpointChainOf(rule);
    if (chain === undefined || rule.matches.some(({ module }) => module === 'recent')) continue;
    const chance = rule.matches.find((match) => match.module === 'statistic')?.probability;
    const share = left * (chance === undefined ? 1 : Number(chance));
    shares.set(chain, (shares.get(chain) ?? 0) + share);
    left -= share;
  }
  return shares;
}
