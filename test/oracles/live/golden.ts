import { readFile, writeFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { pathOf, type recordedFiles } from '../api-server/recorded.js';

/** With FIDELITY=write, records what the server answered; else holds it to what was recorded. */
export async function holdRecorded(file: keyof typeof recordedFiles, answers: Readonly<Record<string, unknown>>): Promise<void> {
  const path = pathOf(file);
  const text = `{\n${Object.entries(answers).map(([key, answer]) => `${JSON.stringify(key)}: ${JSON.stringify(answer)}`).join(',\n')}\n}\n`;
  if (process.env['FIDELITY'] === 'write') await writeFile(path, text);
  else expect(text, `${path} is not what the server answers: run npm run test:oracles and commit what it records`).toBe(await readFile(path, 'utf8'));
}
