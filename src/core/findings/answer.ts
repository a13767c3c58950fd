import { count, enumerate, formatRef, nearest, type Answer } from '../analysis/index.js';
import { namespacesOf, type ClusterView } from '../cluster/index.js';
import { InputError, type Fault } from '../errors.js';
import { severities, type Finding, type Severity } from './rule.js';
import { rules } from './rules/catalogue.js';
import { runRules, type MissingKind, type RuleRun, type SkippedRule } from './run.js';

/** Which findings are wanted. Values of one field are alternatives, fields must all fit; an empty or absent field admits all. */
export interface FindingsFilter {
  readonly rule?: readonly string[];
  readonly severity?: readonly string[];
  /** Findings about cluster-scoped objects have no namespace and are left out by this. */
  readonly namespace?: readonly string[];
}

export type SeverityCounts = Readonly<Record<Severity, number>>;

/** What is wrong in a snapshot. */
export interface FindingsAnswer extends Answer {
  /** Of `items`. */
  readonly counts: SeverityCounts;
  /** Sorted by severity, rule, namespace, name. */
  readonly items: readonly Finding[];
  /** The wanted rules that could not decide. */
  readonly skipped: readonly SkippedRule[];
}

/**
 * The findings of a snapshot that fit the filter.
 *
 * @param run of the same view; where none is given, the rules are run without readouts
 * @throws InputError `invalid-request` for a rule, severity or namespace that is not known, with the near names
 */
export function answerFindings(view: ClusterView, filter: FindingsFilter = {}, { findings, skipped }: RuleRun = runRules(view)): FindingsAnswer {
  checkFilter(view, filter);
  const fits = (wanted: readonly string[] | undefined, value: string | undefined) => !wanted?.length || (value !== undefined && wanted.includes(value));
  const items = findings.filter(({ rule, severity, subject }) => fits(filter.rule, rule) && fits(filter.severity, severity) && fits(filter.namespace, subject.namespace));
  const undecided = skipped.filter(({ rule }) => fits(filter.rule, rule));
  return { summary: summarise(items, undecided), counts: countSeverities(items), items, skipped: undecided, steps: [], warnings: tellSkipped(undecided) };
}

export function countSeverities(findings: readonly Finding[]): SeverityCounts {
  const counts = { critical: 0, error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** `2 critical, 1 warning`; '' for none. */
export function tellCounts(counts: SeverityCounts): string {
  return severities.filter((severity) => counts[severity] > 0).map((severity) => `${counts[severity]} ${severity}`).join(', ');
}

/** One sentence for each set of kinds that is missing. */
export function tellSkipped(skipped: readonly SkippedRule[]): string[] {
  const byCause = new Map<string, string[]>();
  for (const { rule, missing } of skipped) {
    const cause = enumerate(missing.map((each) => `${each.kind} (${tellGap(each)})`));
    byCause.set(cause, [...(byCause.get(cause) ?? []), rule]);
  }
  return [...byCause].map(([cause, ids]) => `The snapshot does not hold ${cause}; not decided there: ${enumerate(ids)}.`);
}

function tellGap({ state, namespaces, unlike }: MissingKind): string {
  if (unlike !== undefined) return `as of the moment of ${unlike}`;
  if (namespaces !== undefined) return `not of namespace ${enumerate(namespaces, 5)}`;
  return state === 'collected' ? 'single objects only' : state;
}

function summarise(items: readonly Finding[], skipped: readonly SkippedRule[]): string {
  const undecided = skipped.length === 0 ? '' : ` ${count(skipped.length, 'rule')} could not decide everything.`;
  const [first] = items;
  if (first === undefined) return `No findings.${undecided}`;
  const rest = items.length === 1 ? '' : `, and ${items.length - 1} more`;
  return `${count(items.length, 'finding')} (${tellCounts(countSeverities(items))}): ${formatRef(first.subject)}: ${lowerFirst(first.title)}${rest}.${undecided}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function checkFilter(view: ClusterView, { rule = [], severity = [], namespace = [] }: FindingsFilter): void {
  const faults = [
    ...unknown('rule', rule, rules.map(({ id }) => id)),
    ...unknown('severity', severity, severities),
    ...(namespace.every((name) => view.get('Namespace', '', name) !== undefined) ? [] : unknown('namespace', namespace, namespacesOf(view))),
  ];
  if (faults.length > 0) throw new InputError('invalid-request', faults.map(({ detail }) => detail).join(' '), faults);
}

function unknown(field: string, values: readonly string[], known: Iterable<string>): Fault[] {
  const names = new Set(known);
  return values
    .filter((value) => !names.has(value))
    .map((value) => {
      const near = nearest(value, names);
      const hint = near.length > 0 ? `near: ${enumerate(near)}` : names.size <= 12 ? `known: ${enumerate([...names])}` : `${names.size} are known`;
      return { pointer: `?${field}`, detail: `There is no ${field} “${value}”; ${hint}.` };
    });
}
