// Carries TCP over a Unix socket between two network namespaces: which neither addresses nor rules do.
//   node relay.mjs out <socket> <port>   listens at the socket, connects to the port of its loopback
//   node relay.mjs in <socket> <port>    listens at the port of its loopback, connects to the socket
import { createConnection, createServer } from 'node:net';

const [direction, socket, port] = process.argv.slice(2);
const [near, far] = direction === 'out' ? [{ path: socket }, { host: '127.0.0.1', port: Number(port) }] : [{ host: '127.0.0.1', port: Number(port) }, { path: socket }];

createServer({ allowHalfOpen: true }, (client) => {
  const server = createConnection({ ...far, allowHalfOpen: true });
  client.pipe(server).pipe(client);
  for (const [one, other] of [[client, server], [server, client]]) one.on('error', () => other.destroy());
}).listen(near);
