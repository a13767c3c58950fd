import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { Config } from '../config.js';
import { OperationStore } from '../database/index.js';
import { CONFIG } from '../http/config.token.js';

/** Milliseconds after which a file that no operation knows cannot be an upload still under way: longer than a request may take. */
const uploadTime = 15 * 60_000;

/** Deletes the uploads that a crash left in the spool and that no operation will read. */
@Injectable()
export class SpoolSweeper implements OnModuleInit {
  constructor(
    private readonly operations: OperationStore,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Beside an embedded database no other process is at work, and this one takes no uploads yet: no file is too young. */
  async onModuleInit(): Promise<void> {
    await this.sweep(this.config.database.databaseUrl === undefined ? 0 : uploadTime);
  }

  /** @param age milliseconds since a file was last written to before it may go */
  async sweep(age = uploadTime): Promise<void> {
    const { spoolDir } = this.config;
    const wanted = new Set((await this.operations.openInputs()).map((input) => (input as { readonly path?: string } | null)?.path));
    const youngest = this.clock.now().getTime() - age;
    for (const name of await readdir(spoolDir).catch(() => [])) {
      const path = join(spoolDir, name);
      if (!wanted.has(path) && (await isOlder(path, youngest))) await rm(path, { force: true });
    }
  }
}

async function isOlder(path: string, instant: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && found.isFile() && found.mtimeMs <= instant;
}
