import { count, enumerate, formatRef, renderMarkdown, renderText, sectionsOf, type Answer, type Section, type Sheet } from '../analysis/index.js';
import { countSeverities, findingItem, tellCounts, type Finding, type RuleRun, type SkippedRule } from '../findings/index.js';

/** A finding of one side of which the other side cannot tell whether it was there too. */
export interface UndecidedFinding {
  readonly in: 'before' | 'after';
  readonly finding: Finding;
}

/** How the findings of two snapshots differ. A finding is the same if its rule, its subject and the field at fault are, whatever its words. */
export interface FindingsDiff extends Answer {
  readonly counts: { readonly introduced: number; readonly fixed: number; readonly unchanged: number; readonly undecided: number };
  /** In the later snapshot only. */
  readonly introduced: readonly Finding[];
  /** In the earlier snapshot only. */
  readonly fixed: readonly Finding[];
  /** In both; as the later one tells it. */
  readonly unchanged: readonly Finding[];
  /** In one snapshot, while the other does not hold what the rule needs: neither introduced nor fixed. */
  readonly undecided: readonly UndecidedFinding[];
}

/** Compares the findings of an earlier snapshot with those of a later one. Each list is sorted as the findings were. */
export function diffFindings(before: RuleRun, after: RuleRun): FindingsDiff {
  const was = findingsByKey(before.findings);
  const is = findingsByKey(after.findings);
  const gone = [...was].filter(([key]) => !is.has(key)).map(([, finding]) => finding);
  const come = [...is].filter(([key]) => !was.has(key)).map(([, finding]) => finding);
  const introduced = come.filter((finding) => isDecided(before.skipped, finding));
  const fixed = gone.filter((finding) => isDecided(after.skipped, finding));
  const unchanged = [...is].filter(([key]) => was.has(key)).map(([, finding]) => finding);
  const undecided: UndecidedFinding[] = [
    ...gone.filter((finding) => !isDecided(after.skipped, finding)).map((finding) => ({ in: 'before', finding }) as const),
    ...come.filter((finding) => !isDecided(before.skipped, finding)).map((finding) => ({ in: 'after', finding }) as const),
  ];
  return {
    summary: summarise(introduced, fixed, unchanged),
    counts: { introduced: introduced.length, fixed: fixed.length, unchanged: unchanged.length, undecided: undecided.length },
    introduced,
    fixed,
    unchanged,
    undecided,
    steps: [],
    warnings: undecided.length === 0 ? [] : [`Whether ${count(undecided.length, 'finding')} came or went cannot be told: the other snapshot does not hold what ${enumerate([...new Set(undecided.map(({ finding }) => finding.rule))])} needs.`],
  };
}

export function renderFindingsDiffMarkdown(diff: FindingsDiff): string {
  return renderMarkdown(layOut(diff));
}

export function renderFindingsDiffText(diff: FindingsDiff): string {
  return renderText(layOut(diff));
}

function layOut(diff: FindingsDiff): Sheet {
  const section = (title: string, findings: readonly Finding[]): Section => ({ title, noun: 'finding', items: findings.map(findingItem) });
  return {
    verdict: diff.summary,
    sections: [section('Introduced', diff.introduced), section('Fixed', diff.fixed), ...sectionsOf(diff)],
    rest: 'The JSON rendering holds all of them.',
  };
}

function summarise(introduced: readonly Finding[], fixed: readonly Finding[], unchanged: readonly Finding[]): string {
  const [worst] = introduced;
  const news = worst === undefined ? 'Nothing new is wrong' : `${count(introduced.length, 'finding')} introduced (${tellCounts(countSeverities(introduced))}), first ${formatRef(worst.subject)}: ${worst.title}`;
  return `${news}; ${fixed.length} fixed, ${unchanged.length} unchanged.`;
}

/** By what makes a finding the same; of several with one identity the first, second … are told apart by number. In their order. */
export function findingsByKey(findings: readonly Finding[]): Map<string, Finding> {
  const byKey = new Map<string, Finding>();
  for (const finding of findings) {
    const { rule, subject, evidence } = finding;
    const own = evidence.find(({ kind, namespace, name, field }) => field !== undefined && kind === subject.kind && namespace === subject.namespace && name === subject.name);
    let n = 1;
    const key = () => JSON.stringify([rule, subject.kind, subject.namespace ?? '', subject.name, own?.field ?? '', n]);
    while (byKey.has(key())) n++;
    byKey.set(key(), finding);
  }
  return byKey;
}

/** Whether a run that skipped these would have told of this finding, had it been there. */
export function isDecided(skipped: readonly SkippedRule[], { rule, subject }: Finding): boolean {
  return !skipped.some((each) => each.rule === rule && each.missing.some(({ namespaces }) => namespaces === undefined || (subject.namespace !== undefined && namespaces.includes(subject.namespace))));
}
