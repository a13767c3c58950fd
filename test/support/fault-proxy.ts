import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import http from 'node:http';
import https, { type RequestOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { say } from './api-stub.js';

/** What the server behind the proxy answered. */
export interface Passed {
  readonly status: number;
  readonly headers: http.OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** What becomes of an answer on its way. */
export type Fault = (response: ServerResponse, passed: Passed) => void | Promise<void>;

/** A page of a list by its place in it. */
export type Moment = 'first' | 'middle' | 'last';

const half = (body: Buffer) => body.subarray(0, Math.floor(body.length / 2));
const cut = (response: ServerResponse) => void response.socket?.destroy();
const reset = (response: ServerResponse) => void response.socket?.resetAndDestroy();
const statusBody = (code: number, reason: string) => JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason });

function answering(code: number, reason: string, headers: http.OutgoingHttpHeaders = {}): Fault {
  return (response) => void response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(statusBody(code, reason));
}

/** As a real API server says it. */
function saying(question: string): Fault {
  return (response) => say(response, question);
}

function changing(change: (list: Record<string, unknown>) => unknown): Fault {
  return (response, { body }) => void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(change(JSON.parse(body.toString()) as Record<string, unknown>)));
}

/** Faults that a client can outlive by asking again. */
export const passingFaults: Readonly<Record<string, Fault>> = {
  'a connection that is reset before the answer': (response) => reset(response),
  'a connection that is closed before the answer': (response) => cut(response),
  'a connection that is closed in the headers': (response) => void response.socket?.end('HTTP/1.1 200 OK\r\ncontent-ty'),
  'a connection that is reset in the body': (response, { body }) => void response.writeHead(200, { 'content-length': body.length }).write(half(body), () => reset(response)),
  'a body shorter than its length': (response, { body }) => void response.writeHead(200, { 'content-length': body.length }).write(half(body), () => cut(response)),
  'a chunked body without its end': (response, { body }) => void response.writeHead(200).write(half(body), () => cut(response)),
  'a body that ends in the middle, without a length': (response, { body }) => void response.socket?.end(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n'), half(body)])),
  'silence before the headers': () => undefined,
  'silence in the body': (response, { body }) => void response.writeHead(200, { 'content-length': body.length }).write(half(body)),
  'a body that comes in drops': async (response, { body }) => {
    response.writeHead(200, { 'content-length': body.length });
    const drop = Math.ceil(body.length / 8);
    for (let at = 0; at < body.length; at += drop) {
      response.write(body.subarray(at, at + drop));
      await setTimeout(5);
    }
    response.end();
  },
  '429 with Retry-After': answering(429, 'TooManyRequests', { 'retry-after': '1' }),
  '429 without Retry-After': answering(429, 'TooManyRequests'),
  '500 with a Status': answering(500, 'InternalError'),
  '502 with a page of HTML': (response) => void response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>Bad Gateway</h1>'),
  '503 with a date to come back': (response) => void response.writeHead(503, { 'retry-after': new Date(Date.now() + 1000).toUTCString() }).end(),
  '504 of a server that timed out': answering(504, 'Timeout'),
  '410 for a list that was forgotten': saying('a continue token of a moment that was compacted away'),
  '400 for a place in the list that is none': saying('a continue token that is none'),
  '504 for a moment that another server has yet to see': saying('a moment of the future'),
  '401 for a token that has expired': saying('a token that does not count'),
  'a body that is no JSON': (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"kind":"PodList","items":[{]'),
  'an empty body': (response) => void response.writeHead(200, { 'content-length': 0 }).end(),
  'a list of another kind': changing((list) => ({ ...list, kind: 'ConfigMapList' })),
  'a list without its resourceVersion': changing((list) => ({ ...list, metadata: {} })),
  'a packing that was not asked for': (response, { body }) => void response.writeHead(200, { 'content-encoding': 'br' }).end(body),
  'a packing that it does not have': (response, { body }) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(body),
};

/** Faults that no asking again mends. */
export const lastingFaults: Readonly<Record<string, Fault>> = {
  'a redirect to another server': (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  '404 for a list that discovery tells of': saying('a resource that the server does not have'),
  '404 for a group that discovery tells of': saying('a group that the server does not have'),
  '406 for a media type': saying('a media type that the server does not write'),
  '418 of something in between': answering(418, 'Teapot'),
};

export interface FaultPlan {
  /** The path of the list at which the fault waits. */
  readonly path: string;
  readonly moment: Moment;
  readonly fault: Fault;
  /** How many answers it befalls. */
  readonly times: number;
}

/** Stands before an API server and passes everything on, but for the faults that it was told to make. */
export class FaultProxy {
  /** How often a fault was made. */
  made = 0;
  plan: FaultPlan | undefined;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
    private readonly options: RequestOptions,
  ) {}

  /** @param options what the server behind needs: certificates, headers */
  static async start(target: string, options: RequestOptions = {}): Promise<FaultProxy> {
    const server = createServer();
    const proxy = new FaultProxy(server, new URL(target), options);
    server.on('request', (request, response) => void proxy.#pass(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  set(plan: FaultPlan | undefined): void {
    this.plan = plan;
    this.made = 0;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.target);
    try {
      const passed = await this.#ask(url, request);
      const { plan } = this;
      if (plan?.path === url.pathname && this.made < plan.times && this.#isAt(plan.moment, url, passed)) {
        this.made++;
        await plan.fault(response, passed);
      } else response.writeHead(passed.status, passed.headers).end(passed.body);
    } catch {
      response.destroy();
    }
  }

  /** The middle is the second page, if it is not the last. */
  #isAt(moment: Moment, url: URL, { body }: Passed): boolean {
    const isFirst = !url.searchParams.has('continue');
    if (moment === 'first') return isFirst;
    const list = JSON.parse(body.toString()) as { metadata?: { continue?: string } };
    const isLast = (list.metadata?.continue ?? '') === '';
    return moment === 'last' ? isLast : !isFirst && !isLast;
  }

  #ask(url: URL, { headers }: IncomingMessage): Promise<Passed> {
    const { request } = url.protocol === 'https:' ? https : http;
    const passedOn = { accept: headers.accept, authorization: headers.authorization };
    return new Promise((resolve, reject) => {
      request(url, { ...this.options, headers: { ...written(passedOn), ...(this.options.headers as http.OutgoingHttpHeaders | undefined) } }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          resolve({ status: answer.statusCode ?? 502, headers: written({ 'content-type': answer.headers['content-type'] }), body: Buffer.concat(chunks) });
        });
      })
        .on('error', reject)
        .end();
    });
  }
}

function written(headers: http.OutgoingHttpHeaders): http.OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
}
