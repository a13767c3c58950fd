import { Injectable, type OnModuleDestroy } from '@nestjs/common';

/** Tells that the service is about to end: no new work, and what would go on for ever stops. */
@Injectable()
export class Shutdown implements OnModuleDestroy {
  readonly #controller = new AbortController();

  /** Aborted once the end has begun. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  onModuleDestroy(): void {
    this.#controller.abort();
  }
}
