import { request as http1 } from 'node:http';
import { connect as http2, constants } from 'node:http2';
import { request as https1 } from 'node:https';
import type { AskedRequest } from '../ours.js';
import { backendHeader, pathHeader } from './backends.js';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

interface Answered {
  readonly status: number;
  readonly headers: Headers;
}

/** Sends a request of a scenario to a port of this machine, and tells the answer in the words of the scenarios. */
export async function ask(asked: AskedRequest, port: number): Promise<string> {
  const { method, url, sni, isCall } = asked;
  const { protocol, host, pathname } = new URL(url);
  const target = url.slice(url.indexOf('/', protocol.length + 2));
  const headers = { host, ...asked.headers };
  const answered = await (isCall ? call(port, target, headers) : send(protocol === 'https:', port, method, target, headers, sni ?? host)).catch((error: unknown) => (error as { code?: string }).code ?? 'failed');
  if (typeof answered === 'string') return 'no handshake';
  return tell(answered, target === '' ? pathname : target, isCall);
}

/** The Service that answered first of a split, over and over: each once, by name. */
export async function askShares(asked: AskedRequest, port: number, times: number): Promise<string> {
  const answers = await Promise.all(Array.from({ length: times }, () => ask(asked, port)));
  return [...new Set(answers)].sort().join(', ');
}

function tell({ status, headers }: Answered, sent: string, isCall: boolean): string {
  const backend = headers[backendHeader];
  if (typeof backend === 'string') return headers[pathHeader] === sent ? backend : `${backend} ${String(headers[pathHeader])}`;
  if (isCall) return `grpc ${String(headers['grpc-status'])}`;
  return headers['location'] === undefined ? String(status) : `${status} ${String(headers['location'])}`;
}

function send(isTls: boolean, port: number, method: string, path: string, headers: Headers, servername: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, headers: headers as Record<string, string | string[]>, setHost: false, agent: false as const };
    const request = isTls ? https1({ ...options, servername, rejectUnauthorized: false }) : http1(options);
    request
      .once('response', (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, headers: response.headers });
      })
      .once('error', reject)
      .end();
  });
}

async function call(port: number, path: string, { host, ...headers }: Headers): Promise<Answered> {
  const session = http2(`http://127.0.0.1:${port}`);
  try {
    return await new Promise<Answered>((resolve, reject) => {
      session.once('error', reject);
      const stream = session.request({ ...headers, [constants.HTTP2_HEADER_METHOD]: 'POST', [constants.HTTP2_HEADER_PATH]: path, [constants.HTTP2_HEADER_AUTHORITY]: host, te: 'trailers' });
      stream.once('response', (answer) => resolve({ status: Number(answer[':status']), headers: answer })).once('error', reject);
      stream.resume().end();
    });
  } finally {
    session.close();
  }
}
