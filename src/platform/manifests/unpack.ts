import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { InputError } from '../../core/errors.js';
import { sliceBytes, type Budget } from './budget.js';
import type { Bytes } from './bytes.js';
import { unreadable } from './unreadable.js';

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
    if (isZlibError(error)) throw unreadable(file, `is broken gzip after ${unpacked} unpacked bytes: ${error.message}`);
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

/** Calls `visit` for each member of a tar archive, in their order. What `visit` leaves unread is passed over. */
export async function untar(source: Bytes, file: string | undefined, visit: (member: Member) => Promise<void>): Promise<void> {
  const archive = extract();
  let broken: Error | undefined;
  const watched = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* source;
    } catch (error) {
      broken = asError(error);
      throw error;
    }
  };
  const fed = pipeline(Readable.from(watched()), archive);
  fed.catch(() => undefined);
  const told = (error: unknown): Error => broken ?? (error instanceof InputError ? error : unreadable(file, `is a broken tar archive: ${String(error)}`));
  const entries = archive[Symbol.asyncIterator]();
  for (;;) {
    const next = await entries.next().catch((error: unknown) => {
      throw told(error);
    });
    if (next.done === true) return;
    const entry = next.value;
    const bytes = async function* (): AsyncGenerator<Uint8Array> {
      try {
        yield* entry as AsyncIterable<Uint8Array>;
      } catch (error) {
        broken = told(error);
        throw broken;
      }
    };
    await visit({ name: entry.header.name, type: entry.header.type, bytes: bytes() });
    if (broken !== undefined) throw broken;
    entry.resume();
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
