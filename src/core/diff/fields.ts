import { isEqual, type Form } from '../cluster/index.js';
import { isRecord } from '../record.js';

/** One field that differs. A side on which the field does not exist is absent. */
export interface FieldChange {
  /**
   * As `kubectl explain` writes it; an item of a list stands by the fields that name it (`spec.ports[80,TCP].targetPort`), by its position
   * where only that names it (`spec.rules[0].matches`), and as `[]` where not even that does; an entry of a map whose key is not a plain word
   * stands in quotes (`metadata.labels['app.kubernetes.io/name']`).
   */
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
  /** The list holds the same items in another order; `before` and `after` are their names. */
  readonly reordered?: true;
}

/**
 * What differs between two values of one form, which hold no fields that the form does not name; in the order of the form. Lists whose order means nothing are compared as such.
 * Empty exactly when the two say the same.
 */
export function compareFields(form: Form, before: unknown, after: unknown): FieldChange[] {
  const changes: FieldChange[] = [];
  walk(form, before, after, '', changes);
  return changes;
}

function walk(form: Form, before: unknown, after: unknown, field: string, changes: FieldChange[]): void {
  if (before === after) return;
  if (form.type === 'struct' && isRecord(before) && isRecord(after)) {
    for (const name in form.fields) {
      if (before[name] !== after[name]) walk(form.fields[name]!, before[name], after[name], field === '' ? name : `${field}.${name}`, changes);
    }
  } else if (isEqual(before, after)) return;
  else if (form.type === 'list' && Array.isArray(before) && Array.isArray(after)) walkList(form, before, after, field, changes);
  else if (form.type === 'dict' && isRecord(before) && isRecord(after)) {
    for (const key of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
      walk(form.value, own(before, key), own(after, key), `${field}${dictStep(key)}`, changes);
    }
  } else changes.push(change(field, before, after));
}

type ListForm = Extract<Form, { type: 'list' }>;

function walkList(form: ListForm, before: readonly unknown[], after: readonly unknown[], field: string, changes: FieldChange[]): void {
  if (form.item.type !== 'struct' && form.key.length === 0) {
    const same = form.ordered ? isEqual(before, after) : onlyIn(before, after).length === 0 && onlyIn(after, before).length === 0;
    if (!same) changes.push(change(field, before, after));
  } else if (form.key.length > 0) walkNamed(form, before, after, field, changes);
  else if (form.ordered) walkByPosition(form, before, after, field, changes);
  else walkNameless(form, before, after, field, changes);
}

function walkNamed(form: ListForm, before: readonly unknown[], after: readonly unknown[], field: string, changes: FieldChange[]): void {
  const a = byName(form.key, before);
  const b = byName(form.key, after);
  for (const [name, item] of a) if (item !== b.get(name)) walk(form.item, item, b.get(name), `${field}[${name}]`, changes);
  for (const [name, item] of b) if (!a.has(name)) walk(form.item, undefined, item, `${field}[${name}]`, changes);
  if (!form.ordered) return;
  const kept = [...a.keys()].filter((name) => b.has(name));
  const keptAfter = [...b.keys()].filter((name) => a.has(name));
  if (!isEqual(kept, keptAfter)) changes.push({ field, before: kept, after: keptAfter, reordered: true });
}

/** Items by the fields that name them; a name that stands twice is told apart as `name#2`. */
function byName(key: readonly string[], items: readonly unknown[]): Map<string, unknown> {
  const named = new Map<string, unknown>();
  for (const item of items) {
    const name = key.length === 1 ? partOf(item, key[0]!) : key.map((part) => partOf(item, part)).join(',');
    let unique = name;
    for (let n = 2; named.has(unique); n++) unique = `${name}#${n}`;
    named.set(unique, item);
  }
  return named;
}

function partOf(item: unknown, part: string): string {
  return nameOf(isRecord(item) ? own(item, part) : item);
}

function nameOf(value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map(nameOf).join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function walkByPosition(form: ListForm, before: readonly unknown[], after: readonly unknown[], field: string, changes: FieldChange[]): void {
  const { start, end } = common(before, after);
  for (let i = start; i < Math.max(before.length, after.length) - end; i++) {
    const a = i < before.length - end ? before[i] : undefined;
    const b = i < after.length - end ? after[i] : undefined;
    walk(form.item, a, b, `${field}[${i}]`, changes);
  }
}

/** How many items two lists share at their start, and of the rest at their end. */
export function common(before: readonly unknown[], after: readonly unknown[]): { start: number; end: number } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isEqual(before[start], after[start])) start++;
  let end = 0;
  while (end < shorter - start && isEqual(before[before.length - 1 - end], after[after.length - 1 - end])) end++;
  return { start, end };
}

function walkNameless(form: ListForm, before: readonly unknown[], after: readonly unknown[], field: string, changes: FieldChange[]): void {
  const lost = onlyIn(before, after);
  const gained = onlyIn(after, before);
  if (lost.length === 1 && gained.length === 1) walk(form.item, lost[0], gained[0], `${field}[]`, changes);
  else for (const side of [...lost.map((item) => ({ before: item })), ...gained.map((item) => ({ after: item }))]) changes.push({ field: `${field}[]`, ...side });
}

/** The items of `a` without those of `b`, counted: an item that stands twice in `a` and once in `b` is left once. */
function onlyIn(a: readonly unknown[], b: readonly unknown[]): unknown[] {
  const rest = [...b];
  return a.filter((item) => {
    const at = rest.findIndex((other) => isEqual(item, other));
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

function change(field: string, before: unknown, after: unknown): FieldChange {
  return { field, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

function dictStep(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? `.${key}` : `['${key.replace(/[\\']/g, '\\$&')}']`;
}

function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
