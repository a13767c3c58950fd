import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the file of a process says once the folder is its own; until then the process only wants it. */
const held = 'held';

/** Milliseconds to wait for another process to make up its mind, which takes it one or two. */
const patience = 10_000;

/**
 * Holds a data directory for this process. Postgres in WebAssembly has no lock of its own: two processes on one directory would each lose what the other wrote.
 *
 * Each process has a file of its own, `lock.<pid>`, so that to put away one that a dead process has left never takes a living one's. It is written before it is looked
 * for others': of two that come at once at least one sees the other. Among those that want the folder the lowest number goes first.
 */
export class DataDirLock {
  private static readonly held = new Set<string>();

  private constructor(private readonly file: string) {}

  /**
   * Takes `dir`, made if need be. A lock whose process has died is taken over.
   *
   * @throws Error that names the process and the folder, where a living process holds it
   */
  static acquire(dir: string): DataDirLock {
    mkdirSync(dir, { recursive: true });
    const file = fileOf(dir, process.pid);
    // After a restart in a container the process that died and this one often have the same number.
    if (DataDirLock.held.has(file)) throw inUse(dir, process.pid);
    writeFileSync(file, '');
    const holder = findRival(dir);
    if (holder !== undefined) {
      rmSync(file, { force: true });
      throw inUse(dir, holder);
    }
    writeFileSync(file, held);
    DataDirLock.held.add(file);
    return new DataDirLock(file);
  }

  release(): void {
    rmSync(this.file, { force: true });
    DataDirLock.held.delete(this.file);
  }
}

/** Another living process that has the folder, or goes first. One that wants it and goes later has seen this one and gives up, or had the folder before. */
function findRival(dir: string): number | undefined {
  const end = Date.now() + patience;
  for (const pid of contendersOf(dir)) {
    for (;;) {
      if (!isAlive(pid)) rmSync(fileOf(dir, pid), { force: true });
      const said = read(fileOf(dir, pid));
      if (said === undefined) break;
      if (said === held || pid < process.pid || Date.now() > end) return pid;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
  return undefined;
}

/** The other processes that have a file in `dir`. */
function contendersOf(dir: string): number[] {
  const pids = readdirSync(dir).map((name) => Number(/^lock\.(\d+)$/.exec(name)?.[1] ?? 0));
  return pids.filter((pid) => pid > 0 && pid !== process.pid);
}

function fileOf(dir: string, pid: number): string {
  return join(dir, `lock.${pid}`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function inUse(dir: string, pid: number): Error {
  return new Error(
    `process ${pid} uses the data directory ${dir}: stop it, give this one another DATA_DIR, or set DATABASE_URL so that both share a Postgres server. If process ${pid} is not this service, delete ${fileOf(dir, pid)}`,
  );
}
