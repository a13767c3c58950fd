/** A body that follows from immutable things alone, and the URL that names them all. Made by {@link pinned}. */
export class Pinned<T> {
  constructor(
    readonly url: string,
    readonly body: T,
  ) {}
}

/** Answer of a handler that stays the same for ever at `url`, whatever the caller's words for it were (`latest`): it gets a `Content-Location` and an `ETag`. */
export function pinned<T>(url: string, body: T): Pinned<T> {
  return new Pinned(url, body);
}
