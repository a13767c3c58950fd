/** A body that follows from immutable things alone, and the query parameters that name them all. Made by {@link pinned}. */
export class Pinned<T> {
  constructor(
    readonly query: Readonly<Record<string, string>>,
    readonly body: T,
  ) {}
}

/**
 * Answer of a handler that stays the same for ever where these query parameters stand in the place of the caller's words (`latest`): it gets
 * a `Content-Location` with them, and an `ETag`.
 */
export function pinned<T>(query: Readonly<Record<string, string>>, body: T): Pinned<T> {
  return new Pinned(query, body);
}
