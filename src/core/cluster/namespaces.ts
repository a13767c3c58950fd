import { nearest } from '../analysis/index.js';
import { InputError } from '../errors.js';
import { kindNames } from './kinds/catalogue.js';
import { compareText } from './shape.js';
import type { ClusterView } from './view.js';

/** Every namespace that the snapshot mentions: those that it holds as objects, and those in which objects lie. Sorted. */
export function namespacesOf(view: ClusterView): string[] {
  const names = new Set(view.objects('Namespace').map(({ metadata }) => metadata.name));
  for (const kind of kindNames) for (const { metadata } of view.objects(kind)) if ('namespace' in metadata) names.add(metadata.namespace);
  return [...names].sort(compareText);
}

/**
 * Sees to it that the snapshot mentions this namespace.
 *
 * @param pointer where the name stands in the request
 * @throws InputError `invalid-request` with the namespaces that may be meant
 */
export function requireNamespace(view: ClusterView, name: string, pointer: string): void {
  const names = namespacesOf(view);
  if (names.includes(name)) return;
  const near = nearest(name, names);
  const hint = near.length > 0 ? `near: ${near.join(', ')}` : `${names.length} are known`;
  const detail = `There is no namespace “${name}”; ${hint}.`;
  throw new InputError('invalid-request', detail, [{ pointer, detail }]);
}
