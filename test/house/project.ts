import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The folder of the project. */
export const root = join(import.meta.dirname, '../..');

/** The text of a file, named from the root. */
export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Every file in `folder` and below, named from the root, in order. */
export function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

/** The sources that are shipped. */
export function sources(folder = 'src'): string[] {
  return filesUnder(folder).filter((path) => path.endsWith('.ts') && !/\.(spec|table)\.ts$/.test(path));
}

/** The pages that people wrote or that are generated for them. */
export function pages(): string[] {
  const atRoot = readdirSync(root).filter((name) => name.endsWith('.md'));
  return [...atRoot, ...['docs', 'demo', 'deploy', 'test'].flatMap(filesUnder).filter((path) => path.endsWith('.md'))];
}
