import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';

/** What was done to the service, how often, and what was seen. Those of the same deed make one line of the table at the end. */
export interface Count {
  readonly what: string;
  readonly where: string;
  readonly times: number;
  readonly seen: string;
}

/** Tells what a test has done. A run that is broken off has told what it did until then. */
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
  const counts = summed(text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Count));
  const width = (of: (count: Count) => string) => Math.max(...counts.map((count) => of(count).length), 0);
  const [what, where] = [width((count) => count.what), width((count) => count.where)];
  const lines = counts.map((count) => `${count.what.padEnd(what)}  ${count.where.padEnd(where)}  ${String(count.times).padStart(4)}  ${count.seen}\n`);
  const warning = hasServer ? '' : 'NO POSTGRES HERE: NOTHING WAS TESTED ON A SERVER. Install PostgreSQL and run this again.\n';
  process.stdout.write(`\nSurvived\n${lines.join('')}${warning}\n`);
}

function summed(told: readonly Count[]): Count[] {
  const groups = new Map<string, Count[]>();
  for (const count of told) groups.set(`${count.what} ${count.where}`, [...(groups.get(`${count.what} ${count.where}`) ?? []), count]);
  return [...groups.values()].map((group) => {
    const [{ what, where, seen }] = group as [Count];
    return { what, where, times: group.reduce((sum, { times }) => sum + times, 0), seen: group.length === 1 ? seen : frequencies(group.map((each) => each.seen)) };
  });
}

function fileIn(folder: string): string {
  return join(folder, 'tally.jsonl');
}
