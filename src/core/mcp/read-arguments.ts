import { clip, count, enumerate, nearest } from '../analysis/index.js';
import type { Argument, ArgumentSchema, Arguments, Value } from './argument.js';
import { Misasked, type ArgumentFault } from './misasked.js';

const mostCharacters = 100_000;

/**
 * The arguments of a call, each in the form of its schema. What is clearly meant is taken: a number written as a text, one text where a list of texts is asked
 * for, and `null` for what is left out.
 *
 * @param required the names of those that may not be left out
 * @throws Misasked that names every argument that is unknown, missing, or of another form
 */
export function readArguments(given: unknown, known: Readonly<Record<string, Argument>>, required: readonly string[]): Arguments {
  if (given !== undefined && (typeof given !== 'object' || given === null || Array.isArray(given))) throw new Misasked('The arguments must be an object.', []);
  const told = Object.entries(given ?? {}).filter(([, value]) => value !== null);
  const faults: ArgumentFault[] = [];
  const values: Record<string, Value> = {};
  for (const [name, value] of told) {
    const argument = Object.hasOwn(known, name) ? known[name] : undefined;
    const read = argument === undefined ? undefined : readValue(value, argument.schema);
    if (argument === undefined) faults.push(unknown(name, Object.keys(known)));
    else if (read === undefined) faults.push({ argument: name, detail: `must be ${formOf(argument.schema)}` });
    else values[name] = read;
  }
  const missing = required.filter((name) => values[name] === undefined && !faults.some(({ argument }) => argument === name));
  faults.push(...missing.map((name) => ({ argument: name, detail: 'is missing' })));
  if (faults.length > 0) throw new Misasked(`${count(faults.length, 'argument')} cannot be taken: ${faults.slice(0, 5).map(({ argument, detail }) => `${argument} ${detail}`).join('; ')}.`, faults.slice(0, 20));
  return values;
}

function unknown(name: string, known: readonly string[]): ArgumentFault {
  const [near] = nearest(name, known, 1);
  return { argument: clip(name, 100), detail: near === undefined ? `is unknown; there are ${enumerate(known, 20)}` : `is unknown; did you mean ${near}?` };
}

/** Undefined for a value of another form. */
function readValue(value: unknown, { type, enum: oneOf }: ArgumentSchema): Value | undefined {
  if (type === 'integer') return wholeNumber(value);
  if (type === 'array') return textList(value);
  if (type === 'object') return lists(value);
  const read = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof read !== 'string' || read.length > mostCharacters) return undefined;
  return oneOf === undefined || oneOf.includes(read) ? read : oneOf.find((each) => each.toLowerCase() === read.toLowerCase());
}

function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

function textList(value: unknown): string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((each) => typeof each === 'string' && each.length <= mostCharacters) ? value : undefined;
}

function lists(value: unknown): Record<string, string[]> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const read = Object.entries(value).map(([name, each]) => [name, textList(each)] as const);
  return read.every((entry): entry is readonly [string, string[]] => entry[1] !== undefined) ? Object.fromEntries(read) : undefined;
}

function formOf({ type, enum: oneOf }: ArgumentSchema): string {
  if (oneOf !== undefined) return `one of ${oneOf.join(', ')}`;
  if (type === 'integer') return 'a whole number';
  if (type === 'array') return 'a list of texts';
  if (type === 'object') return 'an object whose values are lists of texts';
  return type === 'string' ? 'a text' : 'a text or a whole number';
}
