export type OperationStatus = 'pending' | 'running' | 'succeeded' | 'failed' | 'cancelled';

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
  /** JSON, present once it succeeded, else null. */
  readonly result: unknown;
  /** A problem document once it failed, else null. */
  readonly problem: unknown;
  /** JSON: what the work needs to start again after a crash. Not for callers' eyes. */
  readonly input: unknown;
  readonly createdBy: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface NewOperation {
  readonly kind: string;
  readonly cluster: string | null;
  readonly input: unknown;
  readonly createdBy: string | null;
}

export class OperationStore {
  /** A new operation, `pending`. */
  create(_operation: NewOperation): Promise<OperationRecord> {
    throw new Error('unwritten');
  }

  /** @throws InputError `not-found` */
  get(_id: string): Promise<OperationRecord> {
    throw new Error('unwritten');
  }

  /** Takes a pending operation to `running` in the name of `owner`; false where another was first. */
  start(_id: string, _owner: string): Promise<boolean> {
    throw new Error('unwritten');
  }

  /** Notes how far `owner` has come, and that it lives; false where the operation is no longer its own (ended, cancelled, taken over). */
  progress(_id: string, _owner: string, _progress: OperationProgress): Promise<boolean> {
    throw new Error('unwritten');
  }

  /** Says that `owner` still works on all that it runs. To be called well within the time after which {@link claimInterrupted} takes over. */
  heartbeat(_owner: string): Promise<void> {
    throw new Error('unwritten');
  }

  /** Ends a running operation of `owner`; false where it is no longer its own. */
  succeed(_id: string, _owner: string, _result: unknown): Promise<boolean> {
    throw new Error('unwritten');
  }

  fail(_id: string, _owner: string, _problem: unknown): Promise<boolean> {
    throw new Error('unwritten');
  }

  /** Ends an operation that has not ended; false where it has. */
  cancel(_id: string): Promise<boolean> {
    throw new Error('unwritten');
  }

  /** Takes over, for `owner`, what no living process works on: operations not ended, without a sign of life for `staleAfter` milliseconds. Each is claimed by one caller only. */
  claimInterrupted(_owner: string, _staleAfter: number): Promise<OperationRecord[]> {
    throw new Error('unwritten');
  }

  /** The operation as it is, then after each change, until it has ended or `signal` aborts. */
  watch(_id: string, _signal?: AbortSignal): AsyncGenerator<OperationRecord, void, undefined> {
    throw new Error('unwritten');
  }
}
