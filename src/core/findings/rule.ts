import type { Evidence, ObjectRef } from '../analysis/index.js';
import type { ClusterView, KindName } from '../cluster/index.js';
import type { FormatName, NodeReadout } from './node-readouts.js';

/** The severities, the gravest first. */
export const severities = ['critical', 'error', 'warning', 'info'] as const;

/**
 * - `critical`: traffic is or will be dropped
 * - `error`: a reference or rule cannot work
 * - `warning`: works by luck, or for some
 * - `info`: worth knowing
 */
export type Severity = (typeof severities)[number];

/** Something wrong or risky in a snapshot. */
export interface Finding {
  /** The id of the rule that made it. */
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly detail: string;
  readonly subject: ObjectRef;
  readonly evidence: readonly Evidence[];
  readonly fix: string;
  /** The path of the rule's description. */
  readonly docs: string;
}

/** What a rule says of one subject. What it leaves out is as in the rule. */
export interface Violation {
  readonly subject: ObjectRef;
  /** What was found, with names and values; a sentence. */
  readonly detail: string;
  /** The objects and fields that decided. The first field of the subject itself tells two violations of one subject apart. */
  readonly evidence: readonly Evidence[];
  /** Never graver than the rule's. */
  readonly severity?: Severity;
  readonly title?: string;
  readonly fix?: string;
}

/** One sort of mistake, and how it is found. Ids and codes are published and never given to another rule. */
export interface Rule {
  /** In kebab-case; the name of its file. */
  readonly id: string;
  /** The short name in reports: `SVC-001`. */
  readonly code: string;
  /** The gravest that its findings have. */
  readonly severity: Severity;
  readonly title: string;
  /** When it fires, and when it stays quiet although it looks alike. */
  readonly checks: string;
  readonly why: string;
  readonly fix: string;
  /** The file and function upstream, or the page, whose behaviour is followed. */
  readonly source: string;
  /** The kinds without which it cannot decide: it is skipped where the snapshot does not hold them whole. With `consults` they must be of one moment, or it is skipped too. */
  readonly reads: readonly KindName[];
  /** The kinds that sharpen what it says where the snapshot holds them; without them it still does not accuse wrongly. */
  readonly consults?: readonly KindName[];
  /** The formats of the readouts that it looks at, beside the objects. Without any it says less, never anything wrong. */
  readonly readouts?: readonly FormatName[];
  /**
   * Never throws, whatever the objects hold. Violations in a namespace that the snapshot does not cover are dropped by the caller. Where it yields
   * nothing, others may have their turn: a rule that looks at every object of a kind of which there are many does so for each.
   *
   * @param readouts those of {@link readouts}, of any node; of one format and node only the last
   */
  check(view: ClusterView, readouts?: readonly NodeReadout[]): Iterable<Violation | undefined>;
}
