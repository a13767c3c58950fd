import { stat } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { serviceScript } from './build.mjs';
import { streamOf } from './corpus.mjs';
import { start } from './processes.mjs';

/** Of the ceiling's dump, with room; the default is 512 MiB. */
export const importMaxBytes = '2GiB';

/** Milliseconds that one answer may take. */
const patience = 900_000;

/** @typedef {{ readonly status: number, readonly headers: import('node:http').IncomingHttpHeaders, readonly body: string, readonly milliseconds: number }} Answer */

/** The service as it is installed, in a process of its own. */
export class Service {
  #agent = new Agent({ keepAlive: true });

  /** @param {import('./processes.mjs').Started} started @param {string} url */
  constructor(started, url) {
    this.started = started;
    this.url = url;
  }

  /** @type {(home: import('./databases.mjs').Home, env?: Readonly<Record<string, string>>) => Promise<Service>} */
  static async start(home, env = {}) {
    const started = await start(serviceScript, { env: { ...home.env, PORT: '0', DEMO: 'off', IMPORT_MAX_BYTES: importMaxBytes, ...env }, isReady: (line) => addressIn(line) !== undefined });
    return new Service(started, addressIn(started.line) ?? '');
  }

  /** @type {(path: string, headers?: import('node:http').OutgoingHttpHeaders) => Promise<Answer>} */
  get(path, headers = {}) {
    return this.#send('GET', path, headers, (out) => Promise.resolve(void out.end()));
  }

  /** @type {(path: string, content: object) => Promise<Answer>} */
  post(path, content) {
    const text = JSON.stringify(content);
    return this.#send('POST', path, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }, (out) => Promise.resolve(void out.end(text)));
  }

  /** @type {(path: string, file: string) => Promise<Answer>} */
  async upload(path, file) {
    const { size } = await stat(file);
    return this.#send('POST', path, { 'content-type': 'application/json', 'content-length': size }, (out) => pipeline(streamOf(file), out));
  }

  /** What the service tells of itself. Its event-loop figures count from the last time it was asked. */
  async metrics() {
    const { body } = await this.get('/metrics');
    return (/** @type {string} */ name) => Number(body.split('\n').find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? 0);
  }

  async stop() {
    this.#agent.destroy();
    await this.started.stop();
  }

  /** @type {(method: string, path: string, headers: import('node:http').OutgoingHttpHeaders, write: (out: import('node:http').ClientRequest) => Promise<void>) => Promise<Answer>} */
  async #send(method, path, headers, write) {
    const begun = performance.now();
    const out = request(new URL(path, this.url), { method, headers, agent: this.#agent, signal: AbortSignal.timeout(patience) });
    /** @type {Promise<import('node:http').IncomingMessage>} */
    const answered = new Promise((resolve, reject) => void out.once('response', resolve).once('error', reject));
    const [response] = await Promise.all([answered, write(out)]);
    let body = '';
    for await (const chunk of response.setEncoding('utf8')) body += String(chunk);
    const status = response.statusCode ?? 0;
    if (status >= 400) throw new Error(`${method} ${path} was answered ${status}: ${body.slice(0, 500)}`);
    return { status, headers: response.headers, body, milliseconds: performance.now() - begun };
  }
}

/** @type {(line: string) => string | undefined} */
const addressIn = (line) => /Swagger UI at (http:\S+)\/docs/.exec(line)?.[1];
