import { findingsByKey } from '../diff/index.js';
import type { RuleRun } from '../findings/index.js';
import type { ToldFinding, ToldSnapshot } from './event.js';
import type { RangeLevel } from './ranges.js';

/** A finding that is open, as it was last told. */
export interface OpenFinding {
  readonly finding: ToldFinding;
  readonly opened: ToldSnapshot;
}

/** What was told of a cluster and is still so. JSON. With it nothing is told twice, whichever snapshots are gone. */
export interface Ledger {
  /** By the key of the finding. */
  readonly findings: Readonly<Record<string, OpenFinding>>;
  /** By kind and CIDR. */
  readonly ranges: Readonly<Record<string, RangeLevel>>;
}

export const emptyLedger: Ledger = { findings: {}, ranges: {} };

/** As if all that is wrong in a snapshot had been told: what comes after it is news. */
export function ledgerOf(run: RuleRun, opened: ToldSnapshot): Ledger {
  const findings = [...findingsByKey(run.findings)].map(([key, finding]) => [key, { finding: withoutEvidence(finding), opened }] as const);
  return { findings: Object.fromEntries(findings), ranges: {} };
}

export function withoutEvidence({ rule, severity, title, detail, subject, fix, docs }: ToldFinding): ToldFinding {
  return { rule, severity, title, detail, subject, fix, docs };
}
