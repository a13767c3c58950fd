import type { ClusterView } from '../../cluster/index.js';
import type { RouteBackend } from '../answer.js';
import { resolveBackend } from '../backends.js';
import type { Implementation } from './implementation.js';
import { permissionOf } from './reference-grants.js';
import type { BackendRef, RouteObject } from './route-object.js';

/**
 * What becomes of the requests that go to one backend.
 * - `ready`: its endpoints get them
 * - `empty`: it is valid and has no ready endpoint: 503
 * - `invalid`: 500, with the `reason` that the condition ResolvedRefs has
 */
type RefState = 'ready' | 'empty' | 'invalid';

export interface ResolvedRef {
  readonly ref: BackendRef;
  readonly state: RefState;
  /** Of `invalid`. */
  readonly reason?: 'InvalidKind' | 'RefNotPermitted' | 'BackendNotFound' | 'UnsupportedValue';
  /** One sentence without its full stop. */
  readonly detail: string;
  readonly backend: RouteBackend;
  readonly weight: number;
  readonly warning?: string;
}

/** Resolves a reference of a route as the specification asks. Source: gateway-api v1.6 HTTPRouteRule.BackendRefs, RouteConditionResolvedRefs */
export function resolveRef(view: ClusterView, route: RouteObject, ref: BackendRef, { backendFilterFault }: Implementation): ResolvedRef {
  const { namespace } = route.metadata;
  const target = { namespace: ref.namespace ?? namespace, name: ref.name };
  const named = `${target.namespace}/${target.name}`;
  const backend = { service: named, port: ref.port ?? 0, endpoints: [] };
  const base = { ref, backend, weight: ref.weight };
  const invalid = (reason: NonNullable<ResolvedRef['reason']>, detail: string): ResolvedRef => ({ ...base, state: 'invalid', reason, detail });
  const fault = (ref.filters ?? []).map(backendFilterFault).find((each) => each !== undefined);
  if (fault !== undefined) return invalid('UnsupportedValue', fault);
  if (ref.group !== '' || ref.kind !== 'Service') return invalid('InvalidKind', `${ref.kind}${ref.group === '' ? '' : `.${ref.group}`} ${named} is no Service`);
  const permission = permissionOf(view, { group: 'gateway.networking.k8s.io', kind: route.kind, namespace }, { group: '', kind: 'Service', ...target });
  if (permission.state === 'refused') return invalid('RefNotPermitted', `no ReferenceGrant in ${target.namespace} lets ${route.kind}s of ${namespace} use Service ${named}`);
  if (ref.port === undefined) return invalid('UnsupportedValue', `the reference to Service ${named} names no port`);
  const resolved = resolveBackend(view, target.namespace, target.name, ref.port, 'ports');
  const unsure = permission.state === 'unknown' ? `The snapshot does not hold all ReferenceGrants of ${target.namespace}: ${route.kind} ${namespace}/${route.metadata.name} was taken to be allowed Service ${named}.` : undefined;
  const warning = unsure ?? resolved.warning;
  const told = { ...base, backend: { ...backend, endpoints: resolved.endpoints }, ...(warning !== undefined && { warning }) };
  switch (resolved.state) {
    case 'ready':
    case 'unknown':
      return { ...told, state: 'ready', detail: `Service ${named} port ${ref.port}` };
    case 'empty':
      return { ...told, state: 'empty', detail: `Service ${named} has no ready endpoint for port ${ref.port}` };
    case 'external-name':
      return invalid('UnsupportedValue', `Service ${named} is an ExternalName, which implementations refuse (gateway-api v1.6, BackendObjectReference)`);
    case 'no-service':
      return invalid('BackendNotFound', `there is no Service ${named}`);
    case 'no-port':
      return invalid('BackendNotFound', `Service ${named} has no port ${ref.port}`);
  }
}
