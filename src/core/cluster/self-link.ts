import { catalogue } from './kinds/catalogue.js';
import type { Hint } from './hint.js';

const form = /^\/(?:api|apis\/(?<group>[^/]+))\/(?<version>v\w+)\/(?:namespaces\/(?<namespace>[^/]+)\/)?(?<plural>[^/]+)(?:\/(?<name>[^/]+))?$/;

const byPlural = new Map(catalogue.map(({ plural, kind }) => [plural, kind as string]));

/**
 * What `metadata.selfLink` tells of an object or a list, which API servers before 1.20 wrote: `/apis/apps/v1/namespaces/web/deployments/shop`.
 * `kind` is that of the catalogue, or else a guess from the plural (`Event`). Empty for anything else.
 */
export function parseSelfLink(selfLink: unknown): Hint {
  const { group, version, namespace, plural, name } = (typeof selfLink === 'string' && form.exec(selfLink)?.groups) || {};
  if (plural === undefined || version === undefined) return {};
  return {
    kind: byPlural.get(plural) ?? singularOf(plural),
    apiVersion: group === undefined ? version : `${group}/${version}`,
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
  };
}

/** `Event` of `events`, `Policy` of `policies`, `Class` of `classes`. The plural does not tell where else a capital stands: `Rolebinding`. */
function singularOf(plural: string): string {
  const singular = plural.replace(/ies$/, 'y').replace(/(?<=s|x|ch|sh)es$|(?<!s)s$/, '');
  return singular.charAt(0).toUpperCase() + singular.slice(1);
}
