import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

const main = join(import.meta.dirname, '../../dist/service/main.js');

/** What came back, or `undefined` where the connection broke before an answer was whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: <T>() => T;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is where it is text, else as JSON. */
  readonly body?: string | object;
}

/** The built service as a process of its own, with real sockets: what it holds in memory is gone when it is killed. */
export class Service {
  #said = '';
  readonly exited: Promise<number | NodeJS.Signals>;

  private constructor(
    private readonly child: ChildProcessByStdio<null, Readable, Readable>,
    /** Set once it listens. */
    private url = '',
  ) {
    this.exited = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (this.#said = (this.#said + text).slice(-100_000)));
  }

  /** Begins to start; {@link ready} or {@link exited} tell what becomes of it. */
  static spawn(env: Readonly<Record<string, string>>): Service {
    if (!existsSync(main)) throw new Error('there is no build to start: npm run build');
    const child = spawn(process.execPath, [main], { env: { PATH: process.env['PATH'], PORT: '0', HOST: '127.0.0.1', DEMO: 'off', LOG_LEVEL: 'info', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    child.once('exit', () => running.delete(child));
    return new Service(child);
  }

  static async start(env: Readonly<Record<string, string>>): Promise<Service> {
    const service = Service.spawn(env);
    await service.ready();
    return service;
  }

  /** Waits until it listens. @throws where it ends before, with what it said */
  async ready(): Promise<void> {
    const found = await new Promise<string | undefined>((resolve) => {
      const look = () => {
        const [, url] = /Server listening at (http:[^"\s]+)/.exec(this.#said) ?? [];
        if (url !== undefined) resolve(url);
      };
      this.child.stdout.on('data', look);
      void this.exited.then(() => resolve(undefined));
      look();
    });
    if (found === undefined) throw new Error(`the service ended with ${String(await this.exited)} before it listened:\n${this.said}`);
    this.url = found;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The end of its log. */
  get said(): string {
    return this.#said;
  }

  /** Lines of the log that tell of something that must not happen. */
  get defects(): string[] {
    return this.#said.split('\n').filter((line) => line.startsWith('{"level":50') || line.startsWith('{"level":60'));
  }

  /** @throws where no whole answer comes */
  async ask(path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
    const payload = typeof body === 'object' ? JSON.stringify(body) : body;
    const type = payload === undefined ? {} : { 'content-type': 'application/json' };
    const send = () => fetch(`${this.url}${path}`, { method, headers: { ...type, ...headers }, ...(payload !== undefined && { body: payload }) });
    // A connection that has lain idle may be closed just when it is used: what only reads is sent again, as HTTP clients do (RFC 9110 §9.2.2).
    const response = await send().catch((error: unknown) => (method === 'GET' && this.isRunning ? send() : Promise.reject(error as Error)));
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: <T>() => JSON.parse(text) as T };
  }

  /** @throws where the answer is not 2xx */
  async get<T>(path: string): Promise<T> {
    return this.must(path).then(({ json }) => json<T>());
  }

  async must(path: string, ask: Ask = {}): Promise<Answer> {
    const answer = await this.ask(path, ask);
    if (answer.status >= 300) throw new Error(`${ask.method ?? 'GET'} ${path} answers ${answer.status}: ${answer.text.slice(0, 500)}`);
    return answer;
  }

  /** Without a chance to put anything in order. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  async stop(): Promise<void> {
    if (this.isRunning) this.child.kill('SIGTERM');
    await this.exited;
  }
}

/** No process outlives the suite, however that ends. */
const running = new Set<ChildProcessByStdio<null, Readable, Readable>>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
