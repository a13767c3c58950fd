import { InputError } from '../errors.js';
import type { ReadoutFormat } from './format.js';
import { readoutFormats, type Readout } from './formats/catalogue.js';

/**
 * Reads a text that a person copied off a node.
 *
 * @throws InputError `invalid-request` for an unknown format, naming the nearest, and for a text of another format, with line and column
 */
export function parseReadout(format: string, text: string): Readout {
  return formatNamed(format).parse(text);
}

/** The member of the catalogue with this id. Throws as {@link parseReadout} does. */
export function formatNamed(id: string): ReadoutFormat<Readout> {
  const known = readoutFormats.find((format) => format.id === id);
  if (known !== undefined) return known;
  const [nearest] = readoutFormats.map((format) => ({ id: format.id, distance: editDistance(id, format.id) })).sort((a, b) => a.distance - b.distance);
  const hint = nearest !== undefined && nearest.distance <= 3 ? `; did you mean “${nearest.id}”?` : '.';
  const detail = `There is no readout format “${id}”${hint} The formats are ${readoutFormats.map((format) => format.id).join(', ')}.`;
  throw new InputError('invalid-request', detail, [{ pointer: '/format', detail }]);
}

/** The fewest characters to insert, delete or replace. Source: Wagner and Fischer 1974. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const kept = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(kept, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
