import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { InputError } from '../../core/errors.js';
import { Clock } from '../clock.js';
import type { Config } from '../config.js';
import { IdempotencyStore, OperationStore, isDatabaseUnavailable, type NewOperation, type OperationRecord } from '../database/index.js';
import { CONFIG } from '../http/config.token.js';
import { problemOf, troubleOf } from '../http/problem.js';
import type { Job, Report } from './job.js';
import { Rounds } from './rounds.js';
import { SpoolSweeper } from './spool-sweeper.js';

/** Milliseconds between two signs of life, and without one before another process takes over: what a kill interrupts must still be told within half a minute. */
const heartbeatInterval = 3_000;
const staleAfter = 12_000;

/** Operations at work here that did not begin here. Others are left for other processes, so that they share what waits. */
const mostTakenUp = 4;

/** Milliseconds between two notes of progress within a phase. */
const reportInterval = 250;

/** Milliseconds between two times at which old things are thrown away. */
const purgeInterval = 3_600_000;

/** Operations that can be asked for after their end. */
const keptOperations = 10_000;

/** Work at which the service has died more often than this is the likely reason for it, and is not begun again. */
const mostInterruptions = 3;

/** An operation that has begun, and the end of it. */
export interface Begun<T> {
  readonly operation: OperationRecord;
  /** The result; rejects with the fault where it failed or was cancelled. */
  readonly ended: Promise<T>;
}

interface Running {
  readonly controller: AbortController;
  readonly settled: Promise<unknown>;
  readonly isTakenUp: boolean;
}

/** Works on operations: those that begin here, and those that a process which has died left behind. Throws away what nobody asks for any more. */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger(JobRunner.name);
  readonly #owner = randomUUID();
  readonly #jobs = new Map<string, Job<unknown>>();
  readonly #listeners: (() => void)[] = [];
  readonly #running = new Map<string, Running>();
  readonly #rounds = new Rounds(heartbeatInterval, () => this.#goRound());
  #purgedAt = 0;

  constructor(
    private readonly operations: OperationStore,
    private readonly keys: IdempotencyStore,
    private readonly spool: SpoolSweeper,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** To be called before the application has started. */
  register(job: Job<unknown>): void {
    this.#jobs.set(job.kind, job);
  }

  /** Calls `listener` whenever an operation has ended here, however it ended. To be called before the application has started. */
  onEnd(listener: () => void): void {
    this.#listeners.push(listener);
  }

  async onApplicationBootstrap(): Promise<void> {
    // Nobody else can be at work on an embedded database: what has not ended there was interrupted, and is left to nobody.
    if (this.config.database.databaseUrl === undefined) await this.#resume(0, Number.MAX_SAFE_INTEGER);
    else await this.#resume(staleAfter, mostTakenUp);
    this.#rounds.start();
  }

  /** Lets what runs go on for the grace period. What has not ended by then is left as it is, and is resumed at the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    const settled = Promise.all([...this.#running.values()].map((each) => each.settled));
    const inTime = new AbortController();
    await Promise.race([settled, setTimeout(this.config.shutdownGraceSeconds * 1000, undefined, { signal: inTime.signal }).catch(() => undefined)]);
    inTime.abort();
    const rounds = this.#rounds.stop();
    for (const { controller } of this.#running.values()) controller.abort(new Interrupted());
    await Promise.all([settled, rounds]);
  }

  /** There is an operation that nobody has begun. */
  wake(): void {
    this.#rounds.wake();
  }

  /** Makes an operation and begins to work on it. */
  async begin<T>(job: Job<T>, about: Omit<NewOperation, 'kind'>): Promise<Begun<T>> {
    if (this.#rounds.signal.aborted) throw new InputError('unavailable', 'the service is about to stop');
    const operation = await this.operations.create({ kind: job.kind, ...about });
    if (!(await this.operations.start(operation.id, this.#owner))) throw cancelled(operation.id);
    return { operation: await this.operations.get(operation.id), ended: this.#work(job, operation, { isTakenUp: false }) };
  }

  /**
   * Ends an operation that has not ended, and waits until no work is done on it here.
   *
   * @throws InputError `not-found`, or `conflict` where it has ended or cannot be undone any more
   */
  async cancel(id: string): Promise<OperationRecord> {
    const operation = await this.operations.get(id);
    if (!(await this.operations.cancel(id))) {
      const { status } = await this.operations.get(id);
      throw new InputError('conflict', status === 'running' ? `operation ${id} is storing its result, which cannot be undone` : `operation ${id} has ended: it ${status === 'cancelled' ? 'was cancelled' : status}`);
    }
    const running = this.#running.get(id);
    running?.controller.abort(cancelled(id));
    await running?.settled;
    if (running === undefined) await this.#discard(this.#jobs.get(operation.kind), operation);
    return this.operations.get(id);
  }

  #work<T>(job: Job<T>, operation: OperationRecord, { isTakenUp }: Pick<Running, 'isTakenUp'>): Promise<T> {
    const controller = new AbortController();
    const ended = this.#run(job, operation, controller);
    const settled = ended.then(() => undefined, () => undefined).finally(() => {
      this.#running.delete(operation.id);
      for (const listener of this.#listeners) listener();
      // Where as much was at work as may be, more may wait.
      if (isTakenUp) this.#rounds.wake();
    });
    this.#running.set(operation.id, { controller, settled, isTakenUp });
    return ended;
  }

  /** Without the database nobody knows what was stored. The operation is left to whoever takes it up after a while, and finds what is there. */
  async #run<T>(job: Job<T>, operation: OperationRecord, controller: AbortController): Promise<T> {
    try {
      const result = await job.run(operation, { signal: controller.signal, report: this.#reporter(operation.id, controller) });
      await this.operations.succeed(operation.id, this.#owner, result);
      await this.#discard(job, operation);
      return result;
    } catch (error) {
      if (error instanceof Interrupted) {
        await this.operations.release(operation.id, this.#owner);
        throw new InputError('unavailable', `the service stops; operation ${operation.id} goes on when it starts again`);
      }
      if (isDatabaseUnavailable(error)) {
        this.#log.warn(error);
        throw new InputError('unavailable', `the database does not answer; operation ${operation.id} goes on once it does`);
      }
      await this.#fail(job, operation, error);
      throw error;
    }
  }

  async #fail(job: Job<unknown>, operation: OperationRecord, error: unknown): Promise<void> {
    const trouble = troubleOf(error);
    if (trouble.code === 'internal') this.#log.error(error);
    const problem = problemOf({ ...trouble, detail: `${trouble.detail}; nothing was stored` }, { url: `/v1/operations/${operation.id}`, id: operation.id });
    const wasOurs = await this.operations.fail(operation.id, this.#owner, problem);
    if (wasOurs || (await this.#isCancelled(operation.id))) await this.#discard(job, operation);
  }

  async #isCancelled(id: string): Promise<boolean> {
    const operation = await this.operations.get(id).catch(() => undefined);
    return operation === undefined || operation.status === 'cancelled';
  }

  async #discard(job: Job<unknown> | undefined, operation: OperationRecord): Promise<void> {
    await job?.discard(operation).catch((error: unknown) => this.#log.warn(error));
  }

  #reporter(id: string, controller: AbortController): Report {
    let last = { phase: '', at: 0 };
    return async (phase, done, total) => {
      controller.signal.throwIfAborted();
      const now = this.clock.now().getTime();
      if (phase === last.phase && now - last.at < reportInterval) return;
      last = { phase, at: now };
      if (await this.operations.progress(id, this.#owner, { phase, done, total })) return;
      controller.abort(cancelled(id));
      controller.signal.throwIfAborted();
    };
  }

  /** Says that this process lives, then looks for work that nobody does; purges now and then. */
  async #goRound(): Promise<boolean> {
    try {
      if (this.#running.size > 0) await this.operations.heartbeat(this.#owner, [...this.#running.keys()]);
      await this.#resume(staleAfter, mostTakenUp - [...this.#running.values()].filter(({ isTakenUp }) => isTakenUp).length);
      await this.#purge();
    } catch (error) {
      this.#log.warn(error);
    }
    return false;
  }

  async #purge(): Promise<void> {
    const now = this.clock.now().getTime();
    if (now - this.#purgedAt < purgeInterval) return;
    await this.operations.purge(keptOperations);
    await this.keys.purge();
    await this.spool.sweep();
    this.#purgedAt = now;
  }

  async #resume(age: number, most: number): Promise<void> {
    if (most <= 0) return;
    for (const operation of await this.operations.claimInterrupted(this.#owner, age, most)) {
      const job = this.#jobs.get(operation.kind);
      if (job === undefined || this.#running.has(operation.id)) continue;
      if (operation.interruptions > mostInterruptions) {
        await this.#fail(job, operation, new InputError('internal', `the service died ${operation.interruptions} times while it worked on this, and does not try again`));
        continue;
      }
      this.#log.log(`operation ${operation.id} is taken up`);
      this.#work(job, operation, { isTakenUp: true }).catch((error: unknown) => this.#log.warn(`operation ${operation.id} ended: ${String(error)}`));
    }
  }
}

/** The service ends while the work goes on: somebody takes it up again. */
class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

function cancelled(id: string): InputError {
  return new InputError('conflict', `operation ${id} was cancelled`);
}
