import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

/** Where an answer goes that took longer than the platform waits. */
export interface LateDelivery {
  readonly url: string;
  readonly method: 'POST' | 'PATCH';
  /** Where such a URL begins; nothing is sent to any other. */
  readonly allowed: string;
}

const timeoutMs = 10_000;
const pausesMs = [0, 1000, 4000];

/** Gives work a little time, and delivers what takes longer. */
@Injectable()
export class Later implements OnApplicationShutdown {
  readonly #log = new Logger(Later.name);
  readonly #underWay = new Set<Promise<void>>();

  /** What `work` comes to, if it does within so many milliseconds. */
  async within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
    const patience = new AbortController();
    try {
      return await Promise.race([work, sleep(ms, undefined, { signal: patience.signal })]);
    } finally {
      patience.abort();
    }
  }

  /** Posts the message once it is there. What cannot be delivered is logged, without its URL, which is a secret. */
  deliver(message: Promise<object>, to: LateDelivery): void {
    const delivery = message.then((body) => this.#post(body, to)).catch((error: unknown) => this.#log.warn(`an answer could not be delivered: ${error instanceof Error ? error.message : String(error)}`));
    this.#underWay.add(delivery);
    void delivery.finally(() => this.#underWay.delete(delivery));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.race([Promise.all(this.#underWay), sleep(timeoutMs)]);
  }

  async #post(body: object, { url, method, allowed }: LateDelivery): Promise<void> {
    if (!isAllowed(url, allowed)) throw new Error(`its URL is none of ${allowed}`);
    let last = 'it was not tried';
    for (const pause of pausesMs) {
      if (pause > 0) await sleep(pause);
      const status = await tryToPost(url, method, body);
      if (typeof status === 'number' && status < 300) return;
      last = typeof status === 'number' ? `status ${status}` : status;
      if (typeof status === 'number' && status !== 429 && status < 500) break;
    }
    throw new Error(last);
  }
}

/** Same scheme, host and port, and a path below. */
export function isAllowed(url: string, allowed: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(allowed)) return false;
  const [asked, base] = [new URL(url), new URL(allowed)];
  return asked.origin === base.origin && asked.username === '' && asked.password === '' && asked.pathname.startsWith(base.pathname);
}

/** The status, or why there is none. A redirect is none. */
async function tryToPost(url: string, method: string, body: object): Promise<number | string> {
  try {
    const response = await fetch(url, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' }, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
