// The floors of reading: node bench/bare-reading.mjs parse <index of a dump> | list <url> <index of lists> | list-and-parse <url> <index of lists>. Prints {"milliseconds"}.
import { openSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { readItems, readJson } from './corpus.mjs';

const pageSize = 500;
const [, , what = '', where = '', index = ''] = process.argv;
const begun = performance.now();
if (what === 'parse') parsePages(where);
else await listPages(where, index, what === 'list-and-parse' ? (body) => void JSON.parse(body.toString()) : () => undefined);
process.stdout.write(`${JSON.stringify({ milliseconds: performance.now() - begun })}\n`);

/** The items of a dump, a page at a time, kept no longer than that. @type {(index: string) => void} */
function parsePages(index) {
  const { path, offsets } = /** @type {import('./corpus.mjs').ItemFile} */ (readJson(index));
  const descriptor = openSync(path, 'r');
  const count = offsets.length - 1;
  for (let first = 0; first < count; first += pageSize) JSON.parse(`[${readItems(descriptor, offsets, first, Math.min(count, first + pageSize)).toString()}]`);
}

/** Every list, page after page. @type {(url: string, index: string, take: (body: Buffer) => void) => Promise<void>} */
async function listPages(url, index, take) {
  const agent = new Agent({ keepAlive: true });
  const { lists } = /** @type {import('./corpus.mjs').Lists} */ (readJson(index));
  for (const { group, version, plural, items } of lists) {
    const path = group === '' ? `/api/${version}/${plural}` : `/apis/${group}/${version}/${plural}`;
    for (let first = 0; first < items.offsets.length - 1; first += pageSize) {
      take(await fetchPage(new URL(`${path}?limit=${pageSize}${first === 0 ? '' : `&continue=${first}`}`, url), agent));
    }
  }
  agent.destroy();
}

/** @type {(url: URL, agent: Agent) => Promise<Buffer>} */
function fetchPage(url, agent) {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      /** @type {Buffer[]} */ const chunks = [];
      response.on('data', (/** @type {Buffer} */ chunk) => void chunks.push(chunk)).once('end', () => resolve(Buffer.concat(chunks)));
    }).once('error', reject);
  });
}
