import type { ClusterView, ReferenceGrant } from '../../cluster/index.js';

/** Who refers. */
export interface Referrer {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
}

/** What is referred to. */
export interface Referent {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/**
 * Whether a reference may be followed: within a namespace always, across namespaces where a ReferenceGrant in that of the referent says so.
 * - `unknown`: no grant that the snapshot holds says so, and it does not hold them all
 *
 * Source: gateway-api v1.6 apis/v1/referencegrant_types.go
 */
export type Permission = { readonly state: 'same-namespace' | 'refused' | 'unknown' } | { readonly state: 'granted'; readonly by: ReferenceGrant };

/** Whether `from` may refer to `to`. */
export function permissionOf(view: ClusterView, from: Referrer, to: Referent): Permission {
  if (from.namespace === to.namespace) return { state: 'same-namespace' };
  const by = grantsIn(view, to.namespace).find((grant) => grants(grant, from, to));
  if (by !== undefined) return { state: 'granted', by };
  return { state: view.covers('ReferenceGrant', to.namespace) ? 'refused' : 'unknown' };
}

function grants({ spec }: ReferenceGrant, from: Referrer, to: Referent): boolean {
  return (
    (spec.from ?? []).some(({ group, kind, namespace }) => group === from.group && kind === from.kind && namespace === from.namespace) &&
    (spec.to ?? []).some(({ group, kind, name }) => group === to.group && kind === to.kind && (name === undefined || name === '' || name === to.name))
  );
}

const byNamespace = new WeakMap<ClusterView, Map<string, ReferenceGrant[]>>();

function grantsIn(view: ClusterView, namespace: string): readonly ReferenceGrant[] {
  let index = byNamespace.get(view);
  if (index === undefined) {
    index = new Map();
    for (const grant of view.objects('ReferenceGrant')) {
      const others = index.get(grant.metadata.namespace);
      if (others === undefined) index.set(grant.metadata.namespace, [grant]);
      else others.push(grant);
    }
    byNamespace.set(view, index);
  }
  return index.get(namespace) ?? [];
}
