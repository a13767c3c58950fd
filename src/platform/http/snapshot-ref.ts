import { InputError } from '../../core/errors.js';
import type { SnapshotRef } from '../database/index.js';

const INSTANT = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

/**
 * What names a snapshot in a path or a query: a number, `latest`, `latest~N`, or an RFC 3339 instant.
 *
 * @param pointer where the text stands in the request
 * @throws InputError `invalid-request`
 */
export function parseSnapshotRef(text: string, pointer = ':snapshot'): SnapshotRef {
  const latest = /^latest(?:~(\d{1,9}))?$/.exec(text);
  if (latest !== null) return { latest: Number(latest[1] ?? 0) };
  if (/^[1-9]\d{0,8}$/.test(text)) return { number: Number(text) };
  const at = INSTANT.test(text) ? new Date(text) : undefined;
  if (at !== undefined && !Number.isNaN(at.getTime())) return { at };
  const detail = `a snapshot is named by its number, latest, latest~N (N before the latest) or an instant as 2026-01-31T12:00:00Z, not ${JSON.stringify(text)}`;
  throw new InputError('invalid-request', detail, [{ pointer, detail }]);
}
