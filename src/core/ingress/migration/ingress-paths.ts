import type { ClusterView, Ingress } from '../../cluster/index.js';
import { findServicePort } from '../backends.js';
import type { CarriedFeature, PlannedBackend } from './plan.js';

type Backend = NonNullable<Ingress['spec']['defaultBackend']>;
type Rule = NonNullable<Ingress['spec']['rules']>[number];

/** A path of a rule of an Ingress. */
export interface IngressPath {
  readonly ingress: Ingress;
  /** In lower case; '' for a rule of any host. */
  readonly host: string;
  readonly path: string;
  readonly pathType: 'Exact' | 'Prefix' | 'ImplementationSpecific';
  readonly backend: Backend;
}

export function nameOf({ metadata }: Ingress): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** The oldest first, then by name as a controller that says nothing else would. */
export function byAge(ingresses: readonly Ingress[]): Ingress[] {
  const key = (ingress: Ingress) => `${ingress.metadata.creationTimestamp ?? '9'}\0${nameOf(ingress)}`;
  return [...ingresses].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

export function hostOf({ host }: Rule): string {
  return (host ?? '').toLowerCase();
}

/** Every path of every rule. */
export function pathsOf(ingress: Ingress): IngressPath[] {
  return (ingress.spec.rules ?? []).flatMap((rule) =>
    (rule.http?.paths ?? []).map(({ path, pathType, backend }) => ({ ingress, host: hostOf(rule), path: path === undefined || path === '' ? '/' : path, pathType, backend })),
  );
}

/** The Service and port number of a backend, which is all that a route can name; with what stands in the way. */
export function plannedBackend(view: ClusterView, ingress: Ingress, backend: Backend, where: string): { readonly backend?: PlannedBackend; readonly features: readonly CarriedFeature[] } {
  if (backend.service === undefined) return { features: [{ feature: where, carries: 'no', detail: 'its backend is no Service: name the kind in backendRefs where the implementation knows it' }] };
  const { namespace } = ingress.metadata;
  const { name, port } = backend.service;
  const written = port.number ?? port.name;
  const service = view.get('Service', namespace, name);
  const found = service && findServicePort(service, written, 'ports-and-targets');
  if (found === undefined && port.number === undefined) return { features: [{ feature: where, value: `${name}:${port.name ?? ''}`, carries: 'no', detail: `a route names ports by number, and which number ${port.name ?? 'no port'} of Service ${namespace}/${name} has is not known` }] };
  const number = found?.port ?? port.number ?? 0;
  const planned = { namespace, name, port: number };
  if (service === undefined && view.covers('Service', namespace)) return { backend: planned, features: [{ feature: where, value: `${name}:${written ?? ''}`, carries: 'partly', detail: `there is no Service ${namespace}/${name}: a route to it is answered with 500` }] };
  if (port.number === number) return { backend: planned, features: [] };
  const detail = port.number === undefined ? `port ${port.name ?? ''} is written as its number ${number}` : `${port.number} is a targetPort: the Service's port ${number} is written`;
  return { backend: planned, features: [{ feature: where, value: `${name}:${written ?? ''}`, carries: 'yes', detail }] };
}
