import type { Inline } from '../analysis/index.js';
import type { FieldChange } from './fields.js';

const maxValue = 60;

/** The change of a field as a verb phrase: `lost spec.ports[80,TCP]`, `has spec.replicas 3 (was 1)`. */
export function tellField({ field, before, after, reordered }: FieldChange): string {
  if (reordered) return `has ${field} in another order`;
  if (before === undefined) return isShort(after) ? `gained ${field} ${tellValue(after)}` : `gained ${field}`;
  if (after === undefined) return isShort(before) ? `lost ${field} ${tellValue(before)}` : `lost ${field}`;
  return isText(before, after) ? `has another ${field}` : `has ${field} ${tellValue(after)} (was ${tellValue(before)})`;
}

/** The change of a field as a line of its own: `spec.replicas`: 1 → 3. */
export function layOutField({ field, before, after, reordered }: FieldChange): Inline[] {
  const name = { code: field };
  if (reordered) return [name, ': in another order'];
  if (before === undefined) return isShort(after) ? [name, ' added: ', tellValue(after)] : [name, ' added'];
  if (after === undefined) return isShort(before) ? [name, ' removed, was ', tellValue(before)] : [name, ' removed'];
  return isText(before, after) ? [name, ' changed'] : [name, `: ${tellValue(before)} → ${tellValue(after)}`];
}

/** Whether a change is told best by its lines: both sides are text of several lines. */
export function isText(before: unknown, after: unknown): boolean {
  return typeof before === 'string' && typeof after === 'string' && `${before}${after}`.includes('\n');
}

/** A value in one line: words bare, what could be taken for another type in quotes, all else as JSON; long ones cut. */
export function tellValue(value: unknown): string {
  const text = typeof value === 'string' && /^[A-Za-z][\w.:/-]*$|^\d+(\.\d+){3}(\/\d+)?$/.test(value) && !/^(true|false|null)$/.test(value) ? value : JSON.stringify(value);
  const characters = [...text];
  return characters.length <= maxValue ? text : `${characters.slice(0, maxValue - 1).join('')}…`;
}

function isShort(value: unknown): boolean {
  return typeof value !== 'object';
}
