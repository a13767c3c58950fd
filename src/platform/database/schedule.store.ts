import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from './database.js';
import type { NewOperation } from './operation.store.js';

/** Clusters taken at once. Those that are left are taken in the next round, or by another process. */
const mostAtOnce = 100;

/** When live clusters are captured by themselves. */
@Injectable()
export class ScheduleStore {
  constructor(private readonly database: Database) {}

  /**
   * Makes one operation, free to be claimed at once, for every cluster whose next capture is due at `now`, and sets when the next one is. A cluster goes to one caller only;
   * one at which such an operation is still at work is passed over until then. Answers how many clusters were due.
   */
  async takeDue(now: Date, { kind, input }: Pick<NewOperation, 'kind' | 'input'>, nextRun: (schedule: string, after: Date) => Date): Promise<number> {
    return this.database.transaction(async (tx) => {
      const due = await tx.query<{ id: number; name: string; schedule: string }[]>(
        'SELECT id, name, schedule FROM cluster WHERE next_capture_at <= $1 ORDER BY next_capture_at LIMIT $2 FOR UPDATE SKIP LOCKED',
        [now, mostAtOnce],
      );
      for (const { id, name, schedule } of due) {
        await tx.query('UPDATE cluster SET next_capture_at = $2 WHERE id = $1', [id, nextRun(schedule, now)]);
        await tx.query(
          `INSERT INTO operation (id, kind, cluster, status, input, heartbeat_at)
           SELECT $1, $2, $3, 'pending', $4, '-infinity'
           WHERE NOT EXISTS (SELECT FROM operation WHERE kind = $2 AND cluster = $3 AND status IN ('pending', 'running'))`,
          [randomUUID(), kind, name, JSON.stringify(input)],
        );
      }
      return due.length;
    });
  }
}
