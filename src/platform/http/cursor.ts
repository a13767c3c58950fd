import { createHmac, timingSafeEqual } from 'node:crypto';
import { InputError } from '../../core/errors.js';

const MAC_BYTES = 16;

/**
 * A position in a list as a caller gets it: opaque, and good only for the list it was made for.
 *
 * @param position as the store tells it
 * @param list what the position is in: path and filters
 */
export function sealCursor(position: string, list: string, secret: string | Buffer): string {
  return Buffer.concat([macOf(position, list, secret), Buffer.from(position)]).toString('base64url');
}

/**
 * The position in a cursor that {@link sealCursor} made.
 *
 * @throws InputError `invalid-cursor` where it was made for another list, or not by us
 */
export function openCursor(cursor: string, list: string, secret: string | Buffer): string {
  const bytes = Buffer.from(cursor, 'base64url');
  const position = bytes.subarray(MAC_BYTES).toString();
  const mac = macOf(position, list, secret);
  if (bytes.length >= MAC_BYTES && timingSafeEqual(bytes.subarray(0, MAC_BYTES), mac) && bytes.toString('base64url') === cursor) return position;
  const detail = 'this cursor does not belong to this list: it is good for the same path and filters only, and `latest` may be another snapshot by now';
  throw new InputError('invalid-cursor', detail, [{ pointer: '?cursor', detail }]);
}

function macOf(position: string, list: string, secret: string | Buffer): Buffer {
  return createHmac('sha256', secret).update(JSON.stringify([list, position])).digest().subarray(0, MAC_BYTES);
}
