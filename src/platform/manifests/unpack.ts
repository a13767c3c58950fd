import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { sliceBytes, type Budget } from './budget.js';
import type { Bytes } from './bytes.js';
import { UnreadableFile } from './unreadable.js';

/** The bytes of a gzip file (of each of its members, RFC 1952 §2.2), counted against the budget. */
export async function* gunzip(source: Bytes, budget: Budget, file: string | undefined): AsyncGenerator<Uint8Array> {
  const label = file ?? 'the upload';
  let packed = 0;
  let unpacked = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      packed += chunk.length;
      yield chunk;
    }
  };
  const inflater = createGunzip({ chunkSize: sliceBytes });
  const fed = pipeline(Readable.from(counted()), inflater);
  fed.catch(() => undefined);
  try {
    for await (const chunk of inflater as AsyncIterable<Buffer>) {
      unpacked += chunk.length;
      budget.spendBytes(chunk.length, label);
      budget.checkRatio(unpacked, packed, label);
      yield chunk;
    }
  } catch (error) {
    if (isZlibError(error)) throw new UnreadableFile(file, `is broken gzip after ${unpacked} unpacked bytes: ${error.message}`);
    throw error;
  }
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}

/** One file of an archive. The name is a label and nothing else: it is shown and read, never opened. */
export interface Member {
  readonly name: string;
  readonly type: Header['type'];
  readonly bytes: Bytes;
}

/**
 * Calls `visit` for each member of a tar archive, in their order. What `visit` leaves unread is passed over.
 *
 * @throws what `visit` and `source` throw; InputError 'unreadable-upload' where the archive itself is broken or cut short
 */
export async function untar(source: Bytes, file: string | undefined, visit: (member: Member) => Promise<void>): Promise<void> {
  const archive = extract();
  let sourceError: unknown;
  const watched = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* source;
    } catch (error) {
      sourceError = error;
      throw error;
    }
  };
  const orFault = async <T>(step: Promise<T>): Promise<T> => {
    try {
      return await step;
    } catch (error) {
      if (error === sourceError) throw error;
      throw new UnreadableFile(file, `is a broken tar archive: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  pipeline(Readable.from(watched()), archive).catch(() => undefined);
  const entries = archive[Symbol.asyncIterator]();
  try {
    for (let entry = await orFault(entries.next()); entry.done !== true; entry = await orFault(entries.next())) {
      const iterator = entry.value[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
      const next = (): Promise<IteratorResult<Uint8Array, undefined>> => orFault(iterator.next());
      // Without a `return`: a reader that stops early would otherwise end the entry, and tar-stream the archive with it.
      await visit({ name: entry.value.header.name, type: entry.value.header.type, bytes: { [Symbol.asyncIterator]: () => ({ next }) } });
      while ((await next()).done !== true);
    }
  } finally {
    archive.destroy();
  }
}
