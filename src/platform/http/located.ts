/** A body that is answered with a `Location`. Made by {@link created} and {@link accepted}. */
export class Located<T> {
  constructor(
    readonly status: 201 | 202,
    readonly location: string,
    readonly body: T,
  ) {}
}

/** Answer of a handler: `201 Created`, `location` is the path of what was made. */
export function created<T>(location: string, body: T): Located<T> {
  return new Located(201, location, body);
}

/** Answer of a handler that was asked to `respond-async` and does: `202 Accepted`, `Preference-Applied`, `location` is the path of the operation. */
export function accepted<T>(location: string, body: T): Located<T> {
  return new Located(202, location, body);
}
