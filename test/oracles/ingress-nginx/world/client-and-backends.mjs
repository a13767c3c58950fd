// The clients and the backends of a network namespace of which every address is its own. Reads lists of requests, one JSON line each, and answers each with a JSON line.
//   node client-and-backends.mjs <port of a backend>... [tls:<port>:<certificate>:<key>]
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { connect as connectTls } from 'node:tls';

/** Tells who answers and what it was asked; `x-answer` tells the backend with which status. */
function answer(request, response) {
  const { 'x-answer': wanted, host, 'x-code': code } = request.headers;
  response.writeHead(wanted === undefined ? 200 : Number(wanted), { 'content-type': 'application/json' });
  response.end(JSON.stringify({ by: `${request.socket.localAddress}:${request.socket.localPort}`, path: request.url, host, ...(code !== undefined && { code }) }));
}

for (const each of process.argv.slice(2)) {
  const [kind, port, certificate, key] = each.split(':');
  if (kind === 'tls') createTlsServer({ cert: readFileSync(certificate), key: readFileSync(key) }, answer).listen(Number(port), '0.0.0.0');
  else createServer(answer).listen(Number(kind), '0.0.0.0');
}

/** One request over a connection of its own, written as it stands. */
function ask({ tls, sni, from = '127.0.0.1', text }) {
  return new Promise((resolve) => {
    const target = { host: '127.0.0.1', port: tls ? 443 : 80, localAddress: from };
    const said = [];
    let certificate;
    const done = (error) => resolve(error !== undefined && said.length === 0 ? { error, certificate } : { text: Buffer.concat(said).toString('latin1'), certificate });
    const socket = tls ? connectTls({ ...target, rejectUnauthorized: false, ...(sni !== undefined && { servername: sni }) }) : connect(target);
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      if (tls) certificate = socket.getPeerCertificate().subject?.CN;
      socket.write(text);
    });
    socket.setTimeout(20_000, () => socket.destroy(new Error('nothing came for 20 s')));
    socket.on('data', (chunk) => said.push(chunk));
    socket.once('error', (error) => done(error.code ?? error.message));
    socket.once('close', () => done('closed'));
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  const answers = [];
  for (const request of JSON.parse(line)) answers.push(await ask(request));
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}
process.exit(0);
