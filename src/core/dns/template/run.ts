import { quoteGo } from '../go/quote.js';
import { NotUnderstood, type Expression, type Node } from './syntax.js';

/** What a template sees. A map's absent key prints as Go prints it. */
export type Value = string | bigint | boolean | readonly Value[] | ReadonlyMap<string, Value> | undefined;

/** The template fails as it runs; in Go it ends the query with SERVFAIL. */
export class RunFault extends Error {}

/**
 * Fills a template in.
 *
 * @param data the fields of `.`
 * @throws RunFault where Go's would fail, NotUnderstood where what it prints is not known
 * Source: Go 1.26 text/template/exec.go, funcs.go
 */
export function runTemplate(nodes: readonly Node[], data: ReadonlyMap<string, Value>): string {
  return new Run(data).nodes(nodes);
}

class Run {
  readonly #variables = new Map<string, Value>();

  constructor(private readonly data: ReadonlyMap<string, Value>) {}

  nodes(nodes: readonly Node[]): string {
    let text = '';
    for (const node of nodes) {
      switch (node.kind) {
        case 'text':
          text += node.text;
          break;
        case 'print':
          text += print(this.#value(node.value));
          break;
        case 'set':
          this.#variables.set(node.name, this.#value(node.value));
          break;
        case 'if':
          text += this.nodes(isTrue(this.#value(node.condition)) ? node.then : node.otherwise);
          break;
      }
      if (text.length > 65_535) throw new NotUnderstood('a record of that length');
    }
    return text;
  }

  #value(expression: Expression): Value {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'variable':
        return this.#variables.get(expression.name);
      case 'field':
        return expression.path.reduce<Value>(fieldOf, expression.base === undefined ? this.data : this.#value(expression.base));
      case 'call':
        return this.#call(expression.name, expression.args);
    }
  }

  #call(name: string, args: readonly Expression[]): Value {
    if (name === 'and' || name === 'or') {
      let value: Value = false;
      for (const arg of args) {
        value = this.#value(arg);
        if (isTrue(value) === (name === 'or')) return value;
      }
      return value;
    }
    return call(name, args.map((arg) => this.#value(arg)));
  }
}

function fieldOf(value: Value, name: string): Value {
  if (!(value instanceof Map)) throw new RunFault(`can't evaluate field ${name}`);
  const map = value as ReadonlyMap<string, Value>;
  if (map.has(name)) return map.get(name);
  if (map.has('')) throw new RunFault(`can't evaluate field ${name}`);
  return undefined;
}

function call(name: string, args: readonly Value[]): Value {
  const [first, ...rest] = args;
  switch (name) {
    case 'index':
      return rest.reduce<Value>(elementOf, first);
    case 'print':
    case 'println':
      return args.map(print).join(name === 'println' ? ' ' : '') + (name === 'println' ? '\n' : '');
    case 'printf':
      return format(args);
    case 'len':
      if (typeof first === 'string') return BigInt(first.length);
      if (Array.isArray(first)) return BigInt(first.length);
      throw new RunFault('len of what has no length');
    case 'not':
      return !isTrue(first);
    case 'parseInt':
      return parseInteger(args);
    default:
      return compare(name, first, rest);
  }
}

function elementOf(value: Value, key: Value): Value {
  if (Array.isArray(value) && typeof key === 'bigint') {
    const items = value as readonly Value[];
    if (key < 0n || key >= BigInt(items.length)) throw new RunFault(`error calling index: index out of range: ${key}`);
    return items[Number(key)];
  }
  if (value instanceof Map && typeof key === 'string') return (value as ReadonlyMap<string, Value>).get(key) ?? '';
  throw new RunFault('error calling index');
}

function compare(name: string, first: Value, rest: readonly Value[]): boolean {
  const [second] = rest;
  if (name === 'eq') return rest.some((other) => other === first);
  if (name === 'ne') return first !== second;
  if (typeof first !== typeof second || (typeof first !== 'string' && typeof first !== 'bigint')) throw new RunFault(`error calling ${name}: incompatible types for comparison`);
  const [a, b] = [first, second as string | bigint];
  return name === 'lt' ? a < b : name === 'le' ? a <= b : name === 'gt' ? a > b : a >= b;
}

/** Source: Go 1.26 strconv.ParseUint, which CoreDNS calls parseInt. */
function parseInteger([text, base, bits]: readonly Value[]): bigint {
  if (typeof text !== 'string' || typeof base !== 'bigint' || typeof bits !== 'bigint') throw new RunFault('error calling parseInt: wrong arguments');
  const radix = Number(base);
  if (radix < 2 || radix > 36 || text === '') throw new RunFault(`error calling parseInt: strconv.ParseUint: parsing ${quoteGo(text)}: invalid syntax`);
  let value = 0n;
  for (const c of text.toLowerCase()) {
    const digit = parseInt(c, 36);
    if (Number.isNaN(digit) || digit >= radix) throw new RunFault(`error calling parseInt: strconv.ParseUint: parsing ${quoteGo(text)}: invalid syntax`);
    value = value * BigInt(radix) + BigInt(digit);
    if (value >= 1n << (bits === 0n ? 64n : bits)) throw new RunFault(`error calling parseInt: strconv.ParseUint: parsing ${quoteGo(text)}: value out of range`);
  }
  return value;
}

/** The verbs that templates of records use. Source: Go 1.26 fmt. */
function format([pattern, ...values]: readonly Value[]): string {
  if (typeof pattern !== 'string') throw new RunFault('error calling printf: wrong arguments');
  let next = 0;
  const text = pattern.replace(/%(0?)(\d{0,3})([a-zA-Z%])/g, (_, zero: string, width: string, verb: string) => {
    if (verb === '%') return '%';
    const shown = formatOne(verb, values[next++]);
    return shown.padStart(Number(width), zero === '0' ? '0' : ' ');
  });
  if (next !== values.length) throw new NotUnderstood('printf with other arguments than verbs');
  return text;
}

function formatOne(verb: string, value: Value): string {
  if (verb === 'v' || (verb === 's' && typeof value === 'string') || (verb === 'd' && typeof value === 'bigint')) return print(value);
  if (verb === 'q' && typeof value === 'string') return quoteGo(value);
  if ((verb === 'x' || verb === 'X') && typeof value === 'bigint') return verb === 'x' ? value.toString(16) : value.toString(16).toUpperCase();
  if (verb === 'b' && typeof value === 'bigint') return value.toString(2);
  throw new NotUnderstood(`printf with %${verb}`);
}

function print(value: Value): string {
  if (value === undefined) return '<no value>';
  if (typeof value === 'object') throw new NotUnderstood('printing a list');
  return String(value);
}

function isTrue(value: Value): boolean {
  if (typeof value === 'object') return value instanceof Map ? value.size > 0 : (value as readonly Value[]).length > 0;
  return value !== undefined && value !== '' && value !== 0n && value !== false;
}
