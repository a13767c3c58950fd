import type { NewOperation, OperationRecord } from '../database/index.js';

/** How far a job has come: `done` of `total` in `phase`. */
export type Report = (phase: string, done: number, total: number | null) => Promise<void>;

/** What a job is given besides its operation. */
export interface Course {
  /** Aborts when the work is no longer wanted: the operation was cancelled or taken over, or the service ends. */
  readonly signal: AbortSignal;
  /** Tells the progress, seldom enough to be called often. Throws the signal's reason once that is aborted. */
  readonly report: Report;
}

/** Who begins an operation, and its id where that is settled before. */
export type Initiator = Pick<NewOperation, 'createdBy' | 'id'>;

/** One kind of work that outlives its request. Run a second time after a crash, it must not do anything twice. */
export interface Job<T> {
  /** The `kind` of its operations. */
  readonly kind: string;
  /** Does what the operation's input asks for. The result is JSON. */
  run(operation: OperationRecord, course: Course): Promise<T>;
  /** Puts away what the input holds, once the operation has ended for good. */
  discard(operation: OperationRecord): Promise<void>;
}
