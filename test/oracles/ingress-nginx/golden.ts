import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seen } from './observed.js';

/** By the text of the request. */
export type Answers = Readonly<Record<string, Seen>>;

export interface ObservedScenario {
  /** What nginx said of the configuration that it would not load: the one before goes on. */
  readonly refused?: string;
  readonly answers: Answers;
}

/** What ingress-nginx 1.15.1 did, by scenario. */
export type Golden = Readonly<Record<string, ObservedScenario>>;

/** What the Secrets of the scenarios show to everybody, by `namespace/name`: `tls.crt` as the API has it. */
export type Certificates = Readonly<Record<string, string>>;

const file = (name: string) => join(import.meta.dirname, name);
const golden = file('golden.json');
const certificates = file('certificates.json');
const published = file('golden-published.json');

/**
 * Recorded by the real controller, built of its source, with Debian’s nginx:
 * `INGRESS_NGINX_SOURCE=<source of controller-v1.15.1> FIDELITY=write npx vitest run -c vitest.oracles.config.ts live/ingress-nginx`
 */
export async function readGolden(): Promise<Golden> {
  return read(golden);
}

export async function readCertificates(): Promise<Certificates> {
  return read(certificates);
}

/** Where the controller that is published as a Go module, which is older, does otherwise: those scenarios and requests alone. */
export async function readPublished(): Promise<Golden> {
  return read(published);
}

export async function writeGolden(recorded: Golden, shown: Certificates): Promise<void> {
  await writeFile(golden, print(recorded));
  await writeFile(certificates, `{\n${Object.entries(shown).map(([name, text]) => `${JSON.stringify(name)}:${JSON.stringify(text)}`).join(',\n')}\n}\n`);
}

export async function writePublished(observed: Golden): Promise<void> {
  await writeFile(published, print(observed));
}

async function read<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8').catch(() => '{}')) as T;
}

/** One line a request. */
export function print(observed: Golden): string {
  const scenarios = Object.entries(observed).map(([id, { refused, answers }]) => {
    const lines = Object.entries(answers).map(([question, answer]) => `${JSON.stringify(question)}:${JSON.stringify(answer)}`);
    return `${JSON.stringify(id)}:{${refused === undefined ? '' : `"refused":${JSON.stringify(refused)},`}"answers":{\n${lines.join(',\n')}}}`;
  });
  return `{\n${scenarios.join(',\n')}\n}\n`;
}

/** What of `observed` is not as in `golden`. */
export function othersOf(observed: Golden, golden: Golden): Golden {
  return Object.fromEntries(
    Object.entries(observed).flatMap(([id, { refused, answers }]) => {
      const same = golden[id];
      const others = Object.entries(answers).filter(([question, seen]) => JSON.stringify(same?.answers[question]) !== JSON.stringify(seen));
      return others.length === 0 && refused === same?.refused ? [] : [[id, { ...(refused !== undefined && { refused }), answers: Object.fromEntries(others) }]];
    }),
  );
}

/** The inverse of {@link othersOf}: what the other is to do in a scenario. */
export function expectedOf(id: string, golden: Golden, others: Golden): ObservedScenario | undefined {
  const [same, other] = [golden[id], others[id]];
  if (same === undefined || other === undefined) return same;
  return { ...(other.refused !== undefined && { refused: other.refused }), answers: { ...same.answers, ...other.answers } };
}
