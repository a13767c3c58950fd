import type { IncomingHttpHeaders } from 'node:http';
import { InputError } from '../../core/errors.js';
import { parseJson } from '../../platform/http/index.js';

/** A header that stands once; '' where it does not. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

/** The fields of a form. @throws InputError `invalid-body` for what is no UTF-8 */
export function formOf(body: Uint8Array): URLSearchParams {
  try {
    return new URLSearchParams(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new InputError('invalid-body', 'the body is no form in UTF-8');
  }
}

/** A JSON object, to be asked for its texts by {@link textAt}. @throws InputError `invalid-body` for whatever else it is */
export function objectOf(body: Uint8Array): object {
  const value = jsonOf(body);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new InputError('invalid-body', 'the body must be a JSON object');
}

/** Nesting that is too deep is a body like any other that cannot be read. */
function jsonOf(body: Uint8Array): unknown {
  try {
    return parseJson(body);
  } catch (error) {
    throw error instanceof InputError ? new InputError('invalid-body', error.message, error.faults) : error;
  }
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, step) => (typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? (at as Readonly<Record<string | number, unknown>>)[step] : undefined), value);
}

/** The text at a path; '' where there is none. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : '';
}

/** @throws InputError `invalid-body` where a text is missing that the platform always sends */
export function required(text: string, name: string): string {
  if (text !== '' && text.length <= 300) return text;
  throw new InputError('invalid-body', `${name} is missing or too long`, [{ pointer: `/${name}`, detail: 'is missing or too long' }]);
}
