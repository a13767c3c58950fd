import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { InputError } from '../../core/errors.js';
import { chunksOf, mediaTypeOf } from './body.js';
import type { Upload } from './upload.js';

/**
 * Writes the body of `request`, whose route takes uploads, to a file of its own in `directory`.
 *
 * @param maxBytes as received
 * @throws InputError `too-large`, or `invalid-body` where there is no body or it broke off; then no file is left
 */
export async function spoolBody(request: FastifyRequest, directory: string, maxBytes: number): Promise<Omit<Upload, 'keep'>> {
  if (!(request.body instanceof Readable)) throw new InputError('invalid-body', 'the request has no body; send what is to be imported');
  if (Number(request.headers['content-length']) > maxBytes) throw tooLarge(maxBytes);
  await mkdir(directory, { recursive: true });
  const path = join(directory, randomUUID());
  try {
    return { path, contentType: mediaTypeOf(request), ...(await writeFile(path, request.body, maxBytes)) };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** Bytes that are written together, while as many come. */
const portion = 2 << 20;

async function writeFile(path: string, body: Readable, maxBytes: number): Promise<{ bytes: number; sha256: string }> {
  const file = await open(path, 'wx', 0o600);
  let writing: Promise<void> = Promise.resolve();
  try {
    const hash = createHash('sha256');
    let [bytes, held]: [number, Buffer[]] = [0, []];
    let room = portion;
    for await (const chunk of chunksOf(body)) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      hash.update(chunk);
      held.push(chunk);
      room -= chunk.length;
      if (room > 0) continue;
      await writing;
      writing = writeAll(file, held);
      // Awaited before the next portion, or below.
      writing.catch(() => undefined);
      [held, room] = [[], portion];
    }
    if (bytes === 0) throw new InputError('invalid-body', 'the body is empty; send what is to be imported');
    await writing;
    await writeAll(file, held);
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await writing.catch(() => undefined);
    await file.close();
  }
}

async function writeAll(file: FileHandle, chunks: readonly Buffer[]): Promise<void> {
  if (chunks.length === 0) return;
  const { bytesWritten } = await file.writev(chunks);
  const whole = chunks.reduce((sum, { length }) => sum + length, 0);
  if (bytesWritten < whole) await file.writeFile(Buffer.concat(chunks).subarray(bytesWritten));
}

function tooLarge(maxBytes: number): InputError {
  return new InputError('too-large', `the upload is larger than ${maxBytes} bytes (IMPORT_MAX_BYTES)`);
}
