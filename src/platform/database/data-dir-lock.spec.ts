import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataDirLock } from './data-dir-lock.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'foretrace-lock-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** The number of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('DataDirLock', () => {
  it('is for one at a time', () => {
    const folder = join(dir, 'made/as/needed');
    const lock = DataDirLock.acquire(folder);
    expect(() => DataDirLock.acquire(folder)).toThrow(`process ${process.pid} uses the data directory ${folder}`);
    lock.release();
    DataDirLock.acquire(folder).release();
    expect(existsSync(join(folder, 'lock'))).toBe(false);
  });

  it('names the living process that holds it', () => {
    writeFileSync(join(dir, 'lock'), String(process.ppid));
    expect(() => DataDirLock.acquire(dir)).toThrow(`process ${process.ppid} uses the data directory ${dir}`);
  });

  it('is taken over from a process that has died', async () => {
    writeFileSync(join(dir, 'lock'), String(await endedProcess()));
    DataDirLock.acquire(dir).release();
  });

  it('is taken over from an earlier process of the same number, as after a restart in a container', () => {
    writeFileSync(join(dir, 'lock'), String(process.pid));
    DataDirLock.acquire(dir).release();
  });

  it.each(['', '0', '-1', 'x'])('is taken over where it says %j, which is no process', (content) => {
    writeFileSync(join(dir, 'lock'), content);
    DataDirLock.acquire(dir).release();
  });
});
