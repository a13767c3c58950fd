import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../clock.js';
import { ScheduleStore } from '../database/index.js';
import { captureKind } from './capture.job.js';
import { nextRun } from './schedule.js';

/** Milliseconds between two looks for captures that are due. */
const interval = 5_000;

/** Makes operations of the captures that are due; whichever process is next to look for work begins them. Times that were missed give one capture. */
@Injectable()
export class CaptureScheduler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger(CaptureScheduler.name);
  readonly #stopping = new AbortController();
  #rounds: Promise<void> = Promise.resolve();

  constructor(
    private readonly schedules: ScheduleStore,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.#rounds = this.#goRound();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#rounds;
  }

  async #goRound(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.schedules.takeDue(this.clock.now(), { kind: captureKind, input: { label: null } }, nextRun);
      } catch (error) {
        this.#log.warn(error);
      }
      await setTimeout(interval, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
