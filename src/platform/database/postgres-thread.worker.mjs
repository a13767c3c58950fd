// The thread in which the embedded database runs: answers what postgres-thread.ts asks, one thing after another.
import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

/**
 * What is asked.
 *
 * @typedef {{ readonly id: number, readonly wire: Uint8Array } | { readonly id: number, readonly copy: string, readonly rows: string } | { readonly id: number, readonly close: true }} Question
 */

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const data = /** @type {unknown} */ (workerData);
const { template, ...options } = /** @type {import('./postgres-thread.js').ThreadData} */ (data);

const pglite = await PGlite.create({ ...options, ...(template !== undefined && { loadDataDir: new Blob([await readFile(template)]) }) });
let last = Promise.resolve();
port.on('message', (/** @type {Question} */ question) => {
  last = last.then(() => answer(question));
});
port.postMessage({ id: 0 });

/** @param {Question} question */
async function answer(question) {
  try {
    const wire = await act(question);
    port.postMessage({ id: question.id, wire }, wire === undefined ? [] : [wire.buffer]);
    if ('close' in question) port.close();
  } catch (error) {
    const { name, message, stack, ...fields } = /** @type {Error} */ (error);
    port.postMessage({ id: question.id, error: { ...fields, name, message, stack } });
  }
}

/** @param {Question} question @returns {Promise<Uint8Array<ArrayBuffer> | undefined>} */
async function act(question) {
  if ('wire' in question) return exchange(question.wire);
  if ('copy' in question) await pglite.query(question.copy, [], { blob: new Blob([question.rows]) });
  else await pglite.close();
  return undefined;
}

/**
 * Past PGlite's own reading of what is answered, which would keep all of it until the next copy.
 *
 * @param {Uint8Array} wire
 */
async function exchange(wire) {
  /** @type {Uint8Array[]} */ const parts = [];
  // A part lies in the memory of the database, where the next is written.
  await pglite.execProtocolRawStream(wire, { onRawData: (part) => void parts.push(part.slice()) });
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
