import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Holds a data directory for this process. Postgres in WebAssembly has no lock of its own: two processes on one directory would each lose what the other wrote. */
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
    const file = join(dir, 'lock');
    const holder = readHolder(file);
    if (holder !== undefined) {
      if (DataDirLock.isAlive(holder, file)) {
        throw new Error(
          `process ${holder} uses the data directory ${dir}: stop it, give this one another DATA_DIR, or set DATABASE_URL so that both share a Postgres server. If process ${holder} is not this service, delete ${file}`,
        );
      }
      rmSync(file, { force: true });
    }
    const handle = openSync(file, 'wx');
    writeSync(handle, String(process.pid));
    closeSync(handle);
    DataDirLock.held.add(file);
    return new DataDirLock(file);
  }

  /** After a restart in a container the process that died and this one often have the same number. */
  private static isAlive(holder: number, file: string): boolean {
    if (holder === process.pid) return DataDirLock.held.has(file);
    if (!Number.isInteger(holder) || holder <= 0) return false;
    try {
      process.kill(holder, 0);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code !== 'ESRCH';
    }
  }

  release(): void {
    rmSync(this.file, { force: true });
    DataDirLock.held.delete(this.file);
  }
}

/** The process that the lock names; 0 where it died before it wrote its name. */
function readHolder(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
