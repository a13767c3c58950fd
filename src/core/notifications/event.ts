import type { ObjectRef } from '../analysis/index.js';
import type { ChangeCounts, ChangeGroup, ChangeKind } from '../diff/index.js';
import type { Finding, Severity, SeverityCounts } from '../findings/index.js';

/** What can be subscribed to. */
export const eventTypes = ['snapshot.completed', 'snapshot.failed', 'diff.changed', 'finding.opened', 'finding.resolved', 'range.filling'] as const;

export type EventType = (typeof eventTypes)[number];

/** A snapshot that an event is about. Instants are RFC 3339, UTC. */
export interface ToldSnapshot {
  readonly number: number;
  readonly takenAt: string;
}

export interface SnapshotCompleted {
  readonly snapshot: ToldSnapshot & { readonly source: string; readonly label: string | null; readonly objects: number };
  /** Of all that is wrong in it. */
  readonly findings: SeverityCounts;
  /** Findings that came and went since what was told before. */
  readonly opened: number;
  readonly resolved: number;
}

export interface SnapshotFailed {
  readonly operation: { readonly id: string; readonly kind: string };
  readonly problem: { readonly code: string; readonly title: string; readonly detail: string };
}

export interface DiffChanged {
  readonly from: ToldSnapshot;
  readonly to: ToldSnapshot;
  readonly counts: ChangeCounts;
  /** Sorted by kind (catalogue order) and namespace. */
  readonly groups: readonly ChangeGroup[];
  /** In the order of the diff; whoever is told is told the first 20, and 50 groups. */
  readonly changes: readonly (ObjectRef & { readonly change: ChangeKind })[];
}

/** A finding as it is told. `key` is the same for as long as the finding is open. */
export interface FindingOpened {
  readonly key: string;
  readonly snapshot: ToldSnapshot;
  readonly finding: Finding;
  /** In which snapshot it was first seen. */
  readonly opened: ToldSnapshot;
  /** Where the finding is not new, only graver or milder than it was told; null for a new one. */
  readonly previousSeverity: Severity | null;
}

export interface FindingResolved {
  readonly key: string;
  readonly snapshot: ToldSnapshot;
  /** As it was last told, without its evidence. */
  readonly finding: ToldFinding;
  /** In which snapshot it was first seen. */
  readonly opened: ToldSnapshot;
}

export type ToldFinding = Omit<Finding, 'evidence'>;

export interface RangeFilling {
  readonly snapshot: ToldSnapshot;
  readonly range: {
    readonly kind: 'pods' | 'services';
    readonly cidr: string;
    readonly allocated: number;
    /** Null where the size cannot be told. */
    readonly free: number | null;
    /** The day on which nothing is left at this pace, as `2026-03-01` (UTC); null where none is projected. */
    readonly fullAt: string | null;
    readonly perDay: number | null;
  };
  /** `warning`: filling; `critical`: nothing is left. */
  readonly severity: Severity;
}

/** That a subscription works. */
export interface WebhookTest {
  readonly webhook: string;
}

interface EventOf<T extends string, D> {
  /** The same for the same happening, however often it is derived or sent: at most 64 letters, digits and `_`. */
  readonly id: string;
  readonly type: T;
  /** '' where it is about none. */
  readonly cluster: string;
  /** When it was known; RFC 3339, UTC. */
  readonly time: string;
  /** What it is about within the cluster, as a relative path. */
  readonly subject: string;
  /** What belongs into one message, in this order; null for what stands alone. At most 64 characters. */
  readonly thread: string | null;
  /** One sentence. It may quote strangers. */
  readonly summary: string;
  /** The path of the whole answer, pinned to its snapshot. */
  readonly link: string;
  readonly data: D;
}

/** What happened, in JSON, whoever is told of it in whatever form. */
export type NotificationEvent =
  | EventOf<'snapshot.completed', SnapshotCompleted>
  | EventOf<'snapshot.failed', SnapshotFailed>
  | EventOf<'diff.changed', DiffChanged>
  | EventOf<'finding.opened', FindingOpened>
  | EventOf<'finding.resolved', FindingResolved>
  | EventOf<'range.filling', RangeFilling>
  | EventOf<'webhook.test', WebhookTest>;
