import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** Longest wait for anything that a slow machine does at last. */
const patience = 300_000;

/** A program that runs until it is stopped; what it says goes into a file. */
export class Daemon {
  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
    private readonly log: string,
  ) {}

  static start(name: string, program: string, args: readonly string[], log: string): Daemon {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const file = createWriteStream(log);
    child.stdout.pipe(file, { end: false });
    child.stderr.pipe(file, { end: false });
    return new Daemon(name, child, log);
  }

  /** Waits until `isReady`. @throws where the program ends before that or never is, with the end of what it said */
  async until(isReady: () => Promise<boolean>): Promise<void> {
    let [looks, failure] = [0, ''];
    const look = async (): Promise<boolean> => {
      if (this.child.exitCode !== null) throw new Error(`${this.name} ended with ${this.child.exitCode}:\n${await this.#lastWords()}`);
      looks++;
      return isReady().catch((error: unknown) => {
        failure = `, one of which failed: ${error instanceof Error ? error.message : 'for no known reason'}`;
        return false;
      });
    };
    await waitFor(`${this.name} is ready`, look).catch(async (error: unknown) => {
      if (this.child.exitCode !== null) throw error;
      throw new Error(`${error instanceof Error ? error.message : ''}, after ${looks} looks${failure}; it said at last:\n${await this.#lastWords()}`, { cause: error });
    });
  }

  async #lastWords(): Promise<string> {
    return (await readFile(this.log, 'utf8')).slice(-4000);
  }

  /** @param signal SIGKILL for what has nothing to save: `unshare` heeds nothing else */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    await Promise.race([ended, setTimeout(20_000, undefined, { ref: false }).then(() => this.child.kill('SIGKILL'))]);
    await ended;
  }
}

/** Waits by condition. @throws after a time that only a hang takes; `what` is told then */
export async function waitFor(what: string, isSo: () => Promise<boolean>, most = patience): Promise<void> {
  const end = Date.now() + most;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`waited ${most / 1000} s in vain until ${what}`);
    await setTimeout(200);
  }
}

/** A port that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
