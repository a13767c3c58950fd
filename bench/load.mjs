// Requests per second that are answered, on ten connections, once it has warmed up: node bench/load.mjs <url> [<If-None-Match>]. Prints {"average"}.
import { createRequire } from 'node:module';

/** @typedef {(options: { url: string, headers: Record<string, string>, connections: number, duration: number }) => Promise<{ requests: { average: number }, '2xx': number, '3xx': number, errors: number }>} Autocannon */

/** It has no types of its own. @type {unknown} */
const untyped = createRequire(import.meta.url)('autocannon');
const autocannon = /** @type {Autocannon} */ (untyped);

const [, , url = '', tag = ''] = process.argv;
const asked = { url, headers: /** @type {Record<string, string>} */ (tag === '' ? {} : { 'if-none-match': tag }), connections: 10 };
await autocannon({ ...asked, duration: 2 });
const { requests, errors, '2xx': answered, '3xx': unchanged } = await autocannon({ ...asked, duration: 5 });
if (errors > 0 || (tag === '' ? answered : unchanged) === 0) throw new Error(`${url} failed under load: ${errors} errors, ${answered} answered, ${unchanged} unchanged`);
process.stdout.write(`${JSON.stringify(requests)}\n`);
