/** An object as JSON and YAML have it, of which nothing else is known. */
export type RawRecord = Readonly<Record<string, unknown>>;

/** Whether a value is an object, and neither a list nor null. */
export function isRecord(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
