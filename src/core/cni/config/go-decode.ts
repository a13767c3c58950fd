import { isRecord } from '../../record.js';
/** A value that Go's decoder could not put into a field. */
export interface DecodingFault {
  /** A JSON pointer, from the value that was decoded. */
  readonly pointer: string;
  /** In the words of the decoder, or of the type that reads its own text. */
  readonly message: string;
}

/** What became of a value: `faults[0]` is the error that the decoder returns. */
export interface Decoding<T> {
  readonly value: T;
  readonly faults: readonly DecodingFault[];
  /** Whether the first fault ended it, so that `value` holds nothing. */
  readonly aborted: boolean;
}

/** A Go type and how encoding/json fills it. */
export interface GoType<T> {
  /** As Go prints it: `int`, `[]string`, `main.NetConf`. */
  readonly go: string;
  readonly zero: () => T;
  decode(value: unknown, place: Place): T;
  /** The keys that a struct has; absent where any will do. */
  readonly fields?: Readonly<Record<string, GoType<unknown>>>;
  readonly of?: GoType<unknown>;
}

export type DecodedAs<G> = G extends GoType<infer T> ? T : never;

/** Where the decoder stands. */
interface Place {
  readonly pointer: string;
  /** The innermost struct, and the fields that lead here. */
  readonly struct: string;
  readonly path: readonly string[];
  readonly sink: DecodingFault[];
  readonly inOrderOfText: boolean;
  /** Within a type that decodes itself, errors tell the struct outside. */
  readonly withinOwnReader?: boolean;
}

/** An error of a type that reads its own text ends the decoding at once. */
class Aborted extends Error {
  constructor(readonly fault: DecodingFault) {
    super(fault.message);
  }
}

/**
 * Fills a Go value as encoding/json does: keys are matched without regard to case, null changes nothing, a wrong type is remembered and the rest goes on.
 *
 * @param inOrderOfText whether keys come in the order of the text; else sorted, as in what libcni hands to a plugin
 * Source: Go 1.26 encoding/json decode.go
 */
export function decodeGo<T>(type: GoType<T>, value: unknown, inOrderOfText = false): Decoding<T> {
  const sink: DecodingFault[] = [];
  try {
    return { value: type.decode(value, { pointer: '', struct: '', path: [], sink, inOrderOfText }), faults: sink, aborted: false };
  } catch (error) {
    if (error instanceof Aborted) return { value: type.zero(), faults: [error.fault, ...sink], aborted: true };
    throw error;
  }
}

export const string: GoType<string> = scalar('string', '', (value) => (typeof value === 'string' ? value : undefined));
export const bool: GoType<boolean> = scalar('bool', false, (value) => (typeof value === 'boolean' ? value : undefined));
export const int: GoType<number> = integer('int', -(2 ** 63), 2 ** 63);
export const uint32: GoType<number> = integer('uint32', 0, 2 ** 32 - 1);
export const uint64: GoType<number> = integer('uint64', 0, 2 ** 64);
export const any: GoType<unknown> = { go: 'interface {}', zero: () => undefined, decode: (value) => value };

export function slice<T>(of: GoType<T>, go = `[]${of.go}`): GoType<readonly T[] | undefined> {
  return {
    go,
    of,
    zero: () => undefined,
    decode(value, place) {
      if (value === null) return undefined;
      if (!Array.isArray(value)) return refuse(value, go, place, undefined);
      return value.map((each: unknown, i) => of.decode(each, { ...place, pointer: `${place.pointer}/${i}` }));
    },
  };
}

export function map<T>(of: GoType<T>, key = 'string'): GoType<ReadonlyMap<string, T> | undefined> {
  const go = `map[${key}]${of.go}`;
  return {
    go,
    zero: () => undefined,
    decode(value, place) {
      if (value === null) return undefined;
      if (!isRecord(value)) return refuse(value, go, place, undefined);
      return new Map(keysOf(value, place).map((key) => [key, of.decode(value[key], { ...place, pointer: `${place.pointer}/${escapePointer(key)}` })]));
    },
  };
}

/** `*T`: undefined where the key is absent or null. */
export function pointer<T>(to: GoType<T>): GoType<T | undefined> {
  return { go: `*${to.go}`, zero: () => undefined, decode: (value, place) => (value === null ? undefined : to.decode(value, place)), ...(to.fields && { fields: to.fields }) };
}

type Fields = Readonly<Record<string, GoType<unknown>>>;
type FieldValues<F extends Fields> = { readonly [K in keyof F]: DecodedAs<F[K]> };

/**
 * A struct by the names that its JSON has.
 *
 * @param embedded the Go name of an embedded struct for each of its fields: it stands in the path that errors tell
 */
export function struct<F extends Fields>(go: string, fields: F, embedded: { readonly [K in keyof F]?: string | undefined } = {}): GoType<FieldValues<F>> {
  const folded = new Map(Object.keys(fields).map((key) => [key.toLowerCase(), key]));
  const zero = () => Object.fromEntries(Object.entries(fields).map(([key, type]) => [key, type.zero()])) as FieldValues<F>;
  return {
    go,
    fields,
    zero,
    decode(value, place) {
      if (value === null) return zero();
      if (!isRecord(value)) return refuse(value, go, place, zero());
      const decoded: Record<string, unknown> = zero();
      for (const key of keysOf(value, place)) {
        const field = Object.hasOwn(fields, key) ? key : folded.get(key.toLowerCase());
        if (field === undefined) continue;
        const within = embedded[field];
        const path = [...place.path, ...(within === undefined ? [] : [within]), field];
        const type = fields[field] as GoType<unknown>;
        decoded[field] = value[key] === null && !callsForNull.has(type) ? type.zero() : type.decode(value[key], { ...place, pointer: `${place.pointer}/${escapePointer(key)}`, struct: place.withinOwnReader === true ? place.struct : shortName(go), path });
      }
      return decoded as FieldValues<F>;
    },
  };
}

/** A type with UnmarshalText. `parse` gives undefined for a text that it refuses, in the words of `refusal`. */
export function text<T>(go: string, zero: T, parse: (text: string) => T | undefined, refusal: (text: string) => string): GoType<T> {
  return {
    go,
    zero: () => zero,
    decode(value, place) {
      if (value === null) return zero;
      if (typeof value !== 'string') return refuse(value, go, place, zero, 'number');
      return parse(value) ?? abort(place, refusal(value));
    },
  };
}

/** A type with UnmarshalJSON that reads a string. */
export function jsonText<T>(go: string, zero: T, parse: (text: string) => T | undefined, refusal: (text: string) => string): GoType<T> {
  const type: GoType<T> = {
    go,
    zero: () => zero,
    decode(value, place) {
      if (typeof value === 'string' || value === null) return parse(value ?? '') ?? abort(place, refusal(value ?? ''));
      throw new Aborted(mismatch(value, 'string', place));
    },
  };
  callsForNull.add(type);
  return type;
}

/** A struct whose UnmarshalJSON decodes another one: its first error ends the decoding. */
export function ownReader<T>(type: GoType<T>): GoType<T> {
  return {
    ...type,
    decode(value, place) {
      const sink: DecodingFault[] = [];
      const decoded = type.decode(value, { ...place, sink, withinOwnReader: true });
      if (sink[0] !== undefined) throw new Aborted(sink[0]);
      return decoded;
    },
  };
}

/** Types whose own reader is asked even for null. */
const callsForNull = new WeakSet<object>();

function scalar<T>(go: string, zero: T, take: (value: unknown) => T | undefined): GoType<T> {
  return { go, zero: () => zero, decode: (value, place) => (value === null ? zero : (take(value) ?? refuse(value, go, place, zero))) };
}

function integer(go: string, least: number, most: number): GoType<number> {
  return {
    go,
    zero: () => 0,
    decode(value, place) {
      if (value === null) return 0;
      if (typeof value !== 'number') return refuse(value, go, place, 0);
      // Go hands on what it has read as a float; what prints with a point or an exponent is no integer to it.
      const printed = JSON.stringify(value);
      if (!/^-?\d+$/.test(printed) || value < least || value > most) return refuse(value, go, place, 0, `number ${printed}`);
      return value;
    },
  };
}

function refuse<T>(value: unknown, go: string, place: Place, zero: T, scalarWord?: string): T {
  place.sink.push(mismatch(value, go, place, scalarWord));
  return zero;
}

function mismatch(value: unknown, go: string, place: Place, scalarWord?: string): DecodingFault {
  const found = typeof value === 'number' ? (scalarWord ?? 'number') : wordOf(value);
  const where = place.path.length === 0 ? `Go value of type ${go}` : `Go struct field ${place.struct}.${place.path.join('.')} of type ${go}`;
  return { pointer: place.pointer, message: `json: cannot unmarshal ${found} into ${where}` };
}

function abort(place: Place, message: string): never {
  throw new Aborted({ pointer: place.pointer, message });
}

function wordOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function shortName(go: string): string {
  return go.startsWith('struct {') ? '' : go.slice(go.indexOf('.') + 1);
}

function keysOf(value: object, { inOrderOfText }: Place): string[] {
  const keys = Object.keys(value);
  return inOrderOfText ? keys : keys.sort((a, b) => (a < b ? -1 : 1));
}

/** A key as a part of a JSON pointer. Source: RFC 6901 §3. */
export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
