import type { RecordedRelease, RecordedReleases } from './compare.js';

/** As it is kept: one answer a line. */
export function textOf({ external, older }: RecordedReleases): string {
  const entries = (recorded: Readonly<Record<string, unknown>>): string => Object.entries(recorded).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(',\n');
  const part = (recorded: RecordedRelease['external']): string =>
    `{\n${Object.entries(recorded).map(([name, replies]) => `${JSON.stringify(name)}: ${typeof replies === 'string' ? JSON.stringify(replies) : `{\n${entries(replies)}\n}`}`).join(',\n')}\n}`;
  const releases = older.map(({ version, kubernetes, external: own, plugins }) => `{\n"version": ${JSON.stringify(version)},\n"kubernetes": ${part(kubernetes)},\n"external": ${part(own)},\n"plugins": ${part(plugins)}\n}`);
  return `{\n"external": ${part(external)},\n"older": [\n${releases.join(',\n')}\n]\n}\n`;
}
