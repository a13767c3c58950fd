// Answers at every address and port that stdin names, over TCP and UDP: with its own address and that of the caller, as this end sees them. Prints "listening" when it does.
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';

/** @type {unknown} */
const question = JSON.parse(await text(process.stdin));
const { addresses, ports } = /** @type {{ addresses: string[], ports: number[] }} */ (question);

/** @param {string} address @param {number} port @returns {Promise<void>} */
const overTcp = (address, port) => new Promise((resolve) => {
  createServer((socket) => socket.on('error', () => undefined).end(JSON.stringify({ by: address, source: socket.remoteAddress }))).listen(port, address, () => resolve());
});

/** @param {string} address @param {number} port @returns {Promise<void>} */
const overUdp = (address, port) => new Promise((resolve) => {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', (_, caller) => socket.send(JSON.stringify({ by: address, source: caller.address }), caller.port, caller.address));
  socket.bind(port, address, () => resolve());
});

await Promise.all(addresses.flatMap((address) => ports.flatMap((port) => [overTcp(address, port), overUdp(address, port)])));
process.stdout.write('listening\n');
