import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';

/** One line of the table at the end: what was done to the service, how often, and what was seen. */
export interface Count {
  readonly what: string;
  readonly where: string;
  readonly times: number;
  readonly seen: string;
}

/** Tells what a test has done. */
export async function tell(count: Count): Promise<void> {
  await appendFile(fileIn(inject('told')), `${JSON.stringify(count)}\n`);
}

/** How often each word was said, the most frequent first: `store 4, read 2`. */
export function frequencies(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([word, count]) => `${word} ${count}`).join(', ');
}

/** Prints the table. */
export async function writeTally(folder: string, hasServer: boolean): Promise<void> {
  const text = await readFile(fileIn(folder), 'utf8').catch(() => '');
  const counts = text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Count);
  const width = (of: (count: Count) => string) => Math.max(...counts.map((count) => of(count).length), 0);
  const [what, where] = [width((count) => count.what), width((count) => count.where)];
  const lines = counts.map((count) => `${count.what.padEnd(what)}  ${count.where.padEnd(where)}  ${String(count.times).padStart(4)}  ${count.seen}\n`);
  const warning = hasServer ? '' : 'NO POSTGRES HERE: NOTHING WAS TESTED ON A SERVER. Install PostgreSQL and run this again.\n';
  process.stdout.write(`\nSurvived\n${lines.join('')}${warning}\n`);
}

function fileIn(folder: string): string {
  return join(folder, 'tally.jsonl');
}
