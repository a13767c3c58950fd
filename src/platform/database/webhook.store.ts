import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InputError } from '../../core/errors.js';
import { Database } from './database.js';
import { WebhookEntity } from './entities/webhook.entity.js';
import { pageOf, type Page, type PageRequest } from './page.js';
import type { NewWebhook, WebhookChange, WebhookRecord } from './webhook-record.js';

/** How long the secret before signs beside the new one. */
const overlap = '24 hours';

/** Who is told of what. The secrets leave it only with a delivery that is to be signed. */
@Injectable()
export class WebhookStore {
  constructor(private readonly database: Database) {}

  async create(webhook: NewWebhook): Promise<WebhookRecord> {
    const id = randomUUID();
    await this.database.manager.insert(WebhookEntity, { id, ...webhook, disabledReason: webhook.enabled ? null : 'asked' });
    return this.get(id);
  }

  /** @throws InputError `not-found` */
  async get(id: string): Promise<WebhookRecord> {
    const webhook = isUuid(id) ? await this.database.manager.findOneBy(WebhookEntity, { id }) : null;
    if (webhook === null) throw new InputError('not-found', `there is no webhook ${JSON.stringify(id)}; GET /v1/webhooks lists them`);
    return recordOf(webhook);
  }

  /** Oldest first. */
  async list({ limit, after }: PageRequest): Promise<Page<WebhookRecord>> {
    const [createdAt = '', id = ''] = after?.split(' ') ?? [];
    const rows = await this.database.manager
      .createQueryBuilder(WebhookEntity, 'webhook')
      .where(after === undefined ? 'true' : '(webhook.createdAt, webhook.id) > (:createdAt, :id)', { createdAt, id })
      .orderBy({ 'webhook.createdAt': 'ASC', 'webhook.id': 'ASC' })
      .limit(limit + 1)
      .getMany();
    const { items, next } = pageOf(rows, limit, (last) => `${last.createdAt.toISOString()} ${last.id}`);
    return { items: items.map(recordOf), next };
  }

  /** All that are enabled. */
  async enabled(): Promise<WebhookRecord[]> {
    return (await this.database.manager.findBy(WebhookEntity, { enabled: true })).map(recordOf);
  }

  /** @throws InputError `not-found` */
  async update(id: string, change: WebhookChange): Promise<WebhookRecord> {
    await this.get(id);
    const reason = change.enabled === undefined ? {} : { disabledReason: change.enabled ? null : ('asked' as const) };
    await this.database.manager.update(WebhookEntity, { id }, { ...change, ...reason, updatedAt: () => 'now()' });
    return this.get(id);
  }

  /** From now on `secret` signs; the one before does too for a day, and none that was before that. @throws InputError `not-found` */
  async rotate(id: string, secret: string): Promise<WebhookRecord> {
    await this.get(id);
    await this.database.manager.query(
      `UPDATE webhook SET previous_secret = secret, previous_until = now() + interval '${overlap}', secret = $2, updated_at = now() WHERE id = $1`,
      [id, secret],
    );
    return this.get(id);
  }

  /** Together with its deliveries. @throws InputError `not-found` */
  async delete(id: string): Promise<void> {
    await this.get(id);
    await this.database.manager.delete(WebhookEntity, { id });
  }
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

function recordOf({ id, name, url, preset, events, clusters, namespaces, severities, enabled, disabledReason, previousUntil, createdBy, createdAt, updatedAt }: WebhookEntity): WebhookRecord {
  const isOver = previousUntil === null || previousUntil.getTime() <= Date.now();
  return {
    id,
    name,
    url,
    preset,
    events,
    clusters,
    namespaces,
    severities,
    enabled,
    disabledReason,
    previousSecretUntil: isOver ? null : previousUntil.toISOString(),
    createdBy,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
