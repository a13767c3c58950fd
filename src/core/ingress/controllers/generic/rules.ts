import type { ClusterView, Ingress } from '../../../cluster/index.js';
import type { RouteBackend, RuleRef } from '../../answer.js';
import { resolveBackend, type ResolvedBackend } from '../../backends.js';

/** A path of an Ingress, or its default backend, with what it leads to. */
export interface ApiRule {
  readonly ref: RuleRef;
  /** Undefined where it leads to a resource that is no Service. */
  readonly backend: RouteBackend | undefined;
  readonly resolved: ResolvedBackend | undefined;
}

export interface ApiRules {
  /** Of hosts in lower case; '' for those without, `*.` begins a wildcard. */
  readonly byHost: ReadonlyMap<string, readonly ApiRule[]>;
  readonly defaults: readonly ApiRule[];
}

/** The rules of a host in the order in which they are meant: the longest path first, of equals the exact one. */
export function rulesOf(view: ClusterView, ingresses: readonly Ingress[]): ApiRules {
  const byHost = new Map<string, ApiRule[]>();
  const defaults: ApiRule[] = [];
  const resolved = new Map<string, ResolvedBackend>();
  for (const { metadata, spec } of ingresses) {
    const name = `${metadata.namespace}/${metadata.name}`;
    const rule = (ref: RuleRef, backend: IngressBackend): ApiRule => readRule(view, resolved, metadata.namespace, ref, backend);
    if (spec.defaultBackend !== undefined) defaults.push(rule({ kind: 'Ingress', name, host: '', path: '', pathType: '' }, spec.defaultBackend));
    for (const { host = '', http } of spec.rules ?? []) {
      const known = byHost.get(host.toLowerCase()) ?? [];
      for (const { path = '', pathType, backend } of http?.paths ?? []) known.push(rule({ kind: 'Ingress', name, host, path, pathType }, backend));
      byHost.set(host.toLowerCase(), known);
    }
  }
  for (const rules of byHost.values()) rules.sort((a, b) => lengthOf(b) - lengthOf(a) || Number(b.ref.pathType === 'Exact') - Number(a.ref.pathType === 'Exact'));
  return { byHost, defaults };
}

/** A slash at the end counts for nothing. */
export function lengthOf({ ref: { path, pathType } }: ApiRule): number {
  return pathType === 'Exact' ? path.length : path.replace(/\/$/, '').length;
}

type IngressBackend = NonNullable<Ingress['spec']['defaultBackend']>;

function readRule(view: ClusterView, known: Map<string, ResolvedBackend>, namespace: string, ref: RuleRef, { service }: IngressBackend): ApiRule {
  if (service === undefined) return { ref, backend: undefined, resolved: undefined };
  const port = service.port.name === undefined || service.port.name === '' ? (service.port.number ?? 0) : service.port.name;
  const key = `${namespace}/${service.name}:${typeof port} ${port}`;
  const resolved = known.get(key) ?? resolveBackend(view, namespace, service.name, port, 'ports');
  known.set(key, resolved);
  return { ref, backend: { service: `${namespace}/${service.name}`, port, endpoints: resolved.endpoints }, resolved };
}
