import { nearest } from '../analysis/index.js';
import { InputError } from '../errors.js';
import type { ReadoutFormat } from './format.js';
import { readoutFormats, type Readout } from './formats/catalogue.js';

/**
 * Reads a text that a person copied off a node.
 *
 * @throws InputError `invalid-request` for an unknown format, naming the nearest, and for a text of another format, with line and column
 */
export function parseReadout(format: string, text: string): Readout {
  const member = findFormat(format, '/format');
  try {
    return member.parse(text);
  } catch (error) {
    const [fault] = error instanceof InputError ? error.faults : [];
    const likely = fault === undefined ? [] : formatsOf(text);
    if (!(error instanceof InputError) || fault === undefined || likely.length === 0) throw error;
    const hint = `it reads like ${likely.map((id) => `“${id}”`).join(' or ')}`;
    throw new InputError(error.code, `${error.message}; ${hint}`, [{ ...fault, detail: `${fault.detail}; ${hint}` }]);
  }
}

/** The formats that can read a text with the fewest problems. */
function formatsOf(text: string): readonly string[] {
  const readings = readoutFormats.flatMap((format) => {
    try {
      return [{ id: format.id, problems: format.parse(text).problems.length }];
    } catch (error) {
      if (error instanceof InputError) return [];
      throw error;
    }
  });
  const fewest = Math.min(...readings.map(({ problems }) => problems));
  return readings.filter(({ problems }) => problems === fewest).map(({ id }) => id);
}

/**
 * The member of the catalogue with this id.
 *
 * @param pointer where the id stands in the request
 * @throws InputError `invalid-request` for another id, with the nearest and all that there are
 */
export function findFormat(id: string, pointer: string): ReadoutFormat<Readout> {
  const known = readoutFormats.find((format) => format.id === id);
  if (known !== undefined) return known;
  const ids = readoutFormats.map((format) => format.id);
  const [meant] = nearest(id, ids);
  const hint = meant === undefined ? '.' : `; did you mean “${meant}”?`;
  const detail = `There is no readout format “${id}”${hint} The formats are ${ids.join(', ')}.`;
  throw new InputError('invalid-request', detail, [{ pointer, detail }]);
}
