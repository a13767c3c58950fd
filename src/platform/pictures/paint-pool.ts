import { NotPainted, PaintThread, type Task, type ThreadData } from './paint-thread.js';

export interface PoolSettings {
  /** The program of a thread. */
  readonly script: URL;
  readonly data: () => Promise<ThreadData>;
  /** Pictures that are painted at once. */
  readonly threads: number;
  /** Pictures that may wait for a thread. */
  readonly mostWaiting: number;
  readonly startMs: number;
  readonly paintMs: number;
  /** A thread that has had nothing to do for so long is ended. */
  readonly idleMs: number;
}

/** So many wait already that one more would wait too long. */
export class TooMany extends Error {
  override readonly name = 'TooMany';
}

/** A few threads that many share: they are begun when they are needed, replaced where they fail, and ended when they are not needed for a while. */
export class PaintPool {
  readonly #idle = new Map<PaintThread, NodeJS.Timeout>();
  readonly #busy = new Set<PaintThread>();
  readonly #waiting: (() => void)[] = [];
  #turns: number;
  #isClosed = false;

  constructor(private readonly settings: PoolSettings) {
    this.#turns = settings.threads;
  }

  /** @throws NotPainted, TooMany */
  async paint(task: Task): Promise<Uint8Array> {
    await this.#turn();
    try {
      const thread = await this.#thread();
      this.#busy.add(thread);
      try {
        return await thread.paint(task, this.settings.paintMs);
      } finally {
        this.#busy.delete(thread);
        this.#putBack(thread);
      }
    } finally {
      this.#next();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const threads = [...this.#idle.keys(), ...this.#busy];
    for (const timer of this.#idle.values()) clearTimeout(timer);
    this.#idle.clear();
    await Promise.all(threads.map((thread) => thread.end()));
  }

  #turn(): Promise<void> | void {
    if (this.#isClosed) throw new NotPainted('gone');
    if (this.#turns > 0) {
      this.#turns--;
      return;
    }
    if (this.#waiting.length >= this.settings.mostWaiting) throw new TooMany();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#turns++;
    else next();
  }

  async #thread(): Promise<PaintThread> {
    for (const [thread, timer] of this.#idle) {
      clearTimeout(timer);
      this.#idle.delete(thread);
      if (!thread.isOver) return thread;
    }
    if (this.#isClosed) throw new NotPainted('gone');
    const begun = await PaintThread.start(this.settings.script, await this.settings.data(), this.settings.startMs);
    if (!this.#isClosed) return begun;
    await begun.end();
    throw new NotPainted('gone');
  }

  #putBack(thread: PaintThread): void {
    if (thread.isOver || this.#isClosed) return void thread.end();
    const timer = setTimeout(() => {
      this.#idle.delete(thread);
      void thread.end();
    }, this.settings.idleMs);
    this.#idle.set(thread, timer.unref());
  }
}
