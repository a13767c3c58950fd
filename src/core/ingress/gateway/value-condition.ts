import { compileLinear } from '../../regex.js';

/** A condition on the value of a header or a query parameter, or on a whole path. */
export interface ValueCondition {
  readonly name: string;
  readonly type: 'Exact' | 'RegularExpression';
  readonly written: string;
  readonly holds: (value: string) => boolean;
}

/** A condition that cannot be set up: an unknown type, a pattern that does not compile. `detail` says so. */
export interface InvalidCondition {
  readonly error: string;
}

/** Where in a value a pattern must be found: the specification leaves it, as the dialect, to the implementation. */
export type RegexReach = 'whole' | 'anywhere';

/** @param what as a message names it: `the header version` */
export function compileCondition(what: string, name: string, type: string, written: string, reach: RegexReach): ValueCondition | InvalidCondition {
  if (type === 'Exact') return { name, type, written, holds: (value) => value === written };
  if (type !== 'RegularExpression') return { error: `${what} is matched by ${type}, which is neither Exact nor RegularExpression` };
  const compiled = compileLinear(reach === 'whole' ? `^(?:${written})$` : written);
  if ('error' in compiled) return { error: `the pattern of ${what} is none: ${compiled.error}` };
  return { name, type, written, holds: (value) => compiled.value.matches(value) };
}

/** The first value of each query parameter, decoded as a form is. Source: gateway-api v1.6 HTTPQueryParamMatch, which recommends the first. */
export function queryParameters(query: string | undefined): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of (query ?? '').split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decodeForm(equals === -1 ? pair : pair.slice(0, equals));
    if (!parameters.has(name)) parameters.set(name, equals === -1 ? '' : decodeForm(pair.slice(equals + 1)));
  }
  return parameters;
}

/** What is not valid percent-encoding stays as it is. */
function decodeForm(text: string): string {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
