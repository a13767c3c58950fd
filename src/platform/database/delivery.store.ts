import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { InputError } from '../../core/errors.js';
import type { NotificationEvent } from '../../core/notifications/index.js';
import { Database } from './database.js';
import { WebhookDeliveryEntity } from './entities/webhook-delivery.entity.js';
import { pageOf, type Page, type PageRequest } from './page.js';
import { isUuid } from './webhook.store.js';
import type { ClaimedDelivery, DeliveryOutcome, DeliveryRecord, DeliveryStatus } from './webhook-record.js';

/** For how long a delivery is left to who has taken it: see {@link DeliveryStore.extend}. */
const lease = '12 seconds';

/** Tries to one receiver at a time, of all processes together: one that does not answer must not hold up the others. */
const mostAtOnce = 4;

/** How long what has ended can be asked for. */
const lifetimes = { delivered: '7 days', dead: '30 days' } as const;

/** Attempts that are kept of each delivery. */
const keptAttempts = 20;

/** What is to be told whom. */
export interface NewDelivery {
  readonly webhookId: string;
  readonly event: NotificationEvent;
}

/** Events on their way. Each is delivered at least once; only the process that has taken one moves it on. */
@Injectable()
export class DeliveryStore {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  async list(webhookId: string, { status, event }: { readonly status?: DeliveryStatus; readonly event?: string }, { limit, after }: PageRequest): Promise<Page<DeliveryRecord>> {
    const rows = await this.database.manager
      .createQueryBuilder(WebhookDeliveryEntity, 'delivery')
      .where('delivery.webhookId = :webhookId', { webhookId })
      .andWhere(status === undefined ? 'true' : 'delivery.status = :status', { status })
      .andWhere(event === undefined ? 'true' : 'delivery.type = :event', { event })
      .andWhere(after === undefined ? 'true' : 'delivery.position < :after', { after })
      .orderBy('delivery.position', 'DESC')
      .limit(limit + 1)
      .getMany();
    const { items, next } = pageOf(rows, limit, ({ position }) => position);
    return { items: items.map(recordOf), next };
  }

  /** @throws InputError `not-found` */
  async get(webhookId: string, id: string): Promise<DeliveryRecord> {
    const delivery = isUuid(id) ? await this.database.manager.findOneBy(WebhookDeliveryEntity, { webhookId, id }) : null;
    if (delivery === null) throw new InputError('not-found', `this webhook has no delivery ${JSON.stringify(id)}; what was delivered is kept for ${lifetimes.delivered}, what failed for ${lifetimes.dead}`);
    return recordOf(delivery);
  }

  /** Tries it anew from the beginning, under the same id. @throws InputError `not-found`, or `conflict` where it is still pending */
  async replay(webhookId: string, id: string): Promise<DeliveryRecord> {
    await this.get(webhookId, id);
    const [, affected] = await this.database.manager.query<[unknown, number]>(
      "UPDATE webhook_delivery SET status = 'pending', tries = 0, due_at = now(), owner = NULL, leased_until = NULL, updated_at = now() WHERE id = $1 AND status <> 'pending'",
      [id],
    );
    if (affected === 0) throw new InputError('conflict', `delivery ${id} is pending: it is tried by itself`);
    return this.get(webhookId, id);
  }

  /** A delivery that `owner` has taken already, and nobody else takes. */
  async addTaken(delivery: NewDelivery, owner: string): Promise<ClaimedDelivery> {
    const id = randomUUID();
    await insertDeliveries(this.database.manager, [{ ...delivery, id }], owner);
    const [claimed] = await this.#claimed([id]);
    if (claimed === undefined) throw new InputError('not-found', `there is no webhook ${JSON.stringify(delivery.webhookId)} any more`);
    return claimed;
  }

  /**
   * Takes, for `owner`, up to `most` of what is due. Each goes to one caller only, until its lease is over. Of one thread only the first that is not delivered,
   * and to one receiver only few at a time.
   */
  async claimDue(owner: string, most: number): Promise<ClaimedDelivery[]> {
    const [claimed] = await this.database.manager.query<[{ id: string }[], number]>(
      `WITH ranked AS (
         SELECT delivery.id, delivery.due_at, delivery.position, delivery.webhook_id, row_number() OVER (PARTITION BY delivery.webhook_id ORDER BY delivery.due_at, delivery.position) AS place
         FROM webhook_delivery AS delivery JOIN webhook ON webhook.id = delivery.webhook_id AND webhook.enabled
         WHERE delivery.status = 'pending' AND delivery.due_at <= now() AND (delivery.leased_until IS NULL OR delivery.leased_until <= now())
           AND (delivery.thread IS NULL OR NOT EXISTS (
             SELECT FROM webhook_delivery AS earlier
             WHERE earlier.webhook_id = delivery.webhook_id AND earlier.thread = delivery.thread AND earlier.position < delivery.position AND earlier.status = 'pending'
           ))
       ), due AS (
         SELECT id FROM ranked
         WHERE place <= $3 - (SELECT count(*) FROM webhook_delivery AS busy WHERE busy.webhook_id = ranked.webhook_id AND busy.status = 'pending' AND busy.leased_until > now())
         ORDER BY due_at, position LIMIT $2
       )
       UPDATE webhook_delivery SET owner = $1, leased_until = now() + interval '${lease}'
       WHERE id = ANY (ARRAY(
         SELECT id FROM webhook_delivery
         WHERE id IN (SELECT id FROM due) AND status = 'pending' AND (leased_until IS NULL OR leased_until <= now())
         FOR UPDATE SKIP LOCKED
       ))
       RETURNING id`,
      [owner, most, mostAtOnce],
    );
    return claimed.length === 0 ? [] : this.#claimed(claimed.map(({ id }) => id));
  }

  /** Says that `owner` is still at work. */
  async extend(id: string, owner: string): Promise<void> {
    await this.database.manager.query(`UPDATE webhook_delivery SET leased_until = now() + interval '${lease}' WHERE id = $1 AND owner = $2 AND status = 'pending'`, [id, owner]);
  }

  /** Notes how a try ended; false where the delivery is no longer the owner's. */
  async conclude(delivery: ClaimedDelivery, owner: string, { attempt, status, pause, message, isGone, hasLostMessage }: DeliveryOutcome): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [, affected] = await tx.query<[unknown, number]>(
        `UPDATE webhook_delivery
         SET status = $3, tries = tries + 1, attempts = $4, due_at = now() + $5 * interval '1 millisecond', message = $6, owner = NULL, leased_until = NULL, updated_at = now()
         WHERE id = $1 AND owner = $2 AND status = 'pending'`,
        [delivery.id, owner, status, JSON.stringify([...delivery.attempts, attempt].slice(-keptAttempts)), pause, message],
      );
      if (affected === 0) return false;
      if (hasLostMessage) await tx.query('UPDATE webhook_delivery SET message = NULL WHERE webhook_id = $1 AND thread = $2', [delivery.webhookId, delivery.event.thread]);
      if (isGone) await tx.query("UPDATE webhook SET enabled = false, disabled_reason = 'gone', updated_at = now() WHERE id = $1 AND url = $2", [delivery.webhookId, delivery.url]);
      return true;
    });
  }

  /** Leaves what `owner` has taken to whoever takes it next; of every owner where none is given. */
  async release(owner: string | null): Promise<void> {
    await this.database.manager.query("UPDATE webhook_delivery SET owner = NULL, leased_until = NULL WHERE status = 'pending' AND leased_until IS NOT NULL AND ($1::text IS NULL OR owner = $1)", [owner]);
  }

  /** Deletes what ended long ago. */
  async purge(): Promise<void> {
    for (const [status, lifetime] of Object.entries(lifetimes)) {
      await this.database.manager.query(`DELETE FROM webhook_delivery WHERE status = $1 AND updated_at < now() - interval '${lifetime}'`, [status]);
    }
  }

  /** In the order of their making. */
  async #claimed(ids: readonly string[]): Promise<ClaimedDelivery[]> {
    const rows = await this.database.manager.query<ClaimedRow[]>(
      `SELECT delivery.*, webhook.url, webhook.preset, webhook.secret, CASE WHEN webhook.previous_until > now() THEN webhook.previous_secret END AS previous_secret,
         (SELECT CASE WHEN earlier.type <> 'finding.resolved' THEN earlier.message END FROM webhook_delivery AS earlier
          WHERE earlier.webhook_id = delivery.webhook_id AND earlier.thread = delivery.thread AND earlier.position < delivery.position AND earlier.status = 'delivered'
          ORDER BY earlier.position DESC LIMIT 1) AS earlier
       FROM webhook_delivery AS delivery JOIN webhook ON webhook.id = delivery.webhook_id
       WHERE delivery.id = ANY ($1) ORDER BY delivery.position`,
      [ids],
    );
    return rows.map(({ url, preset, secret, previous_secret, earlier, ...row }) => ({
      ...recordOf({ ...row, webhookId: row.webhook_id, dueAt: row.due_at, createdAt: row.created_at, updatedAt: row.updated_at }),
      url,
      preset,
      secrets: previous_secret === null ? [secret] : [secret, previous_secret],
      earlier: earlier ?? row.message,
    }));
  }
}

interface ClaimedRow extends Pick<WebhookDeliveryEntity, 'id' | 'status' | 'tries' | 'attempts' | 'event' | 'message'>, Pick<ClaimedDelivery, 'url' | 'preset' | 'earlier'> {
  readonly webhook_id: string;
  readonly due_at: Date;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly secret: string;
  readonly previous_secret: string | null;
}

/** Adds what is to be told; nobody is told the same event twice, and nobody who is no more. Events go as text: JSON functions of Postgres take no NUL characters, and names of imported objects may hold some. */
export async function insertDeliveries(manager: EntityManager, deliveries: readonly (NewDelivery & { readonly id: string })[], owner: string | null = null): Promise<void> {
  if (deliveries.length === 0) return;
  await manager.query(
    `INSERT INTO webhook_delivery (id, webhook_id, event_id, type, event, thread, owner, leased_until)
     SELECT made.id, made.webhook_id, made.event_id, made.type, made.event::json, made.thread, $7, CASE WHEN $7::text IS NOT NULL THEN now() + interval '${lease}' END
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY AS made (id, webhook_id, event_id, type, event, thread, place)
     JOIN webhook ON webhook.id = made.webhook_id
     ORDER BY made.place
     ON CONFLICT (webhook_id, event_id) DO NOTHING`,
    [
      deliveries.map(({ id }) => id),
      deliveries.map(({ webhookId }) => webhookId),
      deliveries.map(({ event }) => event.id),
      deliveries.map(({ event }) => event.type),
      deliveries.map(({ event }) => JSON.stringify(event)),
      deliveries.map(({ event }) => event.thread),
      owner,
    ],
  );
}

function recordOf({ id, webhookId, status, tries, attempts, dueAt, event, createdAt, updatedAt }: Pick<WebhookDeliveryEntity, 'id' | 'webhookId' | 'status' | 'tries' | 'attempts' | 'dueAt' | 'event' | 'createdAt' | 'updatedAt'>): DeliveryRecord {
  return {
    id,
    webhookId,
    status,
    tries,
    attempts,
    dueAt: status === 'pending' ? dueAt.toISOString() : null,
    event,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
