/** Where a cluster's snapshots come from. */
export interface ClusterSource {
  readonly type: 'import' | 'demo';
}

/** A snapshot is kept while any of the given bounds holds it; the newest is always kept. Without bounds all are kept. */
export interface Retention {
  /** The newest `keepLast` snapshots by number. At least 1. */
  readonly keepLast?: number;
  /** Snapshots taken less than `keepDays` times 24 hours ago. At least 1. */
  readonly keepDays?: number;
}

export interface NewCluster {
  /** A DNS label. */
  readonly name: string;
  readonly source: ClusterSource;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface ClusterRecord {
  readonly name: string;
  readonly source: ClusterSource;
  readonly labels: Readonly<Record<string, string>>;
  readonly retention: Retention;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  /** How many snapshots are kept. */
  readonly snapshots: number;
  /** The kept snapshot of the highest number; null before the first. */
  readonly latest: { readonly number: number; readonly takenAt: string } | null;
}
