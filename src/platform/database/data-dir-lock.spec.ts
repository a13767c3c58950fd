import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
    expect(readdirSync(folder)).toEqual([]);
  });

  it('names the living process that holds it', () => {
    writeFileSync(join(dir, `lock.${process.ppid}`), 'held');
    expect(() => DataDirLock.acquire(dir)).toThrow(`process ${process.ppid} uses the data directory ${dir}`);
    expect(readdirSync(dir)).toEqual([`lock.${process.ppid}`]);
  });

  it('is taken over from a process that has died', async () => {
    for (const said of ['held', '']) {
      writeFileSync(join(dir, `lock.${await endedProcess()}`), said);
      DataDirLock.acquire(dir).release();
      expect(readdirSync(dir)).toEqual([]);
    }
  });

  it('is left to a living process of a lower number that wants it, too', () => {
    writeFileSync(join(dir, 'lock.1'), '');
    expect(() => DataDirLock.acquire(dir)).toThrow('process 1 uses');
  });

  it('is taken over from an earlier process of the same number, as after a restart in a container', () => {
    writeFileSync(join(dir, `lock.${process.pid}`), 'held');
    DataDirLock.acquire(dir).release();
  });

  it.each(['lock', 'lock.', 'lock.0', 'lock.x', 'pg'])('has nothing to do with a file %s, which names no process', (name) => {
    writeFileSync(join(dir, name), 'held');
    DataDirLock.acquire(dir).release();
    expect(readdirSync(dir)).toEqual([name]);
  });
});
