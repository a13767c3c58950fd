import { nearest } from '../analysis/index.js';
import { InputError } from '../errors.js';
import { catalogue, kindNames, type KindName } from './kinds/catalogue.js';

/** By every word that kubectl takes for a kind, in lower case. */
const byWord: ReadonlyMap<string, KindName> = new Map(
  catalogue.flatMap(({ kind, plural, shortNames = [] }) => [kind.toLowerCase(), plural, ...shortNames].map((word) => [word, kind] as const)),
);
const maxNear = 3;

/**
 * The kind that is meant by a word as kubectl takes it: the kind, its plural or a short name, in any case (`Service`, `services`, `svc`).
 *
 * @param pointer where the word stands in the request
 * @throws InputError `invalid-request` for another word, with the kinds that may be meant
 */
export function findKind(word: string, pointer: string): KindName {
  const kind = byWord.get(word.toLowerCase());
  if (kind !== undefined) return kind;
  const near = new Set(nearest(word.toLowerCase(), byWord.keys(), 2 * maxNear).map((meant) => byWord.get(meant)));
  const hint = near.size > 0 ? `near: ${[...near].slice(0, maxNear).join(', ')}` : `known: ${kindNames.join(', ')}`;
  const detail = `No kind “${word}” is kept; ${hint}.`;
  throw new InputError('invalid-request', detail, [{ pointer, detail }]);
}
