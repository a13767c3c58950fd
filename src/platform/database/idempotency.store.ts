import { Injectable } from '@nestjs/common';
import { Database } from './database.js';
import { IdempotencyKeyEntity } from './entities/idempotency-key.entity.js';

/** One use of an `Idempotency-Key`: keys of different principals never meet. */
export interface IdempotencyKey {
  readonly principal: string;
  readonly key: string;
}

export interface StoredResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type IdempotencyState =
  /** The caller may go on, and then must `complete` or `abandon`. */
  | { readonly state: 'fresh' }
  /** The first request with this key has not been answered yet; the operation that it began or was about to begin has this id. */
  | { readonly state: 'in-progress'; readonly operationId?: string }
  /** The key was used for another request. */
  | { readonly state: 'mismatch' }
  /** The first request was answered so. */
  | { readonly state: 'replay'; readonly response: StoredResponse };

/** How long a key is remembered. */
const lifetime = '24 hours';

/** How long a request may be at work, without an operation, before it counts as lost with its process. */
const lease = '15 minutes';

const hasOperation = 'EXISTS (SELECT FROM operation WHERE operation.id = idempotency_key.operation_id)';

@Injectable()
export class IdempotencyStore {
  constructor(private readonly database: Database) {}

  /**
   * Claims the key for a request of this fingerprint, or says what became of the first one. Of several callers at once exactly one gets `fresh`.
   *
   * @param operationId the id that the request's operation will have, by which it is found again when its process has died before it answered
   */
  async begin({ principal, key }: IdempotencyKey, fingerprint: string, operationId: string | null = null): Promise<IdempotencyState> {
    const { manager } = this.database;
    await manager.query(
      `DELETE FROM idempotency_key
       WHERE principal = $1 AND key = $2 AND begun_at < now() - CASE WHEN status IS NULL AND NOT ${hasOperation} THEN interval '${lease}' ELSE interval '${lifetime}' END`,
      [principal, key],
    );
    const claimed = await manager.query<unknown[]>(
      'INSERT INTO idempotency_key (principal, key, fingerprint, operation_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING key',
      [principal, key, fingerprint, operationId],
    );
    if (claimed.length > 0) return { state: 'fresh' };
    const first = await manager.findOneBy(IdempotencyKeyEntity, { principal, key });
    if (first === null) return this.begin({ principal, key }, fingerprint, operationId);
    if (first.fingerprint !== fingerprint) return { state: 'mismatch' };
    const { status, headers, body } = first;
    if (status === null) return { state: 'in-progress', ...(first.operationId !== null && { operationId: first.operationId }) };
    return { state: 'replay', response: { status, headers: headers ?? {}, body: body ?? '' } };
  }

  /** Keeps the response for whoever repeats the request. */
  async complete({ principal, key }: IdempotencyKey, { status, headers, body }: StoredResponse): Promise<void> {
    await this.database.manager.update(IdempotencyKeyEntity, { principal, key }, { status, headers, body });
  }

  /** Forgets the request, so that a repetition starts anew; unless its operation goes on all the same, or has succeeded. */
  async abandon({ principal, key }: IdempotencyKey): Promise<void> {
    await this.database.manager.query(
      `DELETE FROM idempotency_key
       WHERE principal = $1 AND key = $2
         AND NOT EXISTS (SELECT FROM operation WHERE operation.id = idempotency_key.operation_id AND operation.status NOT IN ('failed', 'cancelled'))`,
      [principal, key],
    );
  }

  /** Deletes what is remembered no longer. */
  async purge(): Promise<void> {
    await this.database.manager.query(`DELETE FROM idempotency_key WHERE begun_at < now() - interval '${lifetime}'`);
  }
}
