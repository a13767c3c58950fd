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
  | { readonly state: 'fresh' }
  | { readonly state: 'in-progress' }
  | { readonly state: 'mismatch' }
  | { readonly state: 'replay'; readonly response: StoredResponse };

export class IdempotencyStore {
  /** Claims the key for a request of this fingerprint, or says what the first one came to. Exactly one of several callers gets `fresh`, and must then `complete` or `abandon`. */
  begin(_use: IdempotencyKey, _fingerprint: string): Promise<IdempotencyState> {
    throw new Error('unwritten');
  }

  complete(_use: IdempotencyKey, _response: StoredResponse): Promise<void> {
    throw new Error('unwritten');
  }

  abandon(_use: IdempotencyKey): Promise<void> {
    throw new Error('unwritten');
  }
}
