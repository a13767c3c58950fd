import { createRequire } from 'node:module';

/** @typedef {(options: { url: string, headers: Record<string, string>, connections: number, duration: number }) => Promise<{ requests: { average: number }, non2xx: number, '2xx': number, '3xx': number, errors: number }>} Autocannon */

/** It has no types of its own. @type {unknown} */
const untyped = createRequire(import.meta.url)('autocannon');
const autocannon = /** @type {Autocannon} */ (untyped);
const connections = 10;

/** Requests per second that are answered, on ten connections, once it has warmed up. @type {(url: string, headers?: Record<string, string>) => Promise<number>} */
export async function requestsPerSecond(url, headers = {}) {
  await autocannon({ url, headers, connections, duration: 2 });
  const { requests, errors, '2xx': answered, '3xx': unchanged } = await autocannon({ url, headers, connections, duration: 5 });
  if (errors > 0 || answered + unchanged === 0) throw new Error(`${url} failed under load: ${errors} errors`);
  return requests.average;
}
