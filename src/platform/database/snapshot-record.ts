import type { Coverage, KindName, SnapshotWarning } from '../../core/cluster/index.js';

export type SnapshotSource = { readonly type: 'import'; readonly files: number; readonly bytes: number } | { readonly type: 'capture'; readonly requests: number; readonly bytes: number } | { readonly type: 'demo' };

/** What is known of a snapshot besides its objects. Instants are RFC 3339, UTC. */
export interface SnapshotRecord {
  readonly cluster: string;
  /** 1, 2, 3 … per cluster, never used again after a deletion. */
  readonly number: number;
  readonly takenAt: string;
  readonly createdAt: string;
  readonly source: SnapshotSource;
  readonly label: string | null;
  readonly kubernetesVersion: string | null;
  /** Stored objects by kind, in catalogue order, without the kinds of which there are none. */
  readonly counts: Readonly<Record<string, number>>;
  readonly ignored: Readonly<Record<string, number>>;
  readonly coverage: Coverage;
  readonly resourceVersions: Readonly<Partial<Record<KindName, string>>>;
  readonly warnings: readonly SnapshotWarning[];
}

/** How many objects in all. */
export function totalOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
