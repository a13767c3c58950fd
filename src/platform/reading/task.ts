import type { SnapshotDraft } from '../../core/cluster/index.js';
import type { LiveSource } from '../database/cluster-record.js';
import type { ComparedDraft } from '../database/index.js';
import type { CaptureReport } from '../kubernetes/capture.js';
import type { UploadLimits, UploadReport } from '../manifests/index.js';

/** An upload that lies in the spool. */
export interface UploadTask {
  readonly kind: 'upload';
  readonly path: string;
  readonly contentType: string;
  /** As received. */
  readonly bytes: number;
  readonly limits: UploadLimits;
}

/** A live cluster. */
export interface ClusterTask {
  readonly kind: 'cluster';
  readonly source: LiveSource;
  /** Files as KUBECONFIG names them; undefined: the usual one of the user. */
  readonly kubeconfig: string | undefined;
}

/** What a draft can be read from. Plain data: it goes from one thread to another. */
export type ReadingTask = UploadTask | ClusterTask;

/** What the thread that reads starts with. */
export interface ThreadTask {
  readonly task: ReadingTask;
  /** Whether it will be given what the draft is to be compared with. */
  readonly isCompared: boolean;
}

export type ReadUpload = UploadReport & { readonly draft: SnapshotDraft };
export type ReadCluster = CaptureReport & { readonly draft: SnapshotDraft };

/** A reading of which perhaps only is there what differs from a stored snapshot. */
export type Compared<T extends { readonly draft: SnapshotDraft }> = Omit<T, 'draft'> & { readonly draft: SnapshotDraft | ComparedDraft };

/** Told once all is read. */
export const normalisePhase = 'normalise';

/** What a reading is given besides its task. */
export interface ReadingCourse {
  readonly signal: AbortSignal;
  /** Throws once the reading is no longer wanted. */
  readonly report: (phase: string, done: number, total: number | null) => Promise<void>;
  readonly now: () => Date;
}
