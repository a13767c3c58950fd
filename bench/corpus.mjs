import { closeSync, createReadStream, existsSync, mkdirSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { cluster, sizeOf } from './generate.mjs';

/**
 * Items as text in one file, each followed by a comma and a line feed, so that any run of them is read at once.
 *
 * @typedef {object} ItemFile
 * @property {string} path
 * @property {readonly number[]} offsets of each item in bytes, and the end
 *
 * @typedef {object} ListFile
 * @property {string} kind
 * @property {string} plural
 * @property {string} group
 * @property {string} version
 * @property {boolean} namespaced
 * @property {ItemFile} items
 *
 * @typedef {object} Lists
 * @property {string} resourceVersion
 * @property {number} bytes
 * @property {readonly ListFile[]} lists
 */

/** What the API server of a generated cluster would answer, on disk: the path of its index. @type {(folder: string, podCount: number, epoch: number, changing?: number) => string} */
export function writeLists(folder, podCount, epoch, changing = podCount / 100) {
  const home = join(folder, `lists-${podCount}-${epoch}-${epoch === 0 ? 0 : changing}`);
  const index = join(home, 'index.json');
  if (existsSync(index)) return index;
  mkdirSync(home, { recursive: true });
  const { kinds, resourceVersion } = cluster({ ...sizeOf(podCount), epoch, changing });
  const lists = kinds.map(({ items, ...about }) => {
    const writer = new ItemWriter(join(home, `${about.plural}.json`));
    for (const item of items()) writer.write(JSON.stringify(item));
    return { ...about, items: writer.close() };
  });
  const bytes = lists.reduce((sum, { items }) => sum + (items.offsets.at(-1) ?? 0), 0);
  writeFileSync(index, JSON.stringify({ resourceVersion, bytes, lists }));
  return index;
}

/** A generated cluster in one List, as `kubectl get -A -o json` prints it, but for the indentation. With the place of each item. @type {(folder: string, podCount: number, epoch: number) => ItemFile} */
export function writeDump(folder, podCount, epoch) {
  const path = join(folder, `dump-${podCount}-${epoch}.json`);
  const index = `${path}.index`;
  if (existsSync(index)) return /** @type {ItemFile} */ (readJson(index));
  mkdirSync(folder, { recursive: true });
  const writer = new ItemWriter(path, '{"apiVersion":"v1","items":[\n');
  for (const { kind, group, version, items } of cluster({ ...sizeOf(podCount), epoch }).kinds) {
    const apiVersion = group === '' ? version : `${group}/${version}`;
    for (const item of items()) writer.write(JSON.stringify({ apiVersion, kind, ...item }));
  }
  const dump = writer.close('\n],"kind":"List","metadata":{"resourceVersion":""}}\n');
  writeFileSync(index, JSON.stringify(dump));
  return dump;
}

/** The text of the items from `first` until before `end`, parted by commas. @type {(descriptor: number, offsets: readonly number[], first: number, end: number) => Buffer} */
export function readItems(descriptor, offsets, first, end) {
  const from = offsets[first] ?? 0;
  const bytes = Buffer.allocUnsafe(Math.max(0, (offsets[end] ?? from) - from - separator.length));
  readSync(descriptor, bytes, 0, bytes.length, from);
  return bytes;
}

/** The bytes of a file as they come, for an upload. @type {(path: string) => import('node:fs').ReadStream} */
export const streamOf = (path) => createReadStream(path, { highWaterMark: 1 << 22 });

/** @type {(path: string) => unknown} */
export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

const separator = ',\n';

class ItemWriter {
  /** @type {number[]} */ #offsets = [];
  #pending = '';
  #position = 0;
  #descriptor;

  /** @param {string} path @param {string} head */
  constructor(path, head = '') {
    this.path = path;
    this.#descriptor = openSync(path, 'w');
    this.#append(head);
  }

  /** @param {string} text of an item; ASCII, so that its length is its bytes */
  write(text) {
    if (this.#offsets.length > 0) this.#append(separator);
    this.#offsets.push(this.#position);
    this.#append(text);
  }

  /** @param {string} tail @returns {ItemFile} */
  close(tail = '') {
    const end = this.#position + separator.length;
    this.#append(tail);
    this.#flush();
    closeSync(this.#descriptor);
    return { path: this.path, offsets: [...this.#offsets, end] };
  }

  /** @param {string} text */
  #append(text) {
    this.#pending += text;
    this.#position += text.length;
    if (this.#pending.length > 1 << 20) this.#flush();
  }

  #flush() {
    writeSync(this.#descriptor, this.#pending, null, 'latin1');
    this.#pending = '';
  }
}
