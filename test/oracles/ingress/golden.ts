import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recorded } from './replay.js';

/** What a data plane was recorded to answer: `FIDELITY=write npx vitest run -c vitest.oracles.config.ts live/traefik`, and `live/haproxy-ingress`. */
export async function readRecorded(folder: 'traefik' | 'haproxy'): Promise<Recorded> {
  return JSON.parse(await readFile(fileIn(folder), 'utf8')) as Recorded;
}

/** One request a line. */
export async function writeRecorded(folder: 'traefik' | 'haproxy', recorded: Recorded): Promise<void> {
  const scenarios = Object.entries(recorded).map(([id, answers]) => `${JSON.stringify(id)}:{\n${Object.entries(answers).map(([question, seen]) => `${JSON.stringify(question)}:${JSON.stringify(seen)}`).join(',\n')}}`);
  await writeFile(fileIn(folder), `{\n${scenarios.join(',\n')}\n}\n`);
}

export function questionsOf(recorded: Recorded): number {
  return Object.values(recorded).reduce((sum, answers) => sum + Object.keys(answers).length, 0);
}

function fileIn(folder: string): string {
  return join(import.meta.dirname, '..', folder, 'golden.json');
}
