/** What the place of an object says of it: its path in an upload, or the list that holds it. What the object says itself goes before. */
export interface Hint {
  readonly file?: string;
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly namespace?: string;
  readonly name?: string;
}
