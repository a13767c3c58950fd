import { InputError } from '../../core/errors.js';

/** A thread has a heap of its own: what fills it ends the thread, not the service. */
export function explain(error: unknown): Error {
  const isFull = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (isFull) return new InputError('too-large', 'what was read does not fit into the memory that the service has for it');
  return error instanceof Error ? error : new Error(String(error));
}
