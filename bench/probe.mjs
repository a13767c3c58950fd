// Asks a service whether it lives, at a steady pace and without waiting for the answer before: node bench/probe.mjs <url>. Tells what it saw when it is sent a message.
import { Agent, get } from 'node:http';

const [, , url = ''] = process.argv;
const pace = 20;
const agent = new Agent({ keepAlive: true });
/** @type {number[]} */ const waits = [];
/** @type {Set<number>} */ const waiting = new Set();

const timer = setInterval(() => {
  const begun = performance.now();
  waiting.add(begun);
  get(`${url}/livez`, { agent }, (response) => {
    response.resume().once('end', () => {
      waiting.delete(begun);
      waits.push(performance.now() - begun);
    });
  }).once('error', () => waiting.delete(begun));
}, pace);

process.once('message', () => {
  clearInterval(timer);
  const now = performance.now();
  const sorted = [...waits, ...[...waiting].map((begun) => now - begun)].sort((a, b) => a - b);
  process.send?.({ count: sorted.length, p99: sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0, max: sorted.at(-1) ?? 0 }, () => process.exit());
});
process.stdout.write('ready\n');
