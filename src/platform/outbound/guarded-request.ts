import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Cidr } from '../../core/ip/index.js';
import { refusalOf, refusalOfUrl } from '../../core/notifications/index.js';

export interface OutboundRequest {
  readonly url: URL;
  readonly method: 'POST' | 'PATCH';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What may be connected to besides the public Internet. */
  readonly allowed: readonly Cidr[];
  /** Ends the request, whatever it is at. */
  readonly signal: AbortSignal;
}

export interface OutboundAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** The beginning of it, where the answer is a success; '' elsewhere. */
  readonly body: string;
}

/** The only addresses that a name stands for are such as nothing is sent to. */
export class RefusedAddress extends Error {
  override readonly name = 'RefusedAddress';
}

/** Of an answer, in bytes. What comes behind is not read. */
const longestAnswer = 65_536;

/** Why nothing is sent to a URL, as far as can be told without looking up its name; undefined where it may be. */
export function refusalOfTarget(url: URL, allowed: readonly Cidr[]): string | undefined {
  return refusalOfUrl({ scheme: url.protocol.replace(/:$/, ''), host: hostOf(url), hasCredentials: url.username !== '' || url.password !== '', hasFragment: url.hash !== '' }, allowed);
}

/**
 * Sends a request, and follows no redirect. Every address is judged just when it is connected to, so that a name that stands for another one by then is of no use; no proxy is asked, and no
 * connection is used twice.
 *
 * @throws RefusedAddress, or what the network, the receiver's certificate or `signal` has to say
 */
export function sendGuarded({ url, method, headers, body, allowed, signal }: OutboundRequest): Promise<OutboundAnswer> {
  const refusal = refusalOfTarget(url, allowed);
  if (refusal !== undefined) return Promise.reject(new RefusedAddress(refusal));
  const host = hostOf(url);
  const options: RequestOptions = {
    method,
    protocol: url.protocol,
    host,
    ...(url.port !== '' && { port: Number(url.port) }),
    path: `${url.pathname}${url.search}`,
    headers: { ...headers, host: url.host, 'content-length': String(Buffer.byteLength(body)) },
    agent: false,
    lookup: guardedLookup(allowed),
    signal,
    ...(url.protocol === 'https:' && isIP(host) === 0 && { servername: host }),
  };
  return new Promise((resolve, reject) => {
    const sent = (url.protocol === 'https:' ? requestHttps : requestHttp)(options, (answer) => {
      const { statusCode: status = 0, headers: told } = answer;
      answer.on('error', reject);
      collect(answer, status, (text) => resolve({ status, retryAfter: told['retry-after'], body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** As the system looks names up, without the addresses to which nothing is sent. */
function guardedLookup(allowed: readonly Cidr[]): LookupFunction {
  return (name, options: LookupOptions, told) => {
    lookup(name, { ...options, all: true }, (error, found: readonly LookupAddress[]) => {
      if (error !== null) return told(error, '', 0);
      const judged = found.map((each) => ({ each, refusal: refusalOf(each.address, allowed) }));
      const good = judged.flatMap(({ each, refusal }) => (refusal === undefined ? [each] : []));
      const [first] = good;
      if (first === undefined) return told(new RefusedAddress(`${name} is ${judged.map(({ each, refusal }) => `${each.address}, which is ${refusal}`).join('; ')}`), '', 0);
      // Node asks for all where it tries one after the other.
      if (options.all === true) return told(null, good);
      return told(null, first.address, first.family);
    });
  };
}

/** Reads as much as is of use. Only what a success says is: what others say may be no business of whoever set the URL. Resolves before it hangs up, which is told as an error. */
function collect(answer: IncomingMessage, status: number, resolve: (text: string) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const end = () => {
    resolve(Buffer.concat(chunks).subarray(0, longestAnswer).toString());
    answer.destroy();
  };
  if (status < 200 || status > 299) return end();
  answer.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= longestAnswer) end();
  });
  answer.on('end', end);
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}
