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
  return findFormat(format, '/format').parse(text);
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
