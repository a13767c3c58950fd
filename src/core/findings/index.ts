export { answerFindings, countSeverities, tellCounts, tellSkipped, type FindingsAnswer, type FindingsFilter, type SeverityCounts } from './answer.js';
export type { FormatName, NodeReadout } from './node-readouts.js';
export { findingItem, renderFindingsMarkdown, renderFindingsText } from './render-findings.js';
export { severities, type Finding, type Rule, type Severity, type Violation } from './rule.js';
export { rules } from './rules/catalogue.js';
export { readoutFormatsOfRules, ruleSteps, runRules, type MissingKind, type RuleRun, type SkippedRule } from './run.js';
