import { compileLinear, type LinearRegex } from '../regex.js';
import { byteLength } from './go/quote.js';
import type { CoreDnsVersion } from './plugin.js';

/** What CoreDNS takes as a pattern at most, in octets. Source: coredns 1.14.7, plugin/{errors,rewrite,template}: maxRegexpLen. */
export const longestPattern = 10_000;

/** Whether a pattern is longer than that; until 1.14.0 any length was taken. */
export function isPatternTooLong(pattern: string, version: CoreDnsVersion): boolean {
  return byteLength(pattern) > longestPattern && version.atLeast('1.14.0');
}

/** A pattern in Go's syntax, or why it is none, in Go's words. */
export function compileRegex(pattern: string): { readonly value: LinearRegex } | { readonly error: string } {
  return compileLinear(pattern);
}

/** Puts what the groups of a match hold in the place of `{0}`, `{1}` …, one after the other, as Go's strings.ReplaceAll does. */
export function fillGroups(template: string, groups: readonly string[]): string {
  let filled = template;
  for (const [i, group] of groups.entries()) filled = filled.split(`{${i}}`).join(group);
  return filled;
}
