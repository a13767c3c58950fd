import { randomUUID } from 'node:crypto';

/** What names a request, in it and in its answer. */
export const requestIdHeader = 'x-request-id';

/** The id of a request: the caller's own, where it can stand in a header and a log line, else a new one. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[\w.:/+=-]{1,128}$/.test(header) ? header : randomUUID();
}
