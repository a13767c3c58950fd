import { createHash } from 'node:crypto';
import type { ProxyConfiguration } from './configurations.js';
import type { NormalRules } from './normal-rules.js';

/** The rules of one configuration and family, as they are recorded: those of the first configuration whole; of another the chains in which it differs, null for one that it has not; of a large cluster a digest. */
export type RecordedRules = { readonly rules: NormalRules } | { readonly unlike: Readonly<Record<string, readonly string[] | null>> } | { readonly digest: string };

/** By configuration and family. */
export type Golden = Readonly<Record<string, Readonly<Record<string, RecordedRules>>>>;

export function recordRules(configuration: ProxyConfiguration, rules: NormalRules, base: NormalRules | undefined): RecordedRules {
  if (configuration.large === true) return { digest: digestOf(rules) };
  if (base === undefined) return { rules };
  const unlike: Record<string, readonly string[] | null> = {};
  for (const [chain, lines] of Object.entries(rules)) if (base[chain]?.join('\n') !== lines.join('\n')) unlike[chain] = lines;
  for (const chain of Object.keys(base)) if (rules[chain] === undefined) unlike[chain] = null;
  return { unlike };
}

/** Of every rule and its place. */
export function digestOf(rules: NormalRules): string {
  return createHash('sha256').update(Object.entries(rules).map(([chain, lines]) => [chain, ...lines].join('\n')).join('\n\n')).digest('hex');
}

/** What was recorded, whole; undefined for a digest. */
export function recalledRules(recorded: RecordedRules, base: NormalRules | undefined): NormalRules | undefined {
  if ('rules' in recorded) return recorded.rules;
  if (!('unlike' in recorded) || base === undefined) return undefined;
  const rules: Record<string, readonly string[]> = { ...base };
  for (const [chain, lines] of Object.entries(recorded.unlike)) {
    if (lines === null) delete rules[chain];
    else rules[chain] = lines;
  }
  return rules;
}

/** A JSON text with one line a chain. */
export function printGolden(golden: Golden): string {
  const families = (each: Readonly<Record<string, RecordedRules>>) => Object.entries(each).map(([family, recorded]) => `  ${JSON.stringify(family)}: ${printRecorded(recorded)}`).join(',\n');
  return `{\n${Object.entries(golden).map(([id, each]) => `${JSON.stringify(id)}: {\n${families(each)}\n}`).join(',\n')}\n}\n`;
}

function printRecorded(recorded: RecordedRules): string {
  const [[name, value]] = Object.entries(recorded) as [[string, unknown]];
  if (typeof value === 'string') return JSON.stringify(recorded);
  return `{ ${JSON.stringify(name)}: {\n${Object.entries(value as object).map(([chain, lines]) => `    ${JSON.stringify(chain)}: ${JSON.stringify(lines)}`).join(',\n')}\n  } }`;
}
