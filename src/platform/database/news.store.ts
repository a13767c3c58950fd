import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Ledger } from '../../core/notifications/index.js';
import { Database } from './database.js';
import { insertDeliveries, type NewDelivery } from './delivery.store.js';

/** For how long news are left to who has taken them: see {@link NewsStore.extend}. */
const lease = '12 seconds';

/** What happened and is still to be told. */
export interface News {
  readonly id: string;
  /** How often somebody began to tell it, this time among them. */
  readonly tries: number;
  /** The snapshot that was stored; null for an operation that failed. */
  readonly snapshot: { readonly clusterId: number; readonly cluster: string; readonly number: number; readonly base: number | null } | null;
  readonly operationId: string | null;
}

/** What was told of a cluster, up to a snapshot. */
export interface ToldUpTo {
  readonly number: number;
  readonly told: Ledger;
}

/** What happened and is still to be told. It is written down together with what happened, and goes together with the deliveries that tell it, so that nothing is lost in between and nothing is told twice. */
@Injectable()
export class NewsStore {
  constructor(private readonly database: Database) {}

  /** Takes the oldest news that nobody has taken; of one cluster only the oldest. */
  async claim(owner: string): Promise<News | undefined> {
    const [claimed] = await this.database.manager.query<[{ id: string }[], number]>(
      `UPDATE news SET owner = $1, leased_until = now() + interval '${lease}', tries = tries + 1
       WHERE id = (
         SELECT id FROM news
         WHERE (leased_until IS NULL OR leased_until <= now()) AND NOT EXISTS (SELECT FROM news AS earlier WHERE earlier.cluster_id = news.cluster_id AND earlier.id < news.id)
         ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
       )
       RETURNING id`,
      [owner],
    );
    const [first] = claimed;
    if (first === undefined) return undefined;
    const [row] = await this.database.manager.query<NewsRow[]>('SELECT news.*, cluster.name FROM news LEFT JOIN cluster ON cluster.id = news.cluster_id WHERE news.id = $1', [first.id]);
    return row && newsOf(row);
  }

  /** Says that `owner` is still at work. */
  async extend(id: string, owner: string): Promise<void> {
    await this.database.manager.query(`UPDATE news SET leased_until = now() + interval '${lease}' WHERE id = $1 AND owner = $2`, [id, owner]);
  }

  async told(clusterId: number): Promise<ToldUpTo | undefined> {
    const [row] = await this.database.manager.query<ToldUpTo[]>('SELECT number, told FROM news_ledger WHERE cluster_id = $1', [clusterId]);
    return row;
  }

  /** Makes the deliveries and forgets the news, in one; false where they are no longer the owner's, and nothing is done. */
  async settle({ id, snapshot }: News, owner: string, deliveries: readonly NewDelivery[], told: Ledger | null): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [gone] = await tx.query<[unknown[], number]>('DELETE FROM news WHERE id = $1 AND owner = $2 RETURNING id', [id, owner]);
      if (gone.length === 0) return false;
      if (snapshot !== null && told !== null) {
        await tx.query('INSERT INTO news_ledger (cluster_id, number, told) VALUES ($1, $2, $3) ON CONFLICT (cluster_id) DO UPDATE SET number = excluded.number, told = excluded.told', [snapshot.clusterId, snapshot.number, JSON.stringify(told)]);
      }
      await insertDeliveries(tx, deliveries.map((delivery) => ({ ...delivery, id: randomUUID() })));
      return true;
    });
  }

  /** Leaves them for a while. */
  async postpone(id: string, owner: string, milliseconds: number): Promise<void> {
    await this.database.manager.query("UPDATE news SET owner = NULL, leased_until = now() + $3 * interval '1 millisecond' WHERE id = $1 AND owner = $2", [id, owner, milliseconds]);
  }

  /** Leaves what `owner` has taken to whoever takes it next; of every owner where none is given. */
  async release(owner: string | null): Promise<void> {
    await this.database.manager.query('UPDATE news SET owner = NULL, leased_until = NULL WHERE leased_until IS NOT NULL AND ($1::text IS NULL OR owner = $1)', [owner]);
  }
}

interface NewsRow {
  readonly id: string;
  readonly tries: number;
  readonly cluster_id: number | null;
  readonly number: number | null;
  readonly base: number | null;
  readonly operation_id: string | null;
  readonly name: string | null;
}

function newsOf({ id, tries, cluster_id: clusterId, number, base, operation_id: operationId, name }: NewsRow): News {
  return { id, tries, operationId, snapshot: clusterId === null || number === null || name === null ? null : { clusterId, cluster: name, number, base } };
}

/** Whether anybody is to be told of anything: without, nothing is written down. */
export const hasReceivers = 'EXISTS (SELECT FROM webhook WHERE enabled)';

/** Writes down, inside the transaction that stores a snapshot, that it is to be told of. */
export async function announceSnapshot(tx: EntityManager, clusterId: number, number: number, base: number | undefined): Promise<void> {
  await tx.query(`INSERT INTO news (cluster_id, number, base) SELECT $1, $2, $3 WHERE ${hasReceivers}`, [clusterId, number, base ?? null]);
}

/** The snapshots without which it could not be told what changed. */
export async function snapshotsToBeTold(tx: EntityManager, clusterId: number): Promise<ReadonlySet<number>> {
  const rows = await tx.query<{ number: number; base: number | null }[]>('SELECT number, base FROM news WHERE cluster_id = $1', [clusterId]);
  return new Set(rows.flatMap(({ number, base }) => (base === null ? [number] : [number, base])));
}
