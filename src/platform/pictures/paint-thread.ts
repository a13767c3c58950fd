import { Worker } from 'node:worker_threads';

/** What the thread starts with. */
export interface ThreadData {
  readonly painter: WebAssembly.Module;
  /** Files. */
  readonly fonts: readonly string[];
  readonly fontFamily: string;
}

export interface Task {
  readonly svg: string;
  readonly scale: number;
}

type Told = { readonly isReady: true } | { readonly png: Uint8Array };

/** Why there is no picture. */
export class NotPainted extends Error {
  override readonly name = 'NotPainted';

  /** @param why `late`: it took too long; `full`: it did not fit into its memory; `gone`: the thread ended, for whatever reason */
  constructor(
    readonly why: 'late' | 'full' | 'gone',
    options?: ErrorOptions,
  ) {
    super(`the picture was not painted: ${why}`, options);
  }
}

/** Of the engine itself, apart from what is painted, in MiB. */
const resourceLimits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 };

/** A thread that paints one picture at a time. Once it has failed at one, or was late, it is ended: what it was in the middle of is gone with it. */
export class PaintThread {
  readonly #worker: Worker;
  #settle: { readonly resolve: (told: Told) => void; readonly reject: (error: NotPainted) => void } | undefined;
  #over: NotPainted | undefined;

  private constructor(script: URL, data: ThreadData) {
    this.#worker = new Worker(script, { workerData: data, name: 'pictures', resourceLimits });
    // An idle thread keeps no process alive.
    this.#worker.unref();
    this.#worker.on('message', (told: Told) => this.#settle?.resolve(told));
    this.#worker.once('error', (error) => this.#end(new NotPainted(isFull(error) ? 'full' : 'gone', { cause: error })));
    this.#worker.once('exit', () => this.#end(new NotPainted('gone')));
  }

  /** @throws NotPainted where it does not begin in time */
  static async start(script: URL, data: ThreadData, withinMs: number): Promise<PaintThread> {
    const thread = new PaintThread(script, data);
    await thread.#hear(withinMs);
    return thread;
  }

  /** The bytes of a PNG. @throws NotPainted */
  async paint(task: Task, withinMs: number): Promise<Uint8Array> {
    if (this.#over !== undefined) throw this.#over;
    this.#worker.postMessage(task);
    const told = await this.#hear(withinMs);
    if (!('png' in told)) throw new NotPainted('gone');
    return told.png;
  }

  get isOver(): boolean {
    return this.#over !== undefined;
  }

  async end(): Promise<void> {
    this.#end(new NotPainted('gone'));
    await this.#worker.terminate();
  }

  async #hear(withinMs: number): Promise<Told> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Told>((resolve, reject) => {
        if (this.#over !== undefined) return reject(this.#over);
        this.#settle = { resolve, reject };
        timer = setTimeout(() => {
          this.#end(new NotPainted('late'));
          void this.#worker.terminate();
        }, withinMs);
      });
    } finally {
      clearTimeout(timer);
      this.#settle = undefined;
    }
  }

  #end(error: NotPainted): void {
    this.#over ??= error;
    this.#settle?.reject(this.#over);
  }
}

/** Whether the heap of the thread, or the memory of what paints, was full: Rust ends itself by a trap where it is given no more. */
function isFull(error: unknown): boolean {
  return error instanceof Error && (('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') || error.name === 'RuntimeError');
}
