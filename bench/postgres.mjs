import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);
const installed = '/usr/lib/postgresql';

/** A server of our own, from Debian's binaries, with the settings that it comes with. It is gone with the bench. */
export class PrivateServer {
  /** @param {string} url @param {import('node:child_process').ChildProcess} child @param {string} folder */
  constructor(url, child, folder) {
    this.url = url;
    this.child = child;
    this.folder = folder;
  }

  /** Undefined where there are no binaries. @returns {Promise<PrivateServer | undefined>} */
  static async start() {
    const bin = newest();
    if (bin === undefined) return undefined;
    // Not under the cache: the server's user must be able to pass through every folder above.
    const folder = mkdtempSync(join(tmpdir(), 'foretrace-bench-pg-'));
    const data = join(folder, 'data');
    const user = await ownUser();
    chmodSync(folder, 0o755);
    mkdirSync(data);
    if (user !== undefined) for (const path of [folder, data]) chownSync(path, user.uid, user.gid);
    await run(join(bin, 'initdb'), ['-D', data, '-U', 'foretrace', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8'], { ...user, cwd: folder });
    const port = await freePort();
    const options = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`];
    const child = spawn(join(bin, 'postgres'), options, { ...user, cwd: folder, stdio: 'ignore' });
    const server = new PrivateServer(`postgres://foretrace@127.0.0.1:${port}/postgres`, child, folder);
    await server.#ready();
    return server;
  }

  async #ready() {
    for (let attempt = 0; attempt < 100; attempt++) {
      if (this.child.exitCode !== null) break;
      const client = new pg.Client({ connectionString: this.url });
      const reached = await client.connect().then(() => true, () => false);
      if (reached) return client.end();
      await setTimeout(100);
    }
    await this.stop();
    throw new Error('the private PostgreSQL server did not start');
  }

  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGINT');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** @returns {string | undefined} */
function newest() {
  const versions = existsSync(installed) ? readdirSync(installed).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(installed, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

/** A server refuses to run as root; Debian's packages make a user for it. */
async function ownUser() {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = async (/** @type {string} */ option) => Number((await run('id', [option, 'postgres'])).stdout);
  return { uid: await idOf('-u'), gid: await idOf('-g') };
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
