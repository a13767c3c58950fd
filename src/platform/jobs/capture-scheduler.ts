import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../clock.js';
import { ScheduleStore } from '../database/index.js';
import { captureKind } from './capture.job.js';
import { Rounds } from './rounds.js';
import { JobRunner } from './runner.js';
import { nextRun } from './schedule.js';

/** Milliseconds between two looks for captures that are due. */
const interval = 2_000;

/** Makes operations of the captures that are due; this process begins at once, and whichever is next to look for work helps. Times that were missed give one capture. */
@Injectable()
export class CaptureScheduler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger(CaptureScheduler.name);
  readonly #rounds = new Rounds(interval, () => this.#goRound());

  constructor(
    private readonly schedules: ScheduleStore,
    private readonly runner: JobRunner,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.#rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#rounds.stop();
  }

  async #goRound(): Promise<boolean> {
    try {
      const taken = await this.schedules.takeDue(this.clock.now(), { kind: captureKind, input: { label: null } }, nextRun);
      if (taken > 0) this.runner.wake();
      return taken > 0;
    } catch (error) {
      this.#log.warn(error);
      return false;
    }
  }
}
