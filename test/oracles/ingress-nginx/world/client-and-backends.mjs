// The clients and the backends of a network namespace of which every address is its own. Reads lists of requests, one JSON line each, and answers each with a JSON line.
//   node client-and-backends.mjs <port of a backend>... [tls:<port>:<certificate>:<key>]
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { TLSSocket, connect as connectTls, createServer as createTlsServer } from 'node:tls';

/**
 * Tells who answers and what it was asked, whatever that is. Requests have no body here.
 *
 * @param {import('node:net').Socket} socket
 */
function answer(socket) {
  let read = '';
  socket.on('error', () => socket.destroy());
  socket.setEncoding('latin1').on('data', (/** @type {string} */ chunk) => {
    read += chunk;
    for (let end = read.indexOf('\r\n\r\n'); end !== -1; end = read.indexOf('\r\n\r\n')) {
      socket.write(responseTo(read.slice(0, end), `${socket.localAddress}:${socket.localPort}`), 'latin1');
      read = read.slice(end + 4);
    }
  });
}

/**
 * @param {string} head the request up to its empty line
 * @param {string} by
 */
function responseTo(head, by) {
  const [line = '', ...lines] = head.split('\r\n');
  const target = line.split(' ').slice(1, -1).join(' ');
  const headers = Object.fromEntries(lines.map((each) => [each.slice(0, each.indexOf(':')).toLowerCase(), each.slice(each.indexOf(':') + 1).trim()]));
  const told = JSON.stringify({ by, path: target, host: headers['host'], ...(headers['x-code'] !== undefined && { code: headers['x-code'] }) });
  return `HTTP/1.1 200 Told\r\nX-By: ${Buffer.from(told, 'latin1').toString('base64')}\r\nContent-Length: ${told.length}\r\n\r\n${line.startsWith('HEAD ') ? '' : told}`;
}

/**
 * Speaks TLS with who begins with a handshake, and plainly with others.
 *
 * @param {import('node:tls').Server} tls
 */
function inEither(tls) {
  return (/** @type {import('node:net').Socket} */ socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (/** @type {Buffer} */ first) => {
      socket.pause().unshift(first);
      if (first[0] === 0x16) {
        tls.emit('connection', socket);
        return;
      }
      answer(socket);
      socket.resume();
    });
  };
}

for (const each of process.argv.slice(2)) {
  const [kind = '', port, certificate = '', key = ''] = each.split(':');
  if (kind === 'tls') createServer(inEither(createTlsServer({ cert: readFileSync(certificate), key: readFileSync(key) }, answer))).listen(Number(port), '0.0.0.0');
  else createServer(answer).listen(Number(kind), '0.0.0.0');
}

/**
 * One request over a connection of its own, written as it stands.
 *
 * @param {{ tls: boolean, sni?: string, from?: string, port?: number, text: string }} call
 * @returns {Promise<{ text?: string, error?: string, certificate?: string | undefined }>}
 */
function ask({ tls, sni, from = '127.0.0.1', port = tls ? 443 : 80, text }) {
  return new Promise((resolve) => {
    const target = { host: '127.0.0.1', port, localAddress: from };
    /** @type {Buffer[]} */
    const said = [];
    /** @type {string | undefined} */
    let certificate;
    const done = (/** @type {string} */ error) => resolve(said.length === 0 ? { error, certificate } : { text: Buffer.concat(said).toString('latin1'), certificate });
    const socket = tls ? connectTls({ ...target, rejectUnauthorized: false, ...(sni !== undefined && { servername: sni }) }) : connect(target);
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      if (socket instanceof TLSSocket) certificate = String(socket.getPeerCertificate().subject.CN);
      socket.write(text);
    });
    socket.setTimeout(10_000, () => socket.destroy(new Error('nothing came')));
    socket.on('data', (/** @type {Buffer} */ chunk) => {
      said.push(chunk);
      // Some servers let a client wait for the end of the connection.
      if (isWhole(Buffer.concat(said).toString('latin1'))) socket.destroy();
    });
    socket.once('error', (/** @type {NodeJS.ErrnoException} */ error) => done(error.code ?? error.message));
    socket.once('close', () => done('closed'));
  });
}

/**
 * Whether a response is there to its end, as far as its head tells.
 *
 * @param {string} text
 */
function isWhole(text) {
  const end = text.indexOf('\r\n\r\n');
  const [, length] = /^content-length: *(\d+)/im.exec(text.slice(0, Math.max(end, 0))) ?? [];
  return length !== undefined && text.length - end - 4 >= Number(length);
}

for await (const line of createInterface({ input: process.stdin })) {
  const answers = [];
  for (const request of /** @type {Parameters<typeof ask>[0][]} */ (JSON.parse(line))) answers.push(await ask(request));
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}
process.exit(0);
