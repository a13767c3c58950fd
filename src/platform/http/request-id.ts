import { randomUUID } from 'node:crypto';

/** The id of a request: the caller's own, where it can stand in a header and a log line, else a new one. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[\w.:/+=-]{1,128}$/.test(header) ? header : randomUUID();
}
