import { finish, type ObjectRef, type Steps } from '../analysis/index.js';
import { compareText, isKindName, kindNames, type ClusterState, type ClusterView, type CoverageState, type KindName } from '../cluster/index.js';
import { routedControllerSteps } from '../ingress/index.js';
import type { FormatName, NodeReadout } from './node-readouts.js';
import { severities, type Finding, type Rule, type Violation } from './rule.js';
import { rules } from './rules/catalogue.js';

/** A kind that a rule needs and the snapshot does not hold whole, or not as of the same moment. */
export interface MissingKind {
  readonly kind: KindName;
  readonly state: CoverageState;
  /** The namespaces in which it is missing, of those that the rule looked at. Absent: it is missing everywhere. */
  readonly namespaces?: readonly string[];
  /** It was read at another moment than this kind, with which the rule compares it. */
  readonly unlike?: KindName;
}

/** A rule that could not decide, everywhere or in some namespaces. No finding of it there means nothing. */
export interface SkippedRule {
  readonly rule: string;
  readonly missing: readonly MissingKind[];
}

export interface RuleRun {
  /** Sorted by severity, rule, namespace, name. */
  readonly findings: readonly Finding[];
  /** In the order of the catalogue. */
  readonly skipped: readonly SkippedRule[];
}

/** The formats of readouts at which any rule looks. */
export const readoutFormatsOfRules: readonly FormatName[] = [...new Set(rules.flatMap(({ readouts = [] }) => readouts))];

const runs = new WeakMap<ClusterState, RuleRun>();

/**
 * What {@link runRules} does, step by step. Afterwards {@link runRules} without readouts has its answer at once.
 */
export function* ruleSteps(view: ClusterView, readouts: readonly NodeReadout[] = []): Steps<RuleRun> {
  const ofState = runs.get(view.state) ?? (yield* runOfState(view));
  const looking = rules.filter((rule) => readoutsFor(rule, readouts).length > 0);
  return looking.length === 0 ? ofState : replaced(ofState, looking, yield* catalogueSteps(view, looking, readouts));
}

/**
 * Runs every rule, once for a state, and those that look at readouts again where there are any for them. A rule does not fire where the snapshot does not hold the kinds that it needs, or not as of one moment,
 * nor on an object that is being deleted.
 */
export function runRules(view: ClusterView, readouts: readonly NodeReadout[] = []): RuleRun {
  return finish(ruleSteps(view, readouts));
}

/** {@link runRules} with other rules, and anew each time. */
export function runCatalogue(view: ClusterView, catalogue: readonly Rule[], readouts: readonly NodeReadout[] = []): RuleRun {
  return finish(catalogueSteps(view, catalogue, readouts));
}

function* runOfState(view: ClusterView): Steps<RuleRun> {
  yield* view.indexSteps();
  yield* routedControllerSteps(view);
  const run = yield* catalogueSteps(view, rules, []);
  runs.set(view.state, run);
  return run;
}

/** The run, but for what some rules say now. */
function replaced(run: RuleRun, catalogue: readonly Rule[], now: RuleRun): RuleRun {
  const isOther = ({ rule }: { readonly rule: string }) => catalogue.every(({ id }) => id !== rule);
  const order = (a: SkippedRule, b: SkippedRule) => placeOf(a.rule) - placeOf(b.rule);
  return { findings: [...run.findings.filter(isOther), ...now.findings].sort(byWeight), skipped: [...run.skipped.filter(isOther), ...now.skipped].sort(order) };
}

function placeOf(rule: string): number {
  return rules.findIndex(({ id }) => id === rule);
}

/** Of one format and node the last counts: it was added when the first had changed. */
function readoutsFor(rule: Rule, readouts: readonly NodeReadout[]): NodeReadout[] {
  const wanted = readouts.filter(({ format }) => rule.readouts?.some((each) => each === format));
  return [...new Map(wanted.map((readout) => [JSON.stringify([readout.node, readout.format]), readout])).values()];
}

function* catalogueSteps(view: ClusterView, catalogue: readonly Rule[], readouts: readonly NodeReadout[]): Steps<RuleRun> {
  const findings: Finding[] = [];
  const skipped: SkippedRule[] = [];
  for (const rule of catalogue) {
    yield;
    const missing = [...missingKinds(view, rule), ...kindsOfOtherMoments(view, rule)];
    if (missing.length > 0) skipped.push({ rule: rule.id, missing });
    if (missing.some(({ namespaces }) => namespaces === undefined)) continue;
    for (const violation of rule.check(view, readoutsFor(rule, readouts))) {
      if (violation === undefined) yield;
      else if (isDecidable(view, rule, violation.subject.namespace) && !isBeingDeleted(view, violation.subject)) findings.push(findingOf(rule, violation));
    }
  }
  return { findings: findings.sort(byWeight), skipped };
}

function findingOf(rule: Rule, { severity = rule.severity, title = rule.title, fix = rule.fix, detail, subject, evidence }: Violation): Finding {
  return { rule: rule.id, severity, title, detail, subject, evidence, fix, docs: `/v1/rules/${rule.id}` };
}

function missingKinds(view: ClusterView, rule: Rule): MissingKind[] {
  return rule.reads.flatMap((kind): MissingKind[] => {
    if (view.covers(kind)) return [];
    const { state, namespaces = [] } = view.state.coverage[kind];
    if (!namespaces.some((namespace) => view.covers(kind, namespace))) return [{ kind, state }];
    const uncovered = namespacesOf(view, rule).filter((namespace) => !view.covers(kind, namespace));
    return uncovered.length === 0 ? [] : [{ kind, state, namespaces: uncovered }];
  });
}

/**
 * What a rule compares must be of one moment: between two, objects come and go, and nothing in the later list tells of those that went.
 * Kinds that are only consulted count too, as they decide between mistake and intent.
 */
function kindsOfOtherMoments(view: ClusterView, { reads, consults = [] }: Rule): MissingKind[] {
  const kinds = [...reads, ...consults];
  const first = kinds.find((kind) => view.state.resourceVersions[kind] !== undefined);
  if (first === undefined) return [];
  return kinds.filter((kind) => !view.areOfOneMoment(first, kind)).map((kind) => ({ kind, state: view.state.coverage[kind].state, unlike: first }));
}

/** The namespaces that hold an object of a kind which the rule reads, sorted. */
function namespacesOf(view: ClusterView, rule: Rule): string[] {
  const namespaces = rule.reads.flatMap((kind) => view.objects(kind).flatMap(({ metadata }) => ('namespace' in metadata ? [metadata.namespace] : [])));
  return [...new Set(namespaces)].sort(compareText);
}

function isDecidable(view: ClusterView, rule: Rule, namespace: string | undefined): boolean {
  return rule.reads.every((kind) => view.covers(kind, namespace));
}

/** What it leads to may be gone before it, and nobody will mend it. */
function isBeingDeleted(view: ClusterView, { kind, namespace = '', name }: ObjectRef): boolean {
  return isKindName(kind) && view.get(kind, namespace, name)?.metadata.deletionTimestamp !== undefined;
}

function byWeight(a: Finding, b: Finding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    compareText(a.rule, b.rule) ||
    compareText(a.subject.namespace ?? '', b.subject.namespace ?? '') ||
    compareText(a.subject.name, b.subject.name) ||
    kindNames.indexOf(a.subject.kind as KindName) - kindNames.indexOf(b.subject.kind as KindName) ||
    compareText(a.detail, b.detail)
  );
}
