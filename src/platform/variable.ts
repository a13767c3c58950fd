/** One environment variable: what the README's table says of it, and how its text is read. */
export interface Variable<T> {
  /** As it would be written; '' stands for unset. */
  readonly default: string;
  readonly allowed: string;
  readonly description: string;
  /** Its value is never repeated in a message. */
  readonly secret?: boolean;
  /** Throws {@link Unfit}, or gives the value. */
  read(text: string): T;
}

/** A text that is no value of its variable. The message, if there is one, says more than `allowed` does. */
export class Unfit extends Error {}
