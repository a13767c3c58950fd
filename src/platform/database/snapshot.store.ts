import type { ClusterState, Coverage, KindName, KubeObject, SnapshotDraft, SnapshotWarning } from '../../core/cluster/index.js';
import type { Retention } from './cluster.store.js';
import type { Page, PageRequest } from './page.js';

/** How a caller names a snapshot. `latest: 0` is the newest, `latest: N` the one N before it; `at` the newest one taken at or before that instant. */
export type SnapshotRef = { readonly number: number } | { readonly latest: number } | { readonly at: Date };

export type SnapshotSource = { readonly type: 'import'; readonly files: number; readonly bytes: number } | { readonly type: 'demo' };

export interface SnapshotRecord {
  readonly cluster: string;
  /** 1, 2, 3 … per cluster, never used again after a deletion. */
  readonly number: number;
  /** RFC 3339, UTC, as are all instants here. */
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

export interface SnapshotAbout {
  readonly takenAt: Date;
  readonly label: string | null;
  readonly source: SnapshotSource;
  /** A second `store` with the same one answers the snapshot of the first. */
  readonly operationId?: string;
}

export interface ObjectFilter {
  readonly kind?: KindName;
  /** '' for cluster-scoped objects. */
  readonly namespace?: string;
  readonly name?: string;
  /** In the API's query syntax, `app=web,tier in (a,b)`. */
  readonly labelSelector?: string;
}

/** One object that differs between two snapshots. At least one side is present. */
export interface ObjectPair {
  readonly kind: KindName;
  /** '' for a cluster-scoped object. */
  readonly namespace: string;
  readonly name: string;
  readonly before?: KubeObject;
  readonly after?: KubeObject;
}

/** An object as it stood, unchanged, in the kept snapshots from `from` until before `to`. */
export interface ObjectVersion {
  readonly from: number;
  /** The first kept snapshot that no longer has it so; null while the newest has it. */
  readonly to: number | null;
  /** When snapshot `from` was taken. */
  readonly takenAt: string;
  readonly uid: string | null;
  readonly object: KubeObject;
}

/** How a snapshot differs from the kept one before it. `changed` counts replaced objects too. */
export interface SnapshotChange {
  readonly number: number;
  readonly takenAt: string;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

export class SnapshotStore {
  store(_cluster: string, _draft: SnapshotDraft, _about: SnapshotAbout): Promise<SnapshotRecord> {
    throw new Error('unwritten');
  }

  find(_cluster: string, _ref: SnapshotRef): Promise<SnapshotRecord> {
    throw new Error('unwritten');
  }

  list(_cluster: string, _page: PageRequest): Promise<Page<SnapshotRecord>> {
    throw new Error('unwritten');
  }

  delete(_cluster: string, _number: number): Promise<void> {
    throw new Error('unwritten');
  }

  state(_cluster: string, _number: number): Promise<ClusterState> {
    throw new Error('unwritten');
  }

  objects(_cluster: string, _number: number, _filter: ObjectFilter, _page: PageRequest): Promise<Page<KubeObject>> {
    throw new Error('unwritten');
  }

  changes(_cluster: string, _from: number, _to: number): Promise<ObjectPair[]> {
    throw new Error('unwritten');
  }

  timeline(_cluster: string, _kind: KindName, _namespace: string, _name: string): Promise<ObjectVersion[]> {
    throw new Error('unwritten');
  }

  history(_cluster: string, _page: PageRequest): Promise<Page<SnapshotChange>> {
    throw new Error('unwritten');
  }

  applyRetention(_cluster: string, _retention: Retention, _now: Date): Promise<number[]> {
    throw new Error('unwritten');
  }
}
