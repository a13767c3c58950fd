import { nearest } from '../analysis/index.js';
import { InputError } from '../errors.js';
import { catalogue, isKindName, kindNames, type KindName } from './kinds/catalogue.js';

/**
 * The kind of this name.
 *
 * @param pointer where the name stands in the request
 * @throws InputError `invalid-request` for another name, with the kinds that may be meant
 */
export function findKind(name: string, pointer: string): KindName {
  if (isKindName(name)) return name;
  const meant = catalogue.find(({ kind, plural }) => [kind.toLowerCase(), plural].includes(name.toLowerCase()));
  const near = meant === undefined ? nearest(name, kindNames) : [meant.kind];
  const hint = near.length > 0 ? `near: ${near.join(', ')}` : `known: ${kindNames.join(', ')}`;
  const detail = `There is no kind “${name}”; ${hint}.`;
  throw new InputError('invalid-request', detail, [{ pointer, detail }]);
}
