// Calls every place that stdin names, [{ ip, port, protocol }], and prints what came of each: what the other end said, "refused" or "silent".
import { createSocket } from 'node:dgram';
import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';

/** Milliseconds without an answer after which nobody answers: all of it happens on one machine. */
const patience = 2500;
const atOnce = 40;

const calls = JSON.parse(await text(process.stdin));
const outcomes = [];
let next = 0;
await Promise.all(Array.from({ length: atOnce }, async () => {
  while (next < calls.length) {
    const index = next++;
    outcomes[index] = await (calls[index].protocol === 'UDP' ? byUdp : byTcp)(calls[index]);
  }
}));
process.stdout.write(JSON.stringify(outcomes));
process.exit();

function outcomeOf(error) {
  return error.code === 'ECONNREFUSED' ? 'refused' : error.code;
}

function byTcp({ ip, port }) {
  return new Promise((resolve) => {
    const socket = createConnection({ host: ip, port });
    const timer = setTimeout(() => socket.destroy() && resolve('silent'), patience);
    let said = '';
    socket.on('data', (chunk) => (said += chunk));
    socket.on('end', () => (clearTimeout(timer), socket.destroy(), resolve(JSON.parse(said))));
    socket.on('error', (error) => (clearTimeout(timer), resolve(outcomeOf(error))));
  });
}

function byUdp({ ip, port }) {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const done = (outcome) => (clearTimeout(timer), socket.close(), resolve(outcome));
    const timer = setTimeout(() => done('silent'), patience);
    socket.on('message', (message) => done(JSON.parse(message)));
    socket.on('error', (error) => done(outcomeOf(error)));
    socket.connect(port, ip, () => socket.send('?'));
  });
}
