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
  /** The first request with this key is at work. */
  | { readonly state: 'in-progress' }
  /** The key was used for another request. */
  | { readonly state: 'mismatch' }
  /** The first request was answered so. */
  | { readonly state: 'replay'; readonly response: StoredResponse };

/** How long a key is remembered. */
const lifetime = '24 hours';

/** How long a request may be at work before it counts as lost with its process. */
const lease = '15 minutes';

@Injectable()
export class IdempotencyStore {
  constructor(private readonly database: Database) {}

  /** Claims the key for a request of this fingerprint, or says what became of the first one. Of several callers at once exactly one gets `fresh`. */
  async begin({ principal, key }: IdempotencyKey, fingerprint: string): Promise<IdempotencyState> {
    const { manager } = this.database;
    await manager.query(
      `DELETE FROM idempotency_key
       WHERE principal = $1 AND key = $2 AND begun_at < now() - CASE WHEN status IS NULL THEN interval '${lease}' ELSE interval '${lifetime}' END`,
      [principal, key],
    );
    const claimed = await manager.query<unknown[]>(
      'INSERT INTO idempotency_key (principal, key, fingerprint) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING key',
      [principal, key, fingerprint],
    );
    if (claimed.length > 0) return { state: 'fresh' };
    const first = await manager.findOneBy(IdempotencyKeyEntity, { principal, key });
    if (first === null) return this.begin({ principal, key }, fingerprint);
    if (first.fingerprint !== fingerprint) return { state: 'mismatch' };
    const { status, headers, body } = first;
    return status === null ? { state: 'in-progress' } : { state: 'replay', response: { status, headers: headers ?? {}, body: body ?? '' } };
  }

  /** Keeps the response for whoever repeats the request. */
  async complete({ principal, key }: IdempotencyKey, { status, headers, body }: StoredResponse): Promise<void> {
    await this.database.manager.update(IdempotencyKeyEntity, { principal, key }, { status, headers, body });
  }

  /** Forgets the request, so that a repetition starts anew. */
  async abandon({ principal, key }: IdempotencyKey): Promise<void> {
    await this.database.manager.delete(IdempotencyKeyEntity, { principal, key });
  }

  /** Deletes what is remembered no longer. */
  async purge(): Promise<void> {
    await this.database.manager.query(`DELETE FROM idempotency_key WHERE begun_at < now() - interval '${lifetime}'`);
  }
}
