import type { LinearRegex } from '../../regex.js';
import { byteLength } from '../go/quote.js';
import type { CoreDnsVersion } from '../plugin.js';
import { compileRegex, fillGroups, isPatternTooLong, longestPattern } from '../regex-pattern.js';
import { refuse } from './rule.js';

export type MatchKind = 'exact' | 'prefix' | 'suffix' | 'substring' | 'regex';

const matchKinds: readonly MatchKind[] = ['exact', 'prefix', 'suffix', 'substring', 'regex'];

export function isMatchKind(kind: string): kind is MatchKind {
  return (matchKinds as readonly string[]).includes(kind);
}

/** Looks at a name and says what it becomes; undefined where it does not match. */
export type NameChange = (name: string) => string | undefined;

/** Source: coredns 1.14.7, plugin/rewrite/name.go; `from` of a regex is the pattern's text. */
export function nameChange(kind: MatchKind, from: string, to: string, pattern: LinearRegex | undefined): NameChange {
  switch (kind) {
    case 'exact':
      return (name) => (name === from ? to : undefined);
    case 'prefix':
      return (name) => (name.startsWith(from) ? to + name.slice(from.length) : undefined);
    case 'suffix':
      return (name) => (name.endsWith(from) ? name.slice(0, name.length - from.length) + to : undefined);
    case 'substring':
      return (name) => (name.includes(from) ? name.split(from).join(to) : undefined);
    case 'regex':
      return (name) => {
        const groups = pattern?.find(name);
        return groups === undefined ? undefined : fillGroups(to, groups);
      };
  }
}

/** A pattern, and that what it is replaced by uses no more groups than it has. Source: coredns 1.14.7, plugin/rewrite/name.go isValidRegexPattern. */
export function checkedPattern(from: string, to: string, version: CoreDnsVersion, before = ''): LinearRegex {
  if (isPatternTooLong(from, version)) return refuse(`${before}regex pattern too long: ${byteLength(from)} > ${longestPattern}`);
  const pattern = compileRegex(from);
  if ('error' in pattern) return refuse(`${before}invalid regex matching pattern: ${from}`);
  const used = Array.from({ length: 101 }, (_, i) => `{${i}}`).filter((group) => to.includes(group)).length;
  if (used > pattern.value.groupCount) return refuse(`${before}the rewrite regex pattern (${to}) uses more subexpressions than its corresponding matching regex pattern (${from})`);
  return pattern.value;
}
