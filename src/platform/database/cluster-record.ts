/** A cluster that can be asked: by a context of the service's own kubeconfig (absent: its current one), or as the one that the service runs in. */
export type LiveSource = { readonly type: 'kubeconfig'; readonly context?: string } | { readonly type: 'in-cluster' };

/** Where a cluster's snapshots come from. */
export type ClusterSource = LiveSource | { readonly type: 'import' } | { readonly type: 'demo' };

export function isLive(source: ClusterSource): source is LiveSource {
  return source.type === 'kubeconfig' || source.type === 'in-cluster';
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
  /** Five fields as in crontab(5), UTC; null: captures are not made by themselves. */
  readonly schedule: string | null;
  /** RFC 3339, UTC; null without a schedule. */
  readonly nextCaptureAt: string | null;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  /** How many snapshots are kept. */
  readonly snapshots: number;
  /** The kept snapshot of the highest number; null before the first. */
  readonly latest: { readonly number: number; readonly takenAt: string } | null;
}
