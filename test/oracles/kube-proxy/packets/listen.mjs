// Answers on every port that stdin names, over TCP and UDP: with its own address and that of the caller, as this end sees them. Prints "listening" when it does.
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';

/** @type {unknown} */
const question = JSON.parse(await text(process.stdin));
const { address, ports } = /** @type {{ address: string, ports: number[] }} */ (question);

/** @param {number} port @returns {Promise<void>} */
const overTcp = (port) => new Promise((resolve) => {
  createServer((socket) => socket.on('error', () => undefined).end(JSON.stringify({ by: address, source: socket.remoteAddress }))).listen(port, address, () => resolve());
});

/** @param {number} port @returns {Promise<void>} */
const overUdp = (port) => new Promise((resolve) => {
  const socket = createSocket('udp4');
  socket.on('message', (_, caller) => socket.send(JSON.stringify({ by: address, source: caller.address }), caller.port, caller.address));
  socket.bind(port, address, () => resolve());
});

await Promise.all(ports.flatMap((port) => [overTcp(port), overUdp(port)]));
process.stdout.write('listening\n');
