import { InputError, type Fault } from '../../errors.js';

/** A number as JSON can hold it exactly: a string of digits from 2^53 on. */
export type Count = number | string;

export function countOf(value: bigint): Count {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString();
}

/** What a caller gives for a whole number: a number, or a string of digits for one that a JSON number cannot hold exactly. */
export function readWhole(given: Count, pointer: string, smallest?: bigint): bigint {
  return reading(pointer, () => {
    const exact = typeof given === 'string' ? /^-?\d{1,40}$/.test(given) : Number.isSafeInteger(given);
    if (!exact) throw new InputError('invalid-request', `${JSON.stringify(given)} is not a whole number; from 2^53 on write its digits as a string`);
    const value = BigInt(given);
    if (smallest !== undefined && value < smallest) throw new InputError('invalid-request', `${given} is too small: at least ${smallest}`);
    return value;
  });
}

/** What `read` gives; an error that points nowhere points at `pointer`. */
export function reading<T>(pointer: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError) || error.faults.length > 0) throw error;
    throw new InputError(error.code, error.message, [{ pointer, detail: error.message }]);
  }
}

/** Reads each of a list, and tells all that cannot be read at once, up to 20 of them. */
export function readAll<T>(texts: readonly string[], pointer: string, read: (text: string) => T): T[] {
  const faults: Fault[] = [];
  const found: T[] = [];
  for (const [i, text] of texts.entries()) {
    if (faults.length === 20) break;
    try {
      found.push(read(text));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      faults.push({ pointer: `${pointer}/${i}`, detail: error.message });
    }
  }
  if (faults.length === 0) return found;
  throw new InputError('invalid-request', faults.slice(0, 5).map(({ detail }) => detail).join('; '), faults);
}
