import { InputError } from '../../errors.js';

/** What `read` gives; the faults that it throws are told of this field. */
export function atPointer<T>(pointer: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.code, error.message, error.faults.map(({ detail }) => ({ pointer, detail })));
  }
}
