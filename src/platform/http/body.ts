import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InputError, type Fault } from '../../core/errors.js';
import type { RawBodyRouteConfig } from './raw-body.decorator.js';
import type { UploadRouteConfig } from './upload.decorators.js';

const MAX_DEPTH = 100;

/** Makes `instance` take JSON bodies of up to `maxBytes`, and hand the body of a route that takes uploads over unread. All else is refused. */
export function takeBodies(instance: FastifyInstance, maxBytes: number): void {
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('application/json', async (request: FastifyRequest, body: Readable) => {
    if (isRaw(request)) return readBounded(body, maxBytes, request.headers['content-length']);
    const uploads = uploadsOf(request);
    if (request.is404 || uploads?.includes('application/json')) return body;
    if (uploads !== undefined) throw refusal(request, uploads);
    requireIdentity(request);
    return parseJson(await readBounded(body, maxBytes, request.headers['content-length']));
  });
  instance.addContentTypeParser('*', async (request: FastifyRequest, body: Readable) => {
    if (isRaw(request)) return readBounded(body, maxBytes, request.headers['content-length']);
    const uploads = uploadsOf(request);
    if (request.is404 || uploads?.includes(mediaTypeOf(request))) return body;
    throw refusal(request, uploads ?? ['application/json']);
  });
}

function isRaw(request: FastifyRequest): boolean {
  return !request.is404 && (request.routeOptions.config as Partial<RawBodyRouteConfig>).rawBody === true;
}

function uploadsOf(request: FastifyRequest): readonly string[] | undefined {
  return (request.routeOptions.config as Partial<UploadRouteConfig>).uploads;
}

/** The media type of the body, lower case, without parameters; '' where the request names none. */
export function mediaTypeOf(request: FastifyRequest): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function refusal(request: FastifyRequest, taken: readonly string[]): InputError {
  const found = mediaTypeOf(request);
  return new InputError('unsupported-media-type', `the body must be ${taken.join(', ')}; ${found === '' ? 'the request names no Content-Type' : `this is ${found}`}`);
}

function requireIdentity(request: FastifyRequest): void {
  const encoding = request.headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return;
  throw new InputError('unsupported-media-type', `the body must come without Content-Encoding; this is ${encoding}`);
}

async function readBounded(body: Readable, maxBytes: number, announced: string | undefined): Promise<Buffer> {
  if (Number(announced) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(body)) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(maxBytes: number): InputError {
  return new InputError('too-large', `the body is larger than ${maxBytes} bytes (BODY_MAX_BYTES)`);
}

/** The chunks of a request's body. Leaving the loop early keeps the connection, so that the caller can still be answered. */
export async function* chunksOf(body: Readable): AsyncGenerator<Buffer, void, undefined> {
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
  } catch {
    throw new InputError('invalid-body', 'the body broke off before its end');
  }
}

/**
 * The JSON value of a body; undefined where it is empty.
 *
 * @throws InputError `invalid-body` for what is no JSON in UTF-8, and for keys and characters that nothing can store; `too-large` where it is nested too deep
 */
export function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new InputError('invalid-body', `the body is not JSON in UTF-8: ${error instanceof Error ? error.message : String(error)}`);
  }
  refuseDangers(value);
  return value;
}

/** Names by which JavaScript reaches an object's class. class-transformer takes a field `constructor` for a class to call. */
const reservedNames = new Set(['__proto__', 'constructor']);

/** Walks without recursion, as the depth is not known to be safe yet. */
function refuseDangers(root: unknown): void {
  const open: { value: unknown; pointer: string; depth: number }[] = [{ value: root, pointer: '', depth: 0 }];
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    const { value, pointer, depth } = entry;
    if (typeof value === 'string' && value.includes('\0')) throw danger({ pointer, detail: 'holds the character U+0000, which cannot be stored' });
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= MAX_DEPTH) throw new InputError('too-large', `the body is nested deeper than ${MAX_DEPTH} levels`);
    for (const [key, child] of Object.entries(value)) {
      const at = `${pointer}/${escapePointer(key)}`;
      if (reservedNames.has(key) || key.includes('\0')) throw danger({ pointer: at, detail: 'is a name that is not taken anywhere' });
      open.push({ value: child, pointer: at, depth: depth + 1 });
    }
  }
}

function danger(fault: Fault): InputError {
  return new InputError('invalid-body', `${fault.pointer} ${fault.detail}`, [fault]);
}

/** One step of a JSON pointer. Source: RFC 6901 section 3. */
export function escapePointer(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}
