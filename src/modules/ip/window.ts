import { InputError } from '../../core/errors.js';
import { sha256 } from '../../core/hash.js';
import type { Window } from '../../core/ip/index.js';
import type { PageRequest } from '../../platform/database/index.js';

/** The window of an answer that a page asks for. The position is bound to the question, which stands in the body and so is no part of the list that a cursor is for. */
export function windowOf({ limit, after }: PageRequest, question: object): Window {
  if (after === undefined) return { from: 0n, limit };
  const [digest, from = ''] = after.split(':');
  if (digest === digestOf(question)) return { from: BigInt(from), limit };
  const detail = 'this cursor belongs to another question: send the body that the page before was asked with';
  throw new InputError('invalid-cursor', detail, [{ pointer: '?cursor', detail }]);
}

/** The answer with the position of its next page in the form that {@link windowOf} takes. */
export function paged<T extends { readonly next: string | null }>(answer: T, question: object): T {
  return { ...answer, next: answer.next === null ? null : `${digestOf(question)}:${answer.next}` };
}

function digestOf(question: object): string {
  return sha256(JSON.stringify(question)).slice(0, 16);
}
