import { formatRef, type Answer, type Evidence, type Inline } from '../analysis/index.js';
import type { ChatAnswer } from './answer.js';
import type { Place } from './lookups/place.js';

/** What every answer of an analysis has in chat: the objects that decided, what was not known, its snapshot and its link. */
export function analysed({ steps, warnings }: Pick<Answer, 'steps' | 'warnings'>, { cluster, number, takenAt }: Place, link: string): Pick<ChatAnswer, 'evidence' | 'notes' | 'snapshot' | 'link'> {
  return { evidence: namesOf(steps.flatMap(({ evidence }) => evidence)), notes: warnings, snapshot: { cluster, number, takenAt }, link };
}

/** Each object once, in the order in which they came up. */
export function namesOf(evidence: readonly Evidence[]): string[] {
  return [...new Set(evidence.map(formatRef))];
}

/** What the steps told, the last so many: those that decided. */
export function lastSteps({ steps }: Pick<Answer, 'steps'>, most = 3): string[] {
  return steps.slice(-most).map(({ component, detail }) => `${component}: ${detail}`);
}

/** A command of kubectl to copy, behind words that lead to it; without it, where a name is none that Kubernetes would take, as nobody should copy that into a shell. */
export function kubectl(words: string, ...args: readonly string[]): Inline[] {
  const isSafe = args.every((arg) => /^[a-zA-Z0-9=,./_-]{1,300}$/.test(arg));
  return isSafe ? [`${words}: `, { code: ['kubectl', ...args].join(' ') }] : [words];
}
