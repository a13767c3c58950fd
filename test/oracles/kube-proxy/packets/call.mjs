// Calls every place that stdin names, [{ ip, port, protocol }], and prints what came of each: what the other end said, "refused" or "silent".
import { createSocket } from 'node:dgram';
import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';

/** Milliseconds without an answer after which nobody answers: all of it happens on one machine. */
const patience = 2500;
const atOnce = 40;

/** @typedef {{ ip: string, port: number, protocol: string }} Call */

/** @type {unknown} */
const question = JSON.parse(await text(process.stdin));
const calls = /** @type {Call[]} */ (question);
/** @type {unknown[]} */
const outcomes = [];
let next = 0;
await Promise.all(Array.from({ length: atOnce }, async () => {
  for (let index = next++; index < calls.length; index = next++) {
    const call = /** @type {Call} */ (calls[index]);
    outcomes[index] = await (call.protocol === 'UDP' ? byUdp(call) : byTcp(call));
  }
}));
process.stdout.write(JSON.stringify(outcomes), () => process.exit());

/** @param {NodeJS.ErrnoException} error */
function outcomeOf({ code }) {
  return code === 'ECONNREFUSED' ? 'refused' : code;
}

/** @param {Call} call @returns {Promise<unknown>} */
function byTcp({ ip, port }) {
  return new Promise((resolve) => {
    const socket = createConnection({ host: ip, port });
    let said = '';
    const timer = setTimeout(() => done('silent'), patience);
    const done = (/** @type {unknown} */ outcome) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    socket.on('data', (chunk) => (said += chunk.toString()));
    socket.on('end', () => done(JSON.parse(said)));
    socket.on('error', (error) => done(outcomeOf(error)));
  });
}

/** @param {Call} call @returns {Promise<unknown>} */
function byUdp({ ip, port }) {
  return new Promise((resolve) => {
    const socket = createSocket(ip.includes(':') ? 'udp6' : 'udp4');
    const timer = setTimeout(() => done('silent'), patience);
    let isDone = false;
    const done = (/** @type {unknown} */ outcome) => {
      if (isDone) return;
      isDone = true;
      clearTimeout(timer);
      socket.close();
      resolve(outcome);
    };
    socket.on('message', (message) => done(JSON.parse(message.toString())));
    socket.on('error', (error) => done(outcomeOf(error)));
    socket.connect(port, ip, () => socket.send('?'));
  });
}
