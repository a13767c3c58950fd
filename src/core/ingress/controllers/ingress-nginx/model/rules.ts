import type { Ingress } from '../../../../cluster/index.js';
import type { RuleRef } from '../../../answer.js';
import { catchAll } from './configuration.js';

type Path = NonNullable<NonNullable<Ingress['spec']['rules']>[number]['http']>['paths'][number];
export type ServiceBackend = NonNullable<Path['backend']['service']>;

/** A path of a rule that leads to a Service. */
export interface ServicePath {
  readonly hostname: string;
  readonly path: string;
  readonly pathType: 'Exact' | 'Prefix';
  readonly service: ServiceBackend;
  readonly backend: WrittenBackend;
  readonly rule: RuleRef;
}

/** The Service, as `namespace/name`, and the port that a rule names. */
export interface WrittenBackend {
  readonly service: string;
  readonly port: number | string;
}

/** `namespace/name`. */
export function nameOf({ metadata }: Ingress): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** The server of a rule. */
export function hostnameOf(host: string | undefined): string {
  return host === undefined || host === '' ? catchAll : host;
}

function ruleRef(ingress: Ingress, host: string, path: string, pathType: string): RuleRef {
  return { kind: 'Ingress', name: nameOf(ingress), host, path, pathType };
}

/** The default backend of an Ingress, as a rule. */
export function defaultRule(ingress: Ingress): RuleRef {
  return ruleRef(ingress, '', '', '');
}

/** The paths of an Ingress that lead to Services, in their order. An empty path is `/`; ImplementationSpecific is Prefix. Source: internal/k8s/main.go, SetDefaultNGINXPathType, controller-v1.15.1 */
export function* servicePaths(ingress: Ingress): Generator<ServicePath> {
  for (const { host = '', http } of ingress.spec.rules ?? []) {
    for (const { path: written = '', pathType, backend } of http?.paths ?? []) {
      if (backend.service === undefined) continue;
      const path = written === '' ? '/' : written;
      yield { hostname: hostnameOf(host), path, pathType: pathType === 'Exact' ? 'Exact' : 'Prefix', service: backend.service, backend: writtenBackend(ingress, backend.service), rule: ruleRef(ingress, host, path, pathType) };
    }
  }
}

/** Source: internal/ingress/controller/util.go, upstreamName, controller-v1.15.1 */
export function upstreamName(namespace: string, { name, port }: ServiceBackend): string {
  if (port.number !== undefined && port.number > 0) return `${namespace}-${name}-${port.number}`;
  return port.name === undefined || port.name === '' ? `${namespace}-INVALID` : `${namespace}-${name}-${port.name}`;
}

/** As it is written in the rule; '' for none. */
export function portOf({ port }: ServiceBackend): number | string {
  return port.number !== undefined && port.number > 0 ? port.number : (port.name ?? '');
}

export function writtenBackend({ metadata }: Ingress, backend: ServiceBackend): WrittenBackend {
  return { service: `${metadata.namespace}/${backend.name}`, port: portOf(backend) };
}
