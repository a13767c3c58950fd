import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
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

async function writeFile(path: string, body: Readable, maxBytes: number): Promise<{ bytes: number; sha256: string }> {
  const file = await open(path, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of chunksOf(body)) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    if (bytes === 0) throw new InputError('invalid-body', 'the body is empty; send what is to be imported');
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

function tooLarge(maxBytes: number): InputError {
  return new InputError('too-large', `the upload is larger than ${maxBytes} bytes (IMPORT_MAX_BYTES)`);
}
