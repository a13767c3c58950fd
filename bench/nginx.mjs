import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Requests that are on their way at once. */
const batch = 200;

/**
 * Asks a real nginx on loopback, of one worker and over one connection, and gives its answers and the milliseconds that they took; undefined where none is installed.
 *
 * @param {string} servers the `server` blocks, with `listen` left out
 * @param {readonly { readonly host: string, readonly path: string }[]} requests
 * @returns {Promise<{ milliseconds: number, bodies: string[] } | undefined>}
 */
export async function askNginx(servers, requests) {
  if (spawnSync('nginx', ['-v']).error !== undefined) return undefined;
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), 'bench-nginx-'));
  const listening = servers.replaceAll('server {', `server { listen 127.0.0.1:${port};`);
  writeFileSync(join(home, 'nginx.conf'), `daemon off; worker_processes 1; pid ${home}/pid; error_log ${home}/error.log; events {} http { access_log off; keepalive_requests 10000000; server_names_hash_max_size 65536; server_names_hash_bucket_size 128; ${listening} }`);
  const nginx = spawn('nginx', ['-p', home, '-c', join(home, 'nginx.conf')], { stdio: 'ignore' });
  try {
    await untilOpen(port);
    await exchange(port, requests.slice(0, 1000));
    const begun = performance.now();
    const bodies = await exchange(port, requests);
    return { milliseconds: performance.now() - begun, bodies };
  } finally {
    nginx.kill('SIGTERM');
    if (nginx.exitCode === null) await once(nginx, 'exit');
    rmSync(home, { recursive: true, force: true });
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/** @param {number} port */
async function untilOpen(port) {
  for (let attempt = 0; attempt < 200; attempt++) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await /** @type {Promise<boolean>} */ (new Promise((resolve) => socket.once('connect', () => resolve(true)).once('error', () => resolve(false))));
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nginx did not listen');
}

/** Pipelined; every body is one line. @param {number} port @param {readonly { readonly host: string, readonly path: string }[]} requests @returns {Promise<string[]>} */
async function exchange(port, requests) {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  /** @type {string[]} */
  const bodies = [];
  let [sent, rest] = [0, ''];
  const send = () => {
    const next = requests.slice(sent, sent + batch);
    sent += next.length;
    socket.write(next.map(({ host, path }) => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`).join(''));
  };
  send();
  for await (const chunk of socket) {
    rest += /** @type {string} */ (chunk);
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('body ')) bodies.push(line.slice(5));
    if (bodies.length >= requests.length) break;
    if (bodies.length >= sent) send();
  }
  socket.destroy();
  if (bodies.length !== requests.length) throw new Error(`nginx answered ${bodies.length} of ${requests.length} requests`);
  return bodies;
}
