import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https, { type RequestOptions } from 'node:https';
import { finished } from 'node:stream/promises';
import { createGunzip, createInflate } from 'node:zlib';

export interface ExchangeLimits {
  /** Milliseconds without a byte after which the other side is given up. */
  readonly idle: number;
  /** Milliseconds for the whole exchange. */
  readonly total: number;
  /** Bytes of a body, unpacked. */
  readonly bytes: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The network, or what is at its other end, did not keep to HTTP. The message is a sentence without a subject. */
export class BrokenExchange extends Error {
  override readonly name = 'BrokenExchange';
}

/**
 * One GET, answered whole or not at all. Follows no redirect.
 *
 * @throws BrokenExchange, a system error of the connection, or the reason of `signal`
 */
export async function exchange(url: URL, options: RequestOptions, limits: ExchangeLimits, signal: AbortSignal): Promise<Answer> {
  const expired = AbortSignal.timeout(limits.total);
  const either = AbortSignal.any([signal, expired]);
  try {
    const response = await send(url, options, limits.idle, either);
    const body = await whole(response, limits.bytes);
    return { status: response.statusCode ?? 0, headers: response.headers, body };
  } catch (error) {
    signal.throwIfAborted();
    if (expired.aborted) throw new BrokenExchange(`did not end its answer within ${limits.total / 1000} s`);
    throw error;
  }
}

function send(url: URL, options: RequestOptions, idle: number, signal: AbortSignal): Promise<IncomingMessage> {
  const { request } = url.protocol === 'http:' ? http : https;
  return new Promise((resolve, reject) => {
    const sent = request(url, { ...options, method: 'GET', signal }, resolve);
    sent.setTimeout(idle, () => sent.destroy(new BrokenExchange(`was silent for ${idle / 1000} s`)));
    sent.on('error', reject);
    sent.end();
  });
}

/** A body of which the end is missing is an error, not a short body. */
async function whole(response: IncomingMessage, most: number): Promise<Buffer> {
  const unpacked = unpack(response);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of unpacked) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > most) throw new BrokenExchange(`sent more than ${most} bytes in one answer`);
    }
    await finished(response);
  } finally {
    response.destroy();
  }
  if (!response.complete) throw new BrokenExchange('ended its answer in the middle');
  return Buffer.concat(chunks, size);
}

function unpack(response: IncomingMessage): AsyncIterable<unknown> {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return response;
  if (encoding !== 'gzip' && encoding !== 'deflate') throw new BrokenExchange(`packed its answer as ${JSON.stringify(encoding.slice(0, 20))}, which was not asked for`);
  const unpacker = encoding === 'gzip' ? createGunzip() : createInflate();
  response.on('error', (error) => unpacker.destroy(error));
  response.on('aborted', () => unpacker.destroy(new BrokenExchange('ended its answer in the middle')));
  return response.pipe(unpacker);
}
