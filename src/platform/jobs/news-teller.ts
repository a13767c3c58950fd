import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { InputError } from '../../core/errors.js';
import { eventFor, type Ledger, type NotificationEvent } from '../../core/notifications/index.js';
import { Clock } from '../clock.js';
import type { Config } from '../config.js';
import { ClusterStore, NewsStore, SnapshotStore, WebhookStore, isDatabaseUnavailable, type News, type WebhookRecord } from '../database/index.js';
import { CONFIG } from '../http/config.token.js';
import { DeliveryWorker } from './delivery-worker.js';
import { NewsFinder } from './news-finder.js';
import { Rounds } from './rounds.js';
import { JobRunner } from './runner.js';

/** Milliseconds between two looks for news, and between two signs of life while they are worked out. */
const interval = 2_000;
const heartbeatInterval = 3_000;

/** Milliseconds until news that could not be worked out are taken up again, and how often. */
const pauseAfterFault = 10_000;
const mostTries = 20;

/** Works out what there is to tell of what happened, and whom, and makes the deliveries. Whichever process takes news, they are told once. */
@Injectable()
export class NewsTeller implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger(NewsTeller.name);
  readonly #owner = randomUUID();
  readonly #rounds = new Rounds(interval, () => this.#goRound());

  constructor(
    private readonly news: NewsStore,
    private readonly webhooks: WebhookStore,
    private readonly clusters: ClusterStore,
    private readonly snapshots: SnapshotStore,
    private readonly finder: NewsFinder,
    private readonly worker: DeliveryWorker,
    private readonly runner: JobRunner,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What happens here is told at once; what happens in other processes, by whoever looks first. */
  onModuleInit(): void {
    this.runner.onEnd(() => this.#rounds.wake());
  }

  async onApplicationBootstrap(): Promise<void> {
    // Nobody else can be at work on an embedded database: what is taken there was taken by one that has died.
    if (this.config.database.databaseUrl === undefined) await this.news.release(null);
    this.#rounds.start();
  }

  /** What is not worked out within the grace period is left to whoever comes next. */
  async beforeApplicationShutdown(): Promise<void> {
    const inTime = new AbortController();
    await Promise.race([this.#rounds.stop(), setTimeout(this.config.shutdownGraceSeconds * 1000, undefined, { signal: inTime.signal }).catch(() => undefined)]);
    inTime.abort();
    await this.news.release(this.#owner).catch((error: unknown) => this.#log.warn(error));
  }

  async #goRound(): Promise<boolean> {
    let news: News | undefined;
    try {
      news = await this.news.claim(this.#owner);
      if (news === undefined) return false;
      await this.#tell(news);
      return true;
    } catch (error) {
      this.#log.warn(error);
      if (news !== undefined) await this.#giveBack(news, error).catch((fault: unknown) => this.#log.warn(fault));
      return false;
    }
  }

  async #tell(news: News): Promise<void> {
    const life = setInterval(() => void this.news.extend(news.id, this.#owner).catch((error: unknown) => this.#log.warn(error)), heartbeatInterval);
    try {
      const webhooks = await this.webhooks.enabled();
      const { events, told } = await this.#find(news, webhooks);
      const deliveries = webhooks.flatMap((webhook) =>
        events.flatMap((each) => {
          const event = eventFor(webhook, each);
          return event === undefined ? [] : [{ webhookId: webhook.id, event }];
        }),
      );
      if ((await this.news.settle(news, this.#owner, deliveries, told)) && deliveries.length > 0) this.worker.wake();
    } finally {
      clearInterval(life);
    }
    if (news.snapshot !== null) await this.#retain(news.snapshot.cluster);
  }

  /** Of what was deleted meanwhile there is nothing to tell. */
  async #find(news: News, webhooks: readonly WebhookRecord[]): Promise<{ events: readonly NotificationEvent[]; told: Ledger | null }> {
    try {
      return await this.finder.find(news, webhooks);
    } catch (error) {
      if (error instanceof InputError && error.code === 'not-found') return { events: [], told: null };
      throw error;
    }
  }

  /** Snapshots were kept to be told of. */
  async #retain(cluster: string): Promise<void> {
    try {
      const { retention } = await this.clusters.get(cluster);
      await this.snapshots.applyRetention(cluster, retention, this.clock.now());
    } catch (error) {
      if (!(error instanceof InputError && error.code === 'not-found')) throw error;
    }
  }

  /** What fails again and again is a defect, and must not hold up what comes after. */
  async #giveBack(news: News, error: unknown): Promise<void> {
    if (isDatabaseUnavailable(error) || news.tries < mostTries) return this.news.postpone(news.id, this.#owner, pauseAfterFault);
    this.#log.error(`what happened in ${news.snapshot?.cluster ?? news.operationId} cannot be told: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    await this.news.settle(news, this.#owner, [], null);
  }
}
