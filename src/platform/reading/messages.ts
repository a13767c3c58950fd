import type { DraftAbout, DraftDifference } from '../../core/cluster/index.js';
import { InputError, type ErrorCode, type Fault } from '../../core/errors.js';
import type { Parcel } from './parcel.js';
import type { ReadCluster, ReadUpload } from './task.js';

/** What the thread that reads is told. Where its task says that it will be given a base, it is given one to the end, or told that there is none. */
export type Instruction =
  | { readonly type: 'more' }
  | { readonly type: 'digests'; readonly rows: string }
  | { readonly type: 'base'; readonly isWhole: boolean };

/**
 * What the thread that reads tells. It goes on behind a parcel once it is told to, so that parcels do not heap up. Of a draft that was compared, the parcels
 * hold what was added, and after that what changed.
 */
export type Message =
  | { readonly type: 'progress'; readonly phase: string; readonly done: number; readonly total: number | null }
  | { readonly type: 'parcel'; readonly parcel: Parcel }
  | { readonly type: 'end'; readonly report: Omit<ReadUpload, 'draft'> | Omit<ReadCluster, 'draft'>; readonly draft: DraftAbout; readonly difference?: Omit<DraftDifference, 'added' | 'changed'> & { readonly added: number } }
  | { readonly type: 'error'; readonly error: SentError };

/** An error of which a copy from thread to thread leaves what matters. */
export interface SentError {
  readonly input: { readonly code: ErrorCode; readonly faults: readonly Fault[] } | undefined;
  readonly message: string;
  readonly stack: string | undefined;
}

export function sendError(error: unknown): SentError {
  const input = error instanceof InputError ? { code: error.code, faults: error.faults } : undefined;
  return error instanceof Error ? { input, message: error.message, stack: error.stack } : { input, message: String(error), stack: undefined };
}

export function receiveError({ input, message, stack }: SentError): Error {
  if (input !== undefined) return new InputError(input.code, message, input.faults);
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
