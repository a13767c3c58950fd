import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordedOwnership } from './ownership.js';
import type { Recorded } from './replay.js';

type Folder = 'contour' | 'haproxy' | 'traefik';

/** What a data plane was recorded to answer: `FIDELITY=write npx vitest run -c vitest.oracles.config.ts live/traefik`, `live/haproxy-ingress` and `live/contour`. */
export async function readRecorded(folder: Folder): Promise<Recorded> {
  return JSON.parse(await readFile(fileIn(folder, 'golden'), 'utf8')) as Recorded;
}

/** One request a line. */
export async function writeRecorded(folder: Folder, recorded: Recorded): Promise<void> {
  const scenarios = Object.entries(recorded).map(([id, answers]) => `${JSON.stringify(id)}:{\n${Object.entries(answers).map(([question, seen]) => `${JSON.stringify(question)}:${JSON.stringify(seen)}`).join(',\n')}}`);
  await writeFile(fileIn(folder, 'golden'), `{\n${scenarios.join(',\n')}\n}\n`);
}

export function questionsOf(recorded: Recorded): number {
  return Object.values(recorded).reduce((sum, answers) => sum + Object.keys(answers).length, 0);
}

/** Whose Ingresses it was recorded to serve, by the same commands. */
export async function readOwnership(folder: Folder): Promise<RecordedOwnership> {
  return JSON.parse(await readFile(fileIn(folder, 'ownership'), 'utf8')) as RecordedOwnership;
}

export async function writeOwnership(folder: Folder, recorded: RecordedOwnership): Promise<void> {
  await writeFile(fileIn(folder, 'ownership'), `${JSON.stringify(recorded, null, 2)}\n`);
}

function fileIn(folder: Folder, name: 'golden' | 'ownership'): string {
  return join(import.meta.dirname, '..', folder, `${name}.json`);
}
