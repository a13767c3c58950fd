import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';

const run = promisify(execFile);
const versions = '/usr/lib/postgresql';

/** The folder of the newest Debian package's programs, if there is one. */
export async function postgresPrograms(): Promise<string | undefined> {
  const found = (await readdir(versions).catch(() => [])).sort((a, b) => Number(b) - Number(a))[0];
  return found === undefined ? undefined : join(versions, found, 'bin');
}

/** A Postgres server of the suite's own, which it may stop and start as it likes. Flushing to the disk is off: processes are killed here, no machine loses its power. */
export class PrivatePostgres {
  #databases = 0;

  private constructor(
    private readonly programs: string,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(): Promise<PrivatePostgres> {
    const programs = await postgresPrograms();
    if (programs === undefined) throw new Error(`there is no Postgres in ${versions}`);
    const folder = await mkdtemp(join(tmpdir(), 'foretrace-postgres-'));
    await chmod(folder, 0o755);
    for (const name of ['data', 'socket']) {
      await mkdir(join(folder, name));
      if (isRoot()) await chown(join(folder, name), ...(await idsOf('postgres')));
    }
    const postgres = new PrivatePostgres(programs, folder, await freePort());
    process.once('exit', () => postgres.#end());
    await postgres.#run('initdb', '-D', join(folder, 'data'), '-U', 'foretrace', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync');
    await postgres.startAgain();
    return postgres;
  }

  /** An empty database; the answer is its address. */
  async createDatabase(): Promise<string> {
    const name = `crash_${++this.#databases}`;
    await query(this.#urlOf('postgres'), `CREATE DATABASE ${name}`);
    return this.#urlOf(name);
  }

  async startAgain(): Promise<void> {
    const options = `-p ${this.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${join(this.folder, 'socket')} -c fsync=off -c max_connections=120`;
    await this.#run('pg_ctl', '-D', join(this.folder, 'data'), '-w', '-t', '120', '-l', join(this.folder, 'data', 'log'), '-o', options, 'start');
  }

  /** `fast` breaks off every session in order; `immediate` is what a crash of the server is like. */
  async stop(mode: 'fast' | 'immediate'): Promise<void> {
    await this.#run('pg_ctl', '-D', join(this.folder, 'data'), '-w', '-t', '120', '-m', mode, 'stop');
  }

  /** Lines of the server's log that hold `text`. */
  async logged(text: string): Promise<string[]> {
    return (await readFile(join(this.folder, 'data', 'log'), 'utf8')).split('\n').filter((line) => line.includes(text));
  }

  async discard(): Promise<void> {
    await this.stop('immediate').catch(() => undefined);
    await rm(this.folder, { recursive: true, force: true });
  }

  /** No server outlives the suite, however that ends. It runs apart, so that it must be ended by its number. */
  #end(): void {
    try {
      process.kill(Number(readFileSync(join(this.folder, 'data', 'postmaster.pid'), 'utf8').split('\n', 1)[0]), 'SIGQUIT');
    } catch {
      // It has ended.
    }
  }

  #urlOf(database: string): string {
    return `postgres://foretrace@127.0.0.1:${this.port}/${database}`;
  }

  /** Postgres refuses to run as root. */
  async #run(program: string, ...args: readonly string[]): Promise<void> {
    const path = join(this.programs, program);
    const command: [string, readonly string[]] = isRoot() ? ['runuser', ['-u', 'postgres', '--', path, ...args]] : [path, args];
    // pg_ctl hands its output on to the server, which would hold a pipe open for as long as it runs.
    await run('sh', ['-c', 'exec "$@" >/dev/null 2>&1', 'sh', command[0], ...command[1]], { cwd: this.folder });
  }
}

/** The rows of one statement on a connection of its own. */
export async function query<T extends object>(url: string, statement: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(statement)).rows;
  } finally {
    await client.end();
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

async function idsOf(user: string): Promise<[number, number]> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (option) => Number((await run('id', [option, user])).stdout)));
  return [uid ?? 0, gid ?? 0];
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
