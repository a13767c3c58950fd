import { count, type Inline, type Item } from '../analysis/index.js';
import { isRecord } from '../record.js';
import { type FieldChange } from './fields.js';
import { unifiedDiff } from './lines.js';

/** In characters: of a value, and of an item of a list that is told by what it holds. */
const maxValue = 60;
const maxItem = 100;
const maxFields = 5;

/** The change of a field as a verb phrase: `lost spec.ports[80,TCP]`, `changed spec.replicas from 1 to 3`. */
export function tellField({ field, before, after, reordered }: FieldChange): string {
  if (reordered) return `reordered ${field}`;
  if (before === undefined) return isScalar(after) ? `gained ${field} ${tellValue(after)}` : `gained ${field}`;
  if (after === undefined) return isScalar(before) ? `lost ${field} ${tellValue(before)}` : `lost ${field}`;
  return isText(before, after) ? `changed ${field}` : `changed ${field} from ${tellValue(before)} to ${tellValue(after)}`;
}

/** The changes of one object as a verb phrase: two are told, of more the first. At least one is given. */
export function tellFields([first, second, ...rest]: readonly FieldChange[]): string {
  if (first === undefined) return '';
  if (second === undefined) return tellField(first);
  return `${tellField(first)} and ${rest.length === 0 ? tellField(second) : `${rest.length + 1} more fields`}`;
}

/** The changes of one object as the notes of an item: some in a line each, and of the first text of several lines the lines that differ. */
export function layOutFields(fields: readonly FieldChange[]): Required<Pick<Item, 'notes'>> & Pick<Item, 'block'> {
  const shown = fields.slice(0, maxFields).map(layOutField);
  const hidden = fields.length - shown.length;
  const lines = fields.find(isLines);
  return {
    notes: hidden > 0 ? [...shown, [`and ${count(hidden, 'more field')}`]] : shown,
    ...(lines !== undefined && { block: { text: unifiedDiff(lines.before, lines.after), language: 'diff' } }),
  };
}

function isLines(field: FieldChange): field is FieldChange & { readonly before: string; readonly after: string } {
  return isText(field.before, field.after);
}

/** The change of a field as a line of its own: `spec.replicas`: 1 → 3. */
export function layOutField({ field, before, after, reordered }: FieldChange): Inline[] {
  const name = { code: field };
  if (reordered) return [name, ': in another order'];
  if (before === undefined) return isSmall(after) ? [name, ' added: ', tellWhole(after)] : [name, ' added'];
  if (after === undefined) return isSmall(before) ? [name, ' removed, was ', tellWhole(before)] : [name, ' removed'];
  return isText(before, after) ? [name, ' changed'] : [name, `: ${tellValue(before)} → ${tellValue(after)}`];
}

/** Whether a change is told best by its lines: both sides are text of several lines. */
function isText(before: unknown, after: unknown): boolean {
  return typeof before === 'string' && typeof after === 'string' && `${before}${after}`.includes('\n');
}

/** As {@link flow}; long ones cut. */
function tellValue(value: unknown): string {
  return cut(flow(value), maxValue);
}

/** A scalar as {@link tellValue} tells it, anything else whole. */
function tellWhole(value: unknown): string {
  return isScalar(value) ? tellValue(value) : flow(value);
}

/** A value in one line, as YAML's flow style writes it: words bare, what could be taken for another type in quotes. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (isRecord(value)) return `{${Object.entries(value).map(([key, each]) => `${flow(key)}: ${flow(each)}`).join(', ')}}`;
  return typeof value === 'string' && isBare(value) ? value : JSON.stringify(value);
}

function isBare(text: string): boolean {
  return /^[A-Za-z][\w.:/-]*$|^\d+(\.\d+){3}(\/\d+)?$/.test(text) && !/^(true|false|null)$/.test(text);
}

function cut(text: string, max: number): string {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object';
}

function isSmall(value: unknown): boolean {
  return isScalar(value) || flow(value).length <= maxItem;
}
