import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seen } from './observed.js';

/** By the text of the request. */
export type Answers = Readonly<Record<string, Seen>>;

export interface RecordedScenario {
  /** What nginx said of the configuration that it would not load: the one before goes on. */
  readonly refused?: string;
  readonly answers: Answers;
}

/** What ingress-nginx did, by scenario. Recorded by `npx vitest run -c vitest.oracles.config.ts ingress-nginx` with FIDELITY=write. */
export type Golden = Readonly<Record<string, RecordedScenario>>;

/** What the Secrets of the scenarios showed to everybody, by `namespace/name`: `tls.crt` as the API has it. */
export type Certificates = Readonly<Record<string, string>>;

export const certificatesPath = join(import.meta.dirname, 'certificates.json');

export async function readCertificates(): Promise<Certificates> {
  return JSON.parse(await readFile(certificatesPath, 'utf8').catch(() => '{}')) as Certificates;
}

export const goldenPath = join(import.meta.dirname, 'golden.json');

export async function readGolden(): Promise<Golden> {
  return JSON.parse(await readFile(goldenPath, 'utf8').catch(() => '{}')) as Golden;
}

/** One line a request. */
export function printGolden(golden: Golden): string {
  const scenarios = Object.entries(golden).map(([id, { refused, answers }]) => {
    const lines = Object.entries(answers).map(([question, answer]) => `${JSON.stringify(question)}:${JSON.stringify(answer)}`);
    return `${JSON.stringify(id)}:{${refused === undefined ? '' : `"refused":${JSON.stringify(refused)},`}"answers":{\n${lines.join(',\n')}}}`;
  });
  return `{\n${scenarios.join(',\n')}\n}\n`;
}
