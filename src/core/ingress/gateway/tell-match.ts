import type { RuleRef } from '../answer.js';
import { nameOf } from './route-object.js';
import type { RouteRuleMatch } from './route-match.js';

/** A match as answers name it. A GRPCRoute's path is that of its calls. */
export function refOfMatch(match: RouteRuleMatch, host: string): RuleRef {
  return { kind: match.route.kind, name: nameOf(match.route), host, path: pathOf(match), pathType: typeOf(match) };
}

function pathOf({ path, service, call, route }: RouteRuleMatch): string {
  if (route.kind === 'HTTPRoute') return path?.written ?? '/';
  if (service === undefined && call === undefined) return '/';
  return `/${service?.written ?? '*'}/${call?.written ?? '*'}`;
}

function typeOf({ path, service, call, route }: RouteRuleMatch): string {
  if (route.kind === 'HTTPRoute') return path?.type ?? 'PathPrefix';
  if (service === undefined && call === undefined) return 'PathPrefix';
  return [service, call].some((each) => each?.type === 'RegularExpression') ? 'RegularExpression' : 'Exact';
}

/** Every condition of a match in one line: `Exact /cart && method POST && header version: two`. */
export function tellConditions(match: RouteRuleMatch): string {
  const parts = [`${typeOf(match)} ${pathOf(match)}`];
  if (match.method !== undefined) parts.push(`method ${match.method}`);
  for (const { name, type, written } of match.headers) parts.push(`header ${name}${type === 'Exact' ? ': ' : ' ~ '}${written}`);
  for (const { name, type, written } of match.query) parts.push(`query ${name}${type === 'Exact' ? '=' : ' ~ '}${written}`);
  return parts.join(' && ');
}

/** `rule 1`, `rule 1 (checkout), match 2`: counted from 1 as people do. */
export function tellRule({ ruleIndex, ruleName, matchIndex }: RouteRuleMatch): string {
  return `rule ${ruleIndex + 1}${ruleName === undefined ? '' : ` (${ruleName})`}${matchIndex === 0 ? '' : `, match ${matchIndex + 1}`}`;
}
