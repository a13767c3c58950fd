import { Buffer } from 'node:buffer';
import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException, type Event, type ScalarEvent } from 'js-yaml';
import { isRecord } from './record.js';

/** Bounds of one reading. */
export interface YamlLimits {
  /** Levels of nesting. */
  readonly depth: number;
  /** Nodes of the document with every alias written out. */
  readonly nodes: number;
}

/** A place in the text: lines and columns count from 1. */
export interface YamlPlace {
  readonly line: number;
  readonly column: number;
  readonly detail: string;
}

/**
 * What a text of YAML holds. `documents` are JSON-safe; what an alias repeats is shared, not copied.
 * `duplicates` are the keys that a mapping gives more than once (the first ten of them): the last value counts.
 * A text that breaks the grammar is read as 'malformed', one that breaks a limit as 'unsafe'; neither gives a document.
 */
export type YamlReading =
  | { readonly outcome: 'read'; readonly documents: readonly unknown[]; readonly duplicates: readonly YamlPlace[] }
  | { readonly outcome: 'malformed' | 'unsafe'; readonly fault: YamlPlace };

/**
 * Reads YAML as kubectl reads it: plain scalars by YAML 1.1 (`yes` and `y` are true, `0777` is 511), but no sexagesimals,
 * timestamps stay strings, keys become strings, and of a key given twice the last value counts.
 *
 * Source: sigs.k8s.io/yaml v1.6.0 `YAMLToJSON` on go.yaml.in/yaml v2.4.2 `resolve.go` and `decode.go`; recorded in test/oracles/yaml.
 */
export function parseYaml(text: string, limits: YamlLimits): YamlReading {
  try {
    const events = parseEvents(text, { maxDepth: limits.depth });
    const builder = new Builder(text, events, limits.nodes);
    return { outcome: 'read', documents: builder.documents(), duplicates: builder.duplicates };
  } catch (error) {
    if (error instanceof Fault) return { outcome: error.outcome, fault: placeOf(text, error.position, error.message) };
    if (error instanceof YAMLException) {
      const tooDeep = error.reason.includes('maxDepth');
      const detail = tooDeep ? `nested deeper than ${limits.depth} levels` : error.reason;
      return { outcome: tooDeep ? 'unsafe' : 'malformed', fault: placeOf(text, error.mark?.position ?? 0, detail) };
    }
    throw error;
  }
}

/** Each costs a walk over the text to tell its line. */
const duplicatesTold = 10;

/** Characters. A detail quotes names from the text, which can be of any length. */
const longestDetail = 200;

type Mapping = Record<string, unknown>;

/** A value under an anchor, and the nodes that it costs to write it out once more. */
interface Anchored {
  readonly value: unknown;
  readonly nodes: number;
}

class Fault extends Error {
  constructor(
    readonly outcome: 'malformed' | 'unsafe',
    readonly position: number,
    message: string,
  ) {
    super(message);
  }
}

/** Walks the events of the parser once and builds plain data from them. */
class Builder {
  readonly duplicates: YamlPlace[] = [];
  readonly #anchors = new Map<string, Anchored>();
  #at = 0;
  #nodes = 0;
  #position = 0;

  constructor(
    readonly text: string,
    readonly events: readonly Event[],
    readonly budget: number,
  ) {}

  documents(): unknown[] {
    const documents: unknown[] = [];
    while (this.#at < this.events.length) {
      this.#next();
      this.#anchors.clear();
      documents.push(this.#ended() ? null : this.#value());
      this.#next();
    }
    return documents;
  }

  #next(): Event {
    const event = this.events[this.#at];
    if (event === undefined) throw new Fault('malformed', this.#position, 'the document ends early');
    this.#at += 1;
    return event;
  }

  #ended(): boolean {
    return this.events[this.#at]?.type === EVENT_ID.POP;
  }

  #value(isKey = false): unknown {
    const event = this.#next();
    const before = this.#nodes;
    this.#spend(1);
    switch (event.type) {
      case EVENT_ID.SCALAR:
        this.#position = event.valueStart;
        return this.#anchor(event, isKey ? this.#scalar(event) : this.#finite(this.#scalar(event)), before);
      case EVENT_ID.SEQUENCE:
        this.#position = event.start;
        return this.#anchor(event, this.#sequence(), before);
      case EVENT_ID.MAPPING:
        this.#position = event.start;
        return this.#anchor(event, this.#mapping(), before);
      case EVENT_ID.ALIAS:
        return this.#alias(this.text.slice(event.anchorStart, event.anchorEnd));
      default:
        throw new Fault('malformed', this.#position, 'a value is missing');
    }
  }

  #spend(nodes: number): void {
    this.#nodes += nodes;
    if (this.#nodes > this.budget) throw new Fault('unsafe', this.#position, `more than ${this.budget} nodes once its aliases are written out`);
  }

  #anchor(event: { anchorStart: number; anchorEnd: number }, value: unknown, before: number): unknown {
    if (event.anchorStart >= 0) this.#anchors.set(this.text.slice(event.anchorStart, event.anchorEnd), { value, nodes: this.#nodes - before });
    return value;
  }

  #alias(name: string): unknown {
    const anchored = this.#anchors.get(name);
    if (anchored === undefined) throw new Fault('malformed', this.#position, `the alias *${name} names no anchor that is complete before it`);
    this.#spend(anchored.nodes);
    return anchored.value;
  }

  #sequence(): unknown[] {
    const items: unknown[] = [];
    while (!this.#ended()) items.push(this.#value());
    this.#next();
    return items;
  }

  #mapping(): Mapping {
    const mapping: Mapping = {};
    const merged = new Set<string>();
    while (!this.#ended()) {
      if (this.#isMergeKey()) {
        this.#at += 1;
        for (const key of this.#merge(mapping)) merged.add(key);
        continue;
      }
      const key = this.#key();
      if (Object.hasOwn(mapping, key) && !merged.delete(key) && this.duplicates.length < duplicatesTold) {
        this.duplicates.push(placeOf(this.text, this.#position, `the key "${key}" is given twice; the last value counts`));
      }
      put(mapping, key, this.#value());
    }
    this.#next();
    return mapping;
  }

  #key(): string {
    const event = this.events[this.#at];
    const key = this.#value(true);
    if (typeof key === 'string') return key;
    if (typeof key === 'boolean') return String(key);
    if (typeof key !== 'number') throw new Fault('malformed', this.#position, `${key === null ? 'null' : 'a list or a mapping'} cannot be a key`);
    if (!Number.isFinite(key) && event?.type === EVENT_ID.SCALAR) return getScalarValue(this.text, event);
    return Object.is(key, -0) ? '-0' : String(key);
  }

  #isMergeKey(): boolean {
    const event = this.events[this.#at];
    if (event?.type !== EVENT_ID.SCALAR || getScalarValue(this.text, event) !== '<<') return false;
    const tag = this.#tagOf(event);
    return tag === 'merge' || (tag === '' && event.style === SCALAR_STYLE.PLAIN);
  }

  /** Lays the mappings of a merge key over `target`; the first of a list wins. What stood in `target` before gives way, as in yaml v2. */
  #merge(target: Mapping): string[] {
    const position = this.#position;
    const value = this.#value();
    const sources = Array.isArray(value) ? value.toReversed() : [value];
    return sources.flatMap((source: unknown) => {
      if (!isRecord(source)) throw new Fault('malformed', position, 'a merge key takes a mapping or a list of mappings');
      const keys = Object.keys(source);
      for (const key of keys) put(target, key, source[key]);
      return keys;
    });
  }

  #scalar(event: ScalarEvent): unknown {
    const text = getScalarValue(this.text, event);
    const tag = this.#tagOf(event);
    if (tag === '') return event.style === SCALAR_STYLE.PLAIN ? resolvePlain(text) : text;
    if (tag === 'binary') return Buffer.from(text, 'base64').toString('utf8');
    const fits = resolvable.get(tag);
    if (fits === undefined) return text;
    const value = resolvePlain(text);
    if (!fits(value)) throw new Fault('malformed', event.valueStart, `this is not a !!${tag}`);
    return value;
  }

  /** JSON has no word for infinity, and kubectl refuses it as well, unless it is a key: that stays as it is written. */
  #finite(value: unknown): unknown {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Fault('malformed', this.#position, 'infinity and NaN cannot be kept');
    return value;
  }

  /** The tag's short name within YAML's own, '' where there is none. */
  #tagOf(event: ScalarEvent): string {
    if (event.tagStart < 0) return '';
    const tag = this.text.slice(event.tagStart, event.tagEnd);
    const own = /^(?:!!|!?<tag:yaml[.]org,2002:)([a-z]+)>?$/.exec(tag);
    return own?.[1] ?? 'other';
  }
}

const resolvable = new Map<string, (value: unknown) => boolean>([
  ['null', (value) => value === null],
  ['bool', (value) => typeof value === 'boolean'],
  ['int', (value) => Number.isInteger(value)],
  ['float', (value) => typeof value === 'number'],
]);

const words = new Map<string, boolean | number | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
]);

const integer = /^([+-]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const float = /^[+-]?(?:[.][0-9]+|[0-9]+(?:[.][0-9]*)?)(?:[eE][+-]?[0-9]+)?$/;

/** Source: go.yaml.in/yaml v2.4.2 `resolve`: the words first, then by the first character, underscores left out of numbers. */
function resolvePlain(text: string): unknown {
  const word = words.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  const isNumeric = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
  if (!isNumeric) return text;
  const plain = first === 0x2e ? text : text.replaceAll('_', '');
  const [whole, sign, hex, binary, octal, decimal] = integer.exec(plain) ?? [];
  if (whole !== undefined) {
    const size = decimal !== undefined ? Number(decimal) : hex !== undefined ? parseInt(hex, 16) : binary !== undefined ? parseInt(binary, 2) : parseInt(octal ?? '', 8);
    if (sign === '-' ? size <= 2 ** 63 : size <= 2 ** 64) return sign === '-' && size !== 0 ? -size : size;
  }
  if (!float.test(plain)) return text;
  const value = Number(plain);
  return Number.isFinite(value) ? value : text;
}

/** A plain own property, whatever the key: assigning `__proto__` would change the prototype instead. */
function put(mapping: Mapping, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(mapping, key, { value, writable: true, enumerable: true, configurable: true });
  else mapping[key] = value;
}

function placeOf(text: string, position: number, detail: string): YamlPlace {
  const before = text.slice(0, position).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, detail: detail.length <= longestDetail ? detail : `${detail.slice(0, longestDetail)}…` };
}
