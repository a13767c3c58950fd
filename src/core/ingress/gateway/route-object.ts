import { compareText, type ClusterView, type GRPCRoute, type HTTPRoute } from '../../cluster/index.js';

/** A route that takes HTTP requests. */
export type RouteObject = HTTPRoute | GRPCRoute;

export type Filter = NonNullable<NonNullable<HTTPRoute['spec']['rules']>[number]['filters']>[number];
export type BackendRef = NonNullable<NonNullable<HTTPRoute['spec']['rules']>[number]['backendRefs']>[number];
export type ParentRef = NonNullable<HTTPRoute['spec']['parentRefs']>[number];

/** `namespace/name`. */
export function nameOf({ metadata }: { readonly metadata: { readonly namespace: string; readonly name: string } }): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** The older comes first, then by `namespace/name`; one without a time of creation counts as the youngest. */
export function compareAge(a: RouteObject, b: RouteObject): number {
  const [older, younger] = [a.metadata.creationTimestamp ?? '9', b.metadata.creationTimestamp ?? '9'];
  return compareText(older, younger) || compareText(nameOf(a), nameOf(b));
}

/** Every HTTPRoute and GRPCRoute of a snapshot, the oldest first. */
export function routesOf(view: ClusterView): readonly RouteObject[] {
  return [...view.objects('HTTPRoute'), ...view.objects('GRPCRoute')].sort(compareAge);
}
