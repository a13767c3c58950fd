import { Injectable, Logger } from '@nestjs/common';
import { InputError } from '../../core/errors.js';
import { Clock } from '../../platform/clock.js';
import { ChatStore } from '../../platform/database/index.js';
import { digestOf } from './signatures.js';

/** In milliseconds: how far the sender's clock may be from ours. */
const window = 300_000;

/** Milliseconds between two times at which old requests are forgotten. */
const forgetInterval = 60_000;

/** Lets a request in once, while it is fresh. Whether its sender is who it should be is known before. */
@Injectable()
export class SenderCheck {
  readonly #log = new Logger(SenderCheck.name);
  #forgotAt = 0;

  constructor(
    private readonly store: ChatStore,
    private readonly clock: Clock,
  ) {}

  /**
   * @param sentAt milliseconds since 1970; NaN where the request does not say
   * @throws InputError `unauthenticated` for a request that is stale, or was here before
   */
  async letIn(platform: string, timestamp: string, sentAt: number, body: Uint8Array): Promise<void> {
    const now = this.clock.now().getTime();
    if (!(Math.abs(now - sentAt) <= window)) throw refusal('the request was not sent within the last five minutes');
    const isFirst = await this.store.isFirst(digestOf(platform, timestamp, body));
    this.#forget(now);
    if (!isFirst) throw refusal('this request was here before');
  }

  /** Nobody waits for it: a platform is to be acknowledged soon. */
  #forget(now: number): void {
    if (now - this.#forgotAt < forgetInterval) return;
    this.#forgotAt = now;
    this.store.forgetRequests().catch((error: unknown) => this.#log.warn(error));
  }
}

/** Of a request whose sender is not who it should be. */
export function refusal(detail: string): InputError {
  return new InputError('unauthenticated', detail);
}

/** @throws InputError `unauthenticated` where the platform is not set up */
export function requireSecret(secret: string, variable: string): string {
  if (secret === '') throw refusal(`nothing is taken from this platform: ${variable} is not set`);
  return secret;
}
