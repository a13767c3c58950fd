// Asks a service as the platforms of chat do, by turns, at a steady pace and without waiting for the answer before: node bench/chat-probe.mjs.
// Prints what the service has to be told, is sent {url, lines}, and tells what it saw when it is sent 'enough'.
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { patientPlatforms, platformEnvironment, teams } from './platforms.mjs';

const pace = 100;
/** One request in so many is of Teams, which has to wait for seconds. */
const teamsEvery = 20;
const agent = new Agent({ keepAlive: true });

/** Where the answers go that follow. */
let followed = 0;
const receiver = createServer((incoming, outgoing) => {
  incoming.resume().once('end', () => {
    followed++;
    outgoing.end();
  });
}).listen(0, '127.0.0.1');
await once(receiver, 'listening');
const address = receiver.address();
const receiverUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
const platforms = patientPlatforms(receiverUrl);
process.stdout.write(`${JSON.stringify({ ...platformEnvironment(receiverUrl), BENCH_RECEIVER: receiverUrl })}\n`);

const order = /** @type {{ url: string, lines: readonly string[] }} */ (await new Promise((resolve) => void process.once('message', resolve)));

/** @type {Map<string, { readonly putOff: number[], readonly answered: number[] }>} */
const seen = new Map([...platforms, teams].map(({ name }) => [name, { putOff: [], answered: [] }]));
/** @type {string[]} */ const failures = [];
/** @type {Set<Promise<void>>} */ const waiting = new Set();
let serial = 0;

const timer = setInterval(() => {
  serial++;
  const platform = serial % teamsEvery === 0 ? teams : platforms[serial % platforms.length];
  const line = order.lines[serial % order.lines.length];
  if (platform === undefined || line === undefined) return;
  const asked = ask(platform, line).catch((/** @type {unknown} */ error) => void failures.push(String(error)));
  waiting.add(asked);
  void asked.then(() => waiting.delete(asked));
}, pace);

await once(process, 'message');
clearInterval(timer);
await Promise.all(waiting);
process.send?.({ seen: [...seen].map(([name, { putOff, answered }]) => ({ name, putOff, answered })), failures, followed, count: serial }, () => process.exit());

/** @type {(platform: import('./platforms.mjs').Platform, line: string) => Promise<void>} */
async function ask(platform, line) {
  const { path, headers, body } = platform.ask(line, serial);
  const begun = performance.now();
  const out = request(new URL(path, order.url), { method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) }, agent }).end(body);
  /** @type {import('node:http').IncomingMessage} */
  const response = await new Promise((resolve, reject) => void out.once('response', resolve).once('error', reject));
  let answer = '';
  for await (const chunk of response.setEncoding('utf8')) answer += String(chunk);
  const milliseconds = performance.now() - begun;
  if (response.statusCode !== 200) failures.push(`${platform.name}: ${response.statusCode} ${answer.slice(0, 300)}`);
  else seen.get(platform.name)?.[platform.isPutOff(answer) ? 'putOff' : 'answered'].push(milliseconds);
}
