import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { InputError } from '../../core/errors.js';
import { Database } from './database.js';
import { OperationEntity } from './entities/operation.entity.js';
import { lastingPhase, type OperationProgress, type OperationRecord } from './operation-record.js';
import { hasReceivers } from './news.store.js';
import { pageOf, type Page, type PageRequest } from './page.js';

export type NewOperation = Pick<OperationRecord, 'kind' | 'cluster' | 'input' | 'createdBy'> & Partial<Pick<OperationRecord, 'id'>>;

/** Milliseconds between two looks at the database for what another process did. */
const pollInterval = 1_000;

/** Work that outlives its request. Only the process that owns a running operation moves it on. */
@Injectable()
export class OperationStore {
  private readonly changes = new EventEmitter().setMaxListeners(0);

  constructor(private readonly database: Database) {}

  /** A new operation, `pending`. */
  async create({ id = randomUUID(), kind, cluster, input, createdBy }: NewOperation): Promise<OperationRecord> {
    await this.database.manager.query("INSERT INTO operation (id, kind, cluster, status, input, created_by) VALUES ($1, $2, $3, 'pending', $4, $5)", [
      id,
      kind,
      cluster,
      JSON.stringify(input),
      createdBy,
    ]);
    return this.get(id);
  }

  /** Tells of work that is done already, under an id of its own; a second time it changes nothing. */
  async note({ id, kind, cluster, result }: Pick<OperationRecord, 'id' | 'kind' | 'cluster' | 'result'>): Promise<void> {
    await this.database.manager.query("INSERT INTO operation (id, kind, cluster, status, result) VALUES ($1, $2, $3, 'succeeded', $4) ON CONFLICT (id) DO NOTHING", [
      id,
      kind,
      cluster,
      JSON.stringify(result),
    ]);
  }

  /** @throws InputError `not-found` */
  async get(id: string): Promise<OperationRecord> {
    const operation = await this.find(id);
    if (operation === undefined) throw new InputError('not-found', `there is no operation ${JSON.stringify(id)}; the Location header of the answer that began it has its address`);
    return operation;
  }

  async find(id: string): Promise<OperationRecord | undefined> {
    const operation = isUuid(id) ? await this.database.manager.findOneBy(OperationEntity, { id }) : null;
    return operation === null ? undefined : recordOf(operation);
  }

  /** Takes a pending operation to `running` in the name of `owner`; false where it is not pending any more. */
  start(id: string, owner: string): Promise<boolean> {
    return this.change(id, "status = 'running', owner = $2, heartbeat_at = now()", "status = 'pending'", [owner]);
  }

  /** Notes how far `owner` has come, and that it lives; false where the operation is no longer its own: ended, cancelled or taken over. */
  progress(id: string, owner: string, progress: OperationProgress): Promise<boolean> {
    return this.change(id, 'progress = $3, heartbeat_at = now()', ownRunning, [owner, JSON.stringify(progress)]);
  }

  /** Newest first. */
  async list({ limit, after }: PageRequest): Promise<Page<OperationRecord>> {
    const { createdAt, id } = parsePosition(after);
    const operations = await this.database.manager
      .createQueryBuilder(OperationEntity, 'operation')
      .where('(operation.createdAt, operation.id) < (:createdAt, :id)', { createdAt, id })
      .orderBy({ 'operation.createdAt': 'DESC', 'operation.id': 'DESC' })
      .limit(limit + 1)
      .getMany();
    const { items, next } = pageOf(operations, limit, (last) => `${last.createdAt.toISOString()} ${last.id}`);
    return { items: items.map(recordOf), next };
  }

  /** Deletes, of the operations that have ended, all but the newest `kept`. */
  async purge(kept: number): Promise<void> {
    await this.database.manager.query(
      `DELETE FROM operation WHERE id IN (
         SELECT id FROM operation WHERE status NOT IN ('pending', 'running') ORDER BY created_at DESC, id DESC OFFSET $1
       )`,
      [kept],
    );
  }

  /** The inputs of all operations that have not ended. */
  async openInputs(): Promise<unknown[]> {
    const open = await this.database.manager.find(OperationEntity, { select: { input: true }, where: { status: In(['pending', 'running']) } });
    return open.map(({ input }) => input);
  }

  /** Says that `owner` still works on these operations. To be called well within the time after which {@link claimInterrupted} takes over. */
  async heartbeat(owner: string, ids: readonly string[]): Promise<void> {
    // A row that somebody else holds just now is left for the next time: to wait for one while holding others could end in a deadlock.
    await this.database.manager.query(
      `UPDATE operation SET heartbeat_at = now()
       WHERE id = ANY (ARRAY(SELECT id FROM operation WHERE owner = $1 AND id = ANY ($2) AND status = 'running' FOR UPDATE SKIP LOCKED))`,
      [owner, ids],
    );
  }

  /** Leaves a running operation to whoever claims it next, at once. */
  async release(id: string, owner: string): Promise<void> {
    await this.change(id, "heartbeat_at = '-infinity'", ownRunning, [owner]);
  }

  /** Whatever was to be done is done then. False where the operation is no longer the owner's, as with {@link progress}. */
  succeed(id: string, owner: string, result: unknown): Promise<boolean> {
    return this.change(id, `status = 'succeeded', result = $3, progress = ${wholeProgress}`, ownRunning, [owner, JSON.stringify(result)]);
  }

  /** Whoever wants to know is told. False where the operation is no longer the owner's, as with {@link progress}. */
  fail(id: string, owner: string, problem: unknown): Promise<boolean> {
    return this.change(id, "status = 'failed', problem = $3", ownRunning, [owner, JSON.stringify(problem)], `INSERT INTO news (operation_id) SELECT id FROM changed WHERE ${hasReceivers}`);
  }

  /** Ends an operation that has not ended; false where it has, or is in its {@link lastingPhase}. */
  cancel(id: string): Promise<boolean> {
    return this.change(id, "status = 'cancelled'", "status IN ('pending', 'running') AND coalesce(progress ->> 'phase', '') <> $2", [lastingPhase]);
  }

  /**
   * Takes over, for `owner`, what no living process works on: operations that have not ended, without a sign of life for `staleAfter` milliseconds.
   * They are `running` then. Each goes to one caller only. Oldest first, at most `most`. What was not {@link release}d was interrupted once more.
   */
  async claimInterrupted(owner: string, staleAfter: number, most: number): Promise<OperationRecord[]> {
    const [claimed] = await this.database.manager.query<[{ id: string }[], number]>(
      `UPDATE operation SET status = 'running', owner = $1, heartbeat_at = now(), updated_at = now(),
         interruptions = interruptions + CASE heartbeat_at WHEN '-infinity' THEN 0 ELSE 1 END
       WHERE id = ANY (ARRAY(
         SELECT id FROM operation
         WHERE status IN ('pending', 'running') AND heartbeat_at <= now() - $2 * interval '1 millisecond'
         ORDER BY created_at LIMIT $3
         FOR UPDATE SKIP LOCKED
       ))
       RETURNING id`,
      [owner, staleAfter, most],
    );
    const records = await Promise.all(claimed.map(({ id }) => this.get(id)));
    return records.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  }

  /** The operation as it is, then after each change, until it has ended or `signal` aborts. @throws InputError `not-found` */
  async *watch(id: string, signal?: AbortSignal): AsyncGenerator<OperationRecord, void, undefined> {
    let told = '';
    while (signal?.aborted !== true) {
      const changed = this.nextChange(id, signal);
      const operation = await this.get(id);
      if (JSON.stringify(operation) !== told) yield operation;
      if (hasEnded(operation)) return;
      told = JSON.stringify(operation);
      await changed;
    }
  }

  /** Resolves at the next change of this process, at the latest after the poll interval, or when `signal` aborts. */
  private async nextChange(id: string, signal: AbortSignal | undefined): Promise<void> {
    const late = AbortSignal.timeout(pollInterval);
    await once(this.changes, id, { signal: signal === undefined ? late : AbortSignal.any([signal, late]) }).catch(() => undefined);
  }

  /** In `assignment` and `condition` the parameters are $2 and on; `consequence` is done in one with the change, to what was `changed`. All are words of this file. */
  private async change(id: string, assignment: string, condition: string, parameters: readonly unknown[], consequence?: string): Promise<boolean> {
    const changed = await this.database.manager.query<unknown[]>(
      `WITH changed AS (UPDATE operation SET ${assignment}, updated_at = now() WHERE id = $1 AND ${condition} RETURNING id)
       ${consequence === undefined ? '' : `, followed AS (${consequence})`}
       SELECT id FROM changed`,
      [id, ...parameters],
    );
    if (changed.length > 0) this.changes.emit(id);
    return changed.length > 0;
  }
}

const wholeProgress =
  "CASE WHEN progress ->> 'total' IS NULL THEN progress ELSE json_build_object('phase', progress -> 'phase', 'done', progress -> 'total', 'total', progress -> 'total') END";

const ownRunning = "status = 'running' AND owner = $2";

function hasEnded({ status }: OperationRecord): boolean {
  return status !== 'pending' && status !== 'running';
}

/** The newest position of all where there is none. */
function parsePosition(position = '9999-12-31T23:59:59.999Z ffffffff-ffff-ffff-ffff-ffffffffffff'): { createdAt: Date; id: string } {
  const [createdAt = '', id = ''] = position.split(' ');
  return { createdAt: new Date(createdAt), id };
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

function recordOf({ id, kind, cluster, status, progress, result, problem, input, interruptions, createdBy, createdAt, updatedAt }: OperationEntity): OperationRecord {
  return {
    id,
    kind,
    cluster,
    status,
    progress,
    result,
    problem,
    input,
    interruptions,
    createdBy,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
