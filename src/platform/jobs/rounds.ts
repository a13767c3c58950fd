import { setTimeout } from 'node:timers/promises';

/** Does the same again and again, with a pause in between that can be cut short, until it is stopped. */
export class Rounds {
  readonly #stopping = new AbortController();
  #pause = new AbortController();
  #isWoken = false;
  #running: Promise<void> = Promise.resolve();

  /** @param round answers whether there may be more to do at once. It must not throw */
  constructor(
    private readonly interval: number,
    private readonly round: () => Promise<boolean>,
  ) {}

  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  start(): void {
    this.#running = this.#go();
  }

  /** The next round begins at once. */
  wake(): void {
    this.#isWoken = true;
    this.#pause.abort();
  }

  /** Ends after the round that is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#pause.abort();
    await this.#running;
  }

  async #go(): Promise<void> {
    while (!this.signal.aborted) {
      this.#isWoken = false;
      this.#pause = new AbortController();
      const hasMore = await this.round();
      if (hasMore || this.#isWoken) continue;
      await setTimeout(this.interval, undefined, { signal: AbortSignal.any([this.#pause.signal, this.signal]), ref: false }).catch(() => undefined);
    }
  }
}
