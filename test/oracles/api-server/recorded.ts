import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestObject } from './manifests.js';

/** What a real API server answered. Recorded by `npm run test:oracles`. */
export interface RecordedAnswer {
  readonly status: number;
  /** Media type. */
  readonly type: string;
  /** Parsed where it is JSON. What differs from one server to the next stands as `…` or 0. */
  readonly body: unknown;
}

export interface RecordedDiscovery {
  readonly type: string;
  readonly kind: string;
  readonly apiVersion: string;
  readonly items: readonly object[];
}

export const recordedFiles = { answers: 'answers.json', discovery: 'discovery.json', defaults: 'defaults.json' } as const;

export function pathOf(file: keyof typeof recordedFiles): string {
  return join(import.meta.dirname, recordedFiles[file]);
}

/** By the question, as test/oracles/live/answers.live.ts asks it. */
export const recordedAnswers = read('answers') as Readonly<Record<string, RecordedAnswer>>;

/** By path: `/api` and `/apis`. Of groups and versions all, of resources those that a capture reads. */
export const recordedDiscovery = read('discovery') as Readonly<Record<string, RecordedDiscovery>>;

/** What the server made of each of {@link manifests}, without its stamps. */
export const recordedDefaults = read('defaults') as Readonly<Record<string, ManifestObject>>;

/** @throws where nothing was recorded for the question */
export function recorded(question: string): RecordedAnswer {
  const answer = recordedAnswers[question];
  if (answer === undefined) throw new Error(`nothing was recorded for ${JSON.stringify(question)}`);
  return answer;
}

function read(file: keyof typeof recordedFiles): unknown {
  return JSON.parse(readFileSync(pathOf(file), 'utf8'));
}
