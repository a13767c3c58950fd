import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';

/** What the thread starts with. */
export interface ThreadData {
  /** A folder, or `memory://`. */
  readonly dataDir: string;
  /** The file of a dump of an empty database to start from. */
  readonly template?: string;
  /** How a database is made that does not start from a dump; see `database-template.ts`. */
  readonly initDbStartParams?: string[];
  readonly postgresqlconf?: string[];
  readonly pgliteWasmModule: WebAssembly.Module;
}

interface Answer {
  readonly id: number;
  readonly wire?: Uint8Array<ArrayBuffer>;
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly resolve: (wire: Uint8Array<ArrayBuffer> | undefined) => void;
  readonly reject: (error: Error) => void;
}

let compiled: Promise<WebAssembly.Module> | undefined;

/** Compiled once for all threads of the process, which halves what a second one costs. */
function compile(): Promise<WebAssembly.Module> {
  const folder = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
  compiled ??= readFile(join(folder, 'pglite.wasm')).then((bytes) => WebAssembly.compile(bytes));
  return compiled;
}

/** PGlite in a thread of its own, so that no statement stops the event loop. It has one session; what is asked is answered in order. */
export class PostgresThread {
  readonly #waiting = new Map<number, Waiting>();
  #ended: Error | undefined;
  #lastId = 0;
  #writes = 0;

  private constructor(private readonly worker: Worker) {
    worker.on('message', ({ id, wire, error }: Answer) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(wire);
      else waiting?.reject(Object.assign(new Error(error.message), error));
    });
    worker.once('error', (error) => this.#end(new Error('PGlite is closed: its thread has failed', { cause: error })));
    worker.once('exit', () => this.#end(new Error('PGlite is closed')));
  }

  static async start(about: Omit<ThreadData, 'pgliteWasmModule'>): Promise<PostgresThread> {
    const data: ThreadData = { ...about, pgliteWasmModule: await compile() };
    const thread = new PostgresThread(new Worker(new URL('./postgres-thread.worker.mjs', import.meta.url), { workerData: data, name: 'postgres' }));
    await thread.#expect(0);
    return thread;
  }

  /** How much has been asked that may have changed what is stored. Nobody else can change it. */
  get writes(): number {
    return this.#writes;
  }

  /** What stands in the place of a socket to a server. What runs there as a prepared statement must only read. */
  connect(): Duplex {
    return new Session((wire) => {
      if (wire[0] !== bind) this.#writes++;
      return this.#ask({ wire });
    });
  }

  /** Runs `COPY … FROM '/dev/blob'` inside the transaction that the session is in. */
  async copy(statement: string, rows: string): Promise<void> {
    this.#writes++;
    await this.#ask({ copy: statement, rows });
  }

  async close(): Promise<void> {
    if (this.#ended !== undefined) return;
    const exited = new Promise((resolve) => this.worker.once('exit', resolve));
    await this.#ask({ close: true });
    await exited;
  }

  #ask(question: object): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const id = ++this.#lastId;
    this.worker.postMessage({ id, ...question });
    return this.#expect(id);
  }

  #expect(id: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}

/** The message by which a client takes its leave, which would end the whole instance. Source: PostgreSQL documentation, "Message Formats", Terminate. */
const terminate = 0x58;

/** The message by which the run of a statement begins that has been prepared before. Source: the same page, Bind. */
const bind = 0x42;

/** The message that ends whatever transaction and prepared statements there are. Source: the same page, Query. */
const cleanUp = Buffer.from('Q\0\0\0\x1cROLLBACK;DEALLOCATE ALL\0', 'latin1');

/** One client of the session, as `pg` expects a socket. A client that has gone may have left a transaction open, or statements prepared: the next begins by ending them. */
class Session extends Duplex {
  constructor(private readonly exchange: (wire: Uint8Array) => Promise<Uint8Array<ArrayBuffer> | undefined>) {
    super();
  }

  connect(): this {
    this.exchange(cleanUp).then(() => this.emit('connect'), (error: Error) => this.destroy(error));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): void {}

  unref(): void {}

  override _read(): void {}

  override _write(chunk: Buffer, _: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#pass([chunk], callback);
  }

  override _writev(chunks: { readonly chunk: Buffer }[], callback: (error?: Error | null) => void): void {
    this.#pass(chunks.map(({ chunk }) => chunk), callback);
  }

  #pass(chunks: readonly Buffer[], callback: (error?: Error | null) => void): void {
    const sent = Buffer.concat(chunks);
    if (sent[0] === terminate) {
      this.push(null);
      callback();
      return;
    }
    this.exchange(sent).then((wire) => {
      if (wire !== undefined && wire.length > 0) this.push(Buffer.from(wire.buffer, wire.byteOffset, wire.byteLength));
      callback();
    }, callback);
  }
}
