import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Component } from './component.js';

const run = promisify(execFile);

/** Programs are kept here from one run to the next, outside the repository. */
export const cacheFolder = process.env['FORETRACE_ORACLE_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'foretrace-oracles');

/** The program of a component, built from its published module if it is not there yet. A change of its pins or of Go builds it anew. */
export async function programOf(component: Component): Promise<string> {
  return builtIn(join(import.meta.dirname, 'go', component.module), component);
}

/** The program of a component of which the source lies in `folder`. */
export async function builtIn(folder: string, component: Component): Promise<string> {
  const flags = ['-trimpath', '-ldflags', ['-s', '-w', ...Object.entries(component.variables ?? {}).map(([name, value]) => `-X ${name}=${value}`)].join(' ')];
  const program = join(cacheFolder, await keyOf(component, folder, flags), component.name);
  if (existsSync(program)) return program;
  process.stdout.write(`building ${component.name} ${component.version}\n`);
  await mkdir(join(program, '..'), { recursive: true });
  const unfinished = `${program}.${process.pid}`;
  const from = component.inside === undefined ? folder : await copyOf(component, component.inside, folder);
  await run('go', ['build', '-mod=readonly', ...flags, '-o', unfinished, component.package], { cwd: from, env: { ...process.env, GOFLAGS: '', CGO_ENABLED: '0' }, maxBuffer: 1 << 26 });
  await rename(unfinished, program);
  if (from !== folder) await rm(from, { recursive: true });
  return program;
}

/** A copy of a published module with the source of a component in it: what is internal to a module can be used from inside only. */
async function copyOf({ module: pins, sources = '' }: Component, { module, folder: into }: NonNullable<Component['inside']>, folder: string): Promise<string> {
  const copy = await mkdtemp(join(cacheFolder, 'module-'));
  await cp(await moduleFolder(pins, module), copy, { recursive: true });
  // Modules are kept read-only.
  await run('chmod', ['-R', 'u+w', copy]);
  await mkdir(join(copy, into), { recursive: true });
  await cp(join(folder, sources), join(copy, into), { recursive: true });
  return copy;
}

/** The folder of a published module itself, for what it ships beside its programs. `pins` is the folder in `go/` whose go.mod and go.sum pin it. */
export async function moduleFolder(pins: string, path: string): Promise<string> {
  const { stdout } = await run('go', ['mod', 'download', '-json', path], { cwd: join(import.meta.dirname, 'go', pins) });
  return (JSON.parse(stdout) as { Dir: string }).Dir;
}

async function keyOf(component: Component, folder: string, flags: readonly string[]): Promise<string> {
  const { stdout } = await run('go', ['version'], { cwd: folder });
  const hash = createHash('sha256').update(stdout).update(flags.join('\0')).update(component.package);
  for (const file of ['go.mod', 'go.sum']) hash.update(await readFile(join(folder, file)));
  const own = component.sources === undefined ? [] : await readdir(join(folder, component.sources));
  for (const file of own.sort()) hash.update(await readFile(join(folder, component.sources ?? '', file)));
  return hash.digest('hex').slice(0, 16);
}
