import { isRecord, type RawRecord } from '../record.js';
/**
 * A shape says which fields of a Kubernetes object are kept, in which order, and with which default.
 * One declaration serves three readers: `read` projects a raw object, {@link Infer} gives its TypeScript type,
 * and `form` tells the diff which lists are paired by a key and in which the order is noise.
 */
export interface Shape<T> {
  /**
   * The kept part of `raw`, or undefined where nothing is to be kept. Never throws: what does not fit goes to `notes`.
   * `owner` is what the enclosing struct has read so far, for defaults that depend on a sibling.
   */
  read(raw: unknown, notes: Notes, owner?: Owner): T | undefined;
  readonly form: Form;
  /** `always` gives a value whatever is written; without a `needed` field the enclosing struct is dropped. */
  readonly presence?: 'always' | 'needed';
}

/** A shape whose field is in every struct that holds it. */
export interface Present<T> extends Shape<T> {
  readonly presence: 'always' | 'needed';
}

/** The fields of a struct that stand before the one that is being read. */
export type Owner = Readonly<Record<string, unknown>>;

/** The type of what a shape keeps. */
export type Infer<S> = S extends Shape<infer T> ? T : never;

/** What a diff must know of a field. A scalar may be any JSON value that is compared as a whole. */
export type Form =
  | { readonly type: 'scalar' }
  | { readonly type: 'struct'; readonly fields: Readonly<Record<string, Form>> }
  /** `key`: the item's fields that name it within the list. `ordered` false: `read` has sorted it, position means nothing. */
  | { readonly type: 'list'; readonly item: Form; readonly key: readonly string[]; readonly ordered: boolean }
  | { readonly type: 'dict'; readonly value: Form };

/** Any JSON value, deeply readonly. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Collects what a reading could not use, with the field at which it stood. */
export class Notes {
  readonly #path: (string | number)[] = [];
  readonly #found: { field: string; detail: string }[] = [];

  enter(step: string | number): void {
    this.#path.push(step);
  }

  leave(): void {
    this.#path.pop();
  }

  add(detail: string): void {
    this.#found.push({ field: formatField(this.#path), detail });
  }

  /** In the order in which they were met; `field` as in `spec.ports[0].port`. */
  get all(): readonly { readonly field: string; readonly detail: string }[] {
    return this.#found;
  }
}

function formatField(path: readonly (string | number)[]): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i === 0 ? '' : '.'}${step.slice(0, 100)}`)).join('');
}

const scalar: Form = { type: 'scalar' };

/** Text as it stands; what a support bundle has masked is left out. */
export const text: Shape<string> = {
  form: scalar,
  read(raw, notes) {
    if (typeof raw !== 'string') return mismatch('text', raw, notes);
    return isMasked(raw) ? masked(notes) : raw;
  },
};

/** An IP address or CIDR as it stands, not checked; one whose digits were made unreadable is left out. */
export const address: Shape<string> = {
  form: scalar,
  read(raw, notes) {
    const read = text.read(raw, notes);
    return read !== undefined && /^[\dx]+(\.[\dx]+){3}(\/\w+)?$/.test(read) && read.includes('x') ? masked(notes) : read;
  },
};

/** A whole number that JavaScript holds exactly. */
export const integer: Shape<number> = {
  form: scalar,
  read: (raw, notes) => (Number.isSafeInteger(raw) ? (raw as number) : mismatch('a whole number', raw, notes)),
};

/** A port or a count that Kubernetes leaves out where it is 0. */
export const positive: Shape<number> = {
  form: scalar,
  read: (raw, notes) => integer.read(raw, notes) || undefined,
};

export const bool: Shape<boolean> = {
  form: scalar,
  read: (raw, notes) => (typeof raw === 'boolean' ? raw : mismatch('true or false', raw, notes)),
};

/** `true` where it is written so. Kubernetes leaves out a `false` of these fields. */
export const flag: Shape<true> = {
  form: scalar,
  read: (raw, notes) => (bool.read(raw, notes) === true ? true : undefined),
};

/** Kubernetes' IntOrString: a port by its number or by its name. */
export const intOrString: Shape<number | string> = {
  form: scalar,
  read: (raw, notes) => (typeof raw === 'number' ? integer.read(raw, notes) : text.read(raw, notes)),
};

/** A port by its number or its name, where Kubernetes takes 0 for not written. */
export const portOrName: Shape<number | string> = {
  form: scalar,
  read: (raw, notes) => intOrString.read(raw, notes) || undefined,
};

/** Kubernetes' Quantity, as text: `110`, `16Gi`. */
export const quantity: Shape<string> = {
  form: scalar,
  read: (raw, notes) => (typeof raw === 'number' ? String(raw) : text.read(raw, notes)),
};

/** One of a closed set of words. */
export function choice<const W extends string>(...words: readonly W[]): Shape<W> {
  return {
    form: scalar,
    read(raw, notes) {
      const read = text.read(raw, notes);
      if (read === undefined || (words as readonly string[]).includes(read)) return read as W | undefined;
      notes.add(`found ${quote(read)}, expected one of ${words.join(', ')}; left out`);
      return undefined;
    },
  };
}

/** Always this value, whatever is written. */
export function constant<const V extends string>(value: V): Present<V> {
  return { form: scalar, presence: 'always', read: () => value };
}

/** Any JSON value, with the keys of its objects sorted. For fields whose shape only their owner knows; a diff compares it as a whole. */
export const json: Shape<Json> = {
  form: scalar,
  read: (raw) => (raw === null || raw === undefined ? undefined : sortedJson(raw)),
};

function sortedJson(raw: unknown): Json {
  if (Array.isArray(raw)) return raw.map(sortedJson);
  if (isRecord(raw)) {
    const sorted: Record<string, Json> = {};
    for (const key of Object.keys(raw).sort()) put(sorted, key, sortedJson(raw[key]));
    return sorted;
  }
  return raw as Json;
}

type Fields = Readonly<Record<string, Shape<unknown>>>;
type KeysPresent<F> = { [K in keyof F]: F[K] extends { readonly presence: 'always' | 'needed' } ? K : never }[keyof F];

/** The type of a struct: a field is optional unless its shape is {@link Present}. */
export type Struct<F> = Flat<{ readonly [K in KeysPresent<F>]: Infer<F[K]> } & { readonly [K in Exclude<keyof F, KeysPresent<F>>]?: Infer<F[K]> }>;
type Flat<T> = { [K in keyof T]: T[K] };

/** The fields that are named, in the order in which they are named. All other fields are dropped in silence. */
export function struct<const F extends Fields>(fields: F): Shape<Struct<F>> {
  const names = Object.keys(fields);
  const shapes = Object.values(fields);
  return {
    form: { type: 'struct', fields: Object.fromEntries(names.map((name, i) => [name, (shapes[i] as Shape<unknown>).form])) },
    read(raw, notes) {
      if (!isRecord(raw)) return mismatch('an object', raw, notes);
      const kept: Record<string, unknown> = {};
      for (let i = 0; i < names.length; i++) {
        const name = names[i] as string;
        const shape = shapes[i] as Shape<unknown>;
        const written = writtenIn(raw, name);
        if (written === undefined && shape.presence === undefined) continue;
        notes.enter(name);
        const value = shape.read(written, notes, kept);
        notes.leave();
        if (value !== undefined) kept[name] = value;
        else if (shape.presence === 'needed') return undefined;
      }
      return kept as Struct<F>;
    },
  };
}

/** Kubernetes treats null and empty text as not written, wherever it has a field (not so in a map). */
function writtenIn(raw: RawRecord, name: string): unknown {
  const written = Object.hasOwn(raw, name) ? raw[name] : undefined;
  return written === null || written === '' ? undefined : written;
}

/** As `shape`; where it keeps nothing, `value`, or what `value` makes of the fields that stand before it. */
export function defaulted<T>(shape: Shape<T>, value: T | ((owner: Owner) => T)): Present<T> {
  const make = typeof value === 'function' ? (value as (owner: Owner) => T) : () => value;
  return {
    form: shape.form,
    presence: 'always',
    read: (raw, notes, owner = {}) => (raw === undefined ? undefined : shape.read(raw, notes, owner)) ?? make(owner),
  };
}

/** As `defaulted`, where the default may itself be nothing. */
export function derived<T>(shape: Shape<T>, value: (owner: Owner) => T | undefined): Shape<T> {
  return defaulted<T | undefined>(shape, value);
}

/** As `shape` where `condition` holds of the fields that stand before it; else nothing. */
export function onlyIf<T>(condition: (owner: Owner) => boolean, shape: Shape<T>): Shape<T> {
  return { ...shape, read: (raw, notes, owner = {}) => (condition(owner) ? shape.read(raw, notes, owner) : undefined) };
}

/** As `shape`; a struct without this field is dropped, with a note. */
export function needed<T>(shape: Shape<T>): Present<T> {
  return {
    form: shape.form,
    presence: 'needed',
    read(raw, notes, owner) {
      if (raw !== undefined) return shape.read(raw, notes, owner);
      notes.add('is missing, and nothing can be said without it; left out');
      return undefined;
    },
  };
}

interface ListOptions {
  /** The fields that name an item within the list. */
  readonly key?: readonly string[];
  /** false where position means nothing: the list is then sorted. */
  readonly ordered?: boolean;
}

/** A list of what `item` keeps. An empty list is left out, as Kubernetes leaves it out. */
export function list<T>(item: Shape<T>, { key = [], ordered = true }: ListOptions = {}): Shape<readonly T[]> {
  return {
    form: { type: 'list', item: item.form, key, ordered },
    read(raw, notes) {
      if (!Array.isArray(raw)) return mismatch('a list', raw, notes);
      const kept: T[] = [];
      for (let i = 0; i < raw.length; i++) {
        const written: unknown = raw[i];
        if (written === null || written === undefined) continue;
        notes.enter(i);
        const value = item.read(written, notes);
        notes.leave();
        if (value !== undefined) kept.push(value);
      }
      if (kept.length === 0) return undefined;
      return ordered || kept.length === 1 ? kept : kept.sort((a, b) => compareItems(a, b, key));
    },
  };
}

/** By the key; the whole item breaks ties, so that the order never depends on the source's. */
function compareItems(a: unknown, b: unknown, key: readonly string[]): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  for (const field of key) {
    const order = compareText(sortText((a as Owner)[field]), sortText((b as Owner)[field]));
    if (order !== 0) return order;
  }
  return compareText(JSON.stringify(a), JSON.stringify(b));
}

function sortText(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

/** Sorted by UTF-16 code units of what `key` gives. */
export function sortBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, key: key(item) }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ item }) => item);
}

/** Order by UTF-16 code unit, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A map from any key that `keep` admits to what `value` keeps, keys sorted. An empty one is left out. */
export function dict<T>(value: Shape<T>, keep: (key: string) => boolean = () => true): Shape<Readonly<Record<string, T>>> {
  return {
    form: { type: 'dict', value: value.form },
    read(raw, notes) {
      if (!isRecord(raw)) return mismatch('a map', raw, notes);
      const kept: Record<string, T> = {};
      let empty = true;
      for (const key of Object.keys(raw).sort()) {
        if (!keep(key) || raw[key] === null || raw[key] === undefined) continue;
        notes.enter(key);
        const read = value.read(raw[key], notes);
        notes.leave();
        if (read === undefined) continue;
        put(kept, key, read);
        empty = false;
      }
      return empty ? undefined : kept;
    },
  };
}

/** As `shape`, seen through `change` before it is read. `change` must not throw. */
export function adapted<T>(shape: Shape<T>, change: (raw: unknown) => unknown): Shape<T> {
  return { ...shape, read: (raw, notes, owner) => shape.read(change(raw), notes, owner) };
}

/** Sets an own property, also one called `__proto__`, which a plain assignment would not. */
export function put<T>(target: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

function mismatch(expected: string, raw: unknown, notes: Notes): undefined {
  if (typeof raw === 'string' && isMasked(raw)) return masked(notes);
  notes.add(`found ${describe(raw)}, expected ${expected}; left out`);
  return undefined;
}

// troubleshoot.sh and others write ***HIDDEN*** and the like in the place of a value, also within one: ***HIDDEN***/25.
function isMasked(value: string): boolean {
  return value.includes('***') && /\*\*\*[A-Z_]+\*\*\*|^\*+$/.test(value);
}

function masked(notes: Notes): undefined {
  notes.add('was masked before the upload; left out');
  return undefined;
}

/** Never the value itself: it may be what somebody must not see. */
function describe(raw: unknown): string {
  if (Array.isArray(raw)) return 'a list';
  if (raw === null || raw === undefined) return 'nothing';
  return typeof raw === 'object' ? 'an object' : typeof raw === 'string' ? 'text' : typeof raw === 'boolean' ? String(raw) : 'a number';
}

function quote(word: string): string {
  return JSON.stringify(word.length > 40 ? `${word.slice(0, 40)}…` : word);
}
