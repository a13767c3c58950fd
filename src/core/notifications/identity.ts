import { sha256 } from '../hash.js';

/** The id of what happened: of the same parts always the same one. */
export function eventId(...parts: readonly (string | number)[]): string {
  return `evt_${sha256(JSON.stringify(parts)).slice(0, 32)}`;
}

/** Names what is told in one message. */
export function threadOf(...parts: readonly string[]): string {
  return sha256(JSON.stringify(parts)).slice(0, 32);
}
