import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { pauseAfter, presets, readRetryAfter, verdictOn, type PresetRequest } from '../../core/notifications/index.js';
import { Clock } from '../clock.js';
import type { Config } from '../config.js';
import { DeliveryStore, type ClaimedDelivery, type DeliveryAttempt, type DeliveryOutcome, type DeliveryRecord, type NewDelivery } from '../database/index.js';
import { CONFIG } from '../http/config.token.js';
import { Metrics } from '../metrics.js';
import { sendGuarded, signaturesOf, type OutboundAnswer } from '../outbound/index.js';
import { version } from '../version.js';
import { Rounds } from './rounds.js';

/** Milliseconds between two looks for what is due. */
const interval = 2_000;

/** Tries under way at once in this process. */
const mostAtOnce = 16;

/** Milliseconds for a try, from the look-up of the name to the end of the answer. */
const patience = 15_000;

/** Milliseconds between two signs of life during a try. */
const heartbeatInterval = 3_000;

const purgeInterval = 3_600_000;

/** Delivers events to webhooks, each at least once: what a process that has died had taken goes to another after a while, under the same id. Redirects are failures. */
@Injectable()
export class DeliveryWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger(DeliveryWorker.name);
  readonly #owner = randomUUID();
  readonly #rounds = new Rounds(interval, () => this.#goRound());
  readonly #underWay = new Set<Promise<void>>();
  #purgedAt = 0;

  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // Nobody else can be at work on an embedded database: what is taken there was taken by one that has died.
    if (this.config.database.databaseUrl === undefined) await this.deliveries.release(null);
    this.#rounds.start();
  }

  /** Breaks off what is under way, and leaves it to whoever comes next. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#rounds.stop();
    await Promise.all(this.#underWay);
    await this.deliveries.release(this.#owner).catch((error: unknown) => this.#log.warn(error));
  }

  /** There is something to deliver. */
  wake(): void {
    this.#rounds.wake();
  }

  /** Delivers at once, and tells how it went. It is tried this once. */
  async deliverNow(delivery: NewDelivery): Promise<DeliveryRecord> {
    const claimed = await this.deliveries.addTaken(delivery, this.#owner);
    await this.deliveries.conclude(claimed, this.#owner, await this.#try(claimed));
    return this.deliveries.get(claimed.webhookId, claimed.id);
  }

  async #goRound(): Promise<boolean> {
    try {
      const room = mostAtOnce - this.#underWay.size;
      const claimed = room > 0 ? await this.deliveries.claimDue(this.#owner, room) : [];
      for (const delivery of claimed) this.#begin(delivery);
      await this.#purge();
      return false;
    } catch (error) {
      this.#log.warn(error);
      return false;
    }
  }

  #begin(delivery: ClaimedDelivery): void {
    const work = this.#deliver(delivery)
      .catch((error: unknown) => this.#log.warn(error))
      .finally(() => {
        this.#underWay.delete(work);
        this.#rounds.wake();
      });
    this.#underWay.add(work);
  }

  async #deliver(delivery: ClaimedDelivery): Promise<void> {
    const outcome = await this.#try(delivery);
    if (this.#rounds.signal.aborted && outcome.attempt.status === null) return;
    await this.deliveries.conclude(delivery, this.#owner, outcome);
    this.metrics.deliveries.inc({ outcome: outcome.status === 'pending' ? 'failed' : outcome.status });
  }

  async #try(delivery: ClaimedDelivery): Promise<DeliveryOutcome> {
    const preset = presets[delivery.preset];
    const request = preset.write(delivery.event, { baseUrl: this.config.chat.publicUrl, earlier: delivery.earlier });
    const begun = this.clock.now();
    const from = performance.now();
    const life = setInterval(() => void this.deliveries.extend(delivery.id, this.#owner).catch((error: unknown) => this.#log.warn(error)), heartbeatInterval);
    const answer = await this.#send(delivery, request, preset.contentType, begun)
      .catch((error: unknown) => tellError(error))
      .finally(() => clearInterval(life));
    const milliseconds = Math.round(performance.now() - from);
    const isAnswer = typeof answer !== 'string';
    const attempt: DeliveryAttempt = { at: begun.toISOString(), status: isAnswer ? answer.status : null, error: isAnswer ? null : answer, milliseconds };
    const verdict = isAnswer ? verdictOn(answer.status) : 'failed';
    const lost = { isGone: verdict === 'gone', hasLostMessage: request.method === 'PATCH' && isAnswer && answer.status === 404 };
    if (verdict === 'taken' && isAnswer) return { attempt, status: 'delivered', pause: 0, message: preset.referenceIn(answer.body) ?? (request.method === 'PATCH' ? delivery.earlier : null), ...lost };
    const isOnce = delivery.event.type === 'webhook.test';
    const retryAfter = isAnswer ? readRetryAfter(answer.retryAfter, this.clock.now().getTime()) : null;
    const pause = verdict === 'gone' || isOnce ? null : pauseAfter(delivery.tries + 1, Math.random(), retryAfter);
    return { attempt, status: pause === null ? 'dead' : 'pending', pause: pause ?? 0, message: null, ...lost };
  }

  #send({ event, url, secrets }: ClaimedDelivery, { method, path, query, body }: PresetRequest, contentType: string, now: Date): Promise<OutboundAnswer> {
    const target = new URL(url);
    if (path !== '') target.pathname = `${target.pathname.replace(/\/+$/, '')}${path}`;
    for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
    const timestamp = Math.floor(now.getTime() / 1000);
    const headers = {
      'content-type': contentType,
      'user-agent': `foretrace/${version}`,
      accept: '*/*',
      'webhook-id': event.id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signaturesOf(event.id, timestamp, body, secrets),
    };
    return sendGuarded({ url: target, method, headers, body, allowed: this.config.webhooks.allowedAddresses, signal: AbortSignal.any([AbortSignal.timeout(patience), this.#rounds.signal]) });
  }

  async #purge(): Promise<void> {
    const now = this.clock.now().getTime();
    if (now - this.#purgedAt < purgeInterval) return;
    await this.deliveries.purge();
    this.#purgedAt = now;
  }
}

/** Why there was no answer, without what only the service's own log should tell. */
function tellError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError' || (error.cause instanceof Error && error.cause.name === 'TimeoutError')) return `no answer within ${patience / 1000} s`;
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return (first instanceof Error ? first.message : error.message).slice(0, 300);
}
