export type OperationStatus = 'pending' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** The phase in which an operation makes its result last: from here on it cannot be cancelled. */
export const lastingPhase = 'store';

export interface OperationProgress {
  readonly phase: string;
  readonly done: number;
  /** null while it is not known. */
  readonly total: number | null;
}

export interface OperationRecord {
  /** A UUID. */
  readonly id: string;
  readonly kind: string;
  readonly cluster: string | null;
  readonly status: OperationStatus;
  readonly progress: OperationProgress | null;
  /** JSON, once it has succeeded; else null. */
  readonly result: unknown;
  /** A problem document, once it has failed; else null. */
  readonly problem: unknown;
  /** JSON: what the work needs to start again after a crash. Not for callers' eyes. */
  readonly input: unknown;
  /** How often a process died while it worked on it. Not for callers' eyes. */
  readonly interruptions: number;
  readonly createdBy: string | null;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}
