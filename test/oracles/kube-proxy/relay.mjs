// Carries TCP over a Unix socket between two network namespaces: which neither addresses nor rules do.
//   node relay.mjs out <socket> <port>   listens at the socket, connects to the port of its loopback
//   node relay.mjs in <socket> <port>    listens at the port of its loopback, connects to the socket
import { createConnection, createServer } from 'node:net';

const [direction, path = '', port] = process.argv.slice(2);
const loopback = { host: '127.0.0.1', port: Number(port) };
const isOut = direction === 'out';

createServer({ allowHalfOpen: true }, (client) => {
  const server = createConnection(isOut ? { ...loopback, allowHalfOpen: true } : { path, allowHalfOpen: true });
  client.pipe(server).pipe(client);
  client.on('error', () => server.destroy());
  server.on('error', () => client.destroy());
}).listen(isOut ? { path } : loopback);
