import { compareText, type ClusterView, type Ingress } from '../../../cluster/index.js';
import type { DroppedObject, RouteBackend, RuleRef } from '../../answer.js';
import type { Controller } from '../../controller.js';
import type { Backend, HostPath } from './backend.js';
import { Backends } from './backends.js';
import { boolOf, readKeys, readSettings, type Keys, type MatchType, type Settings } from './settings.js';

export interface Host {
  /** '' for the default host. */
  readonly name: string;
  readonly paths: HostPath[];
  /** By path and type. */
  readonly links: Map<string, HostPath>;
  /** Of its Ingresses, the first of each key. */
  readonly keys: Map<string, string>;
  /** The Secret of its certificate, '' for the default one; undefined where no Ingress has TLS for it. */
  tls: { readonly secret: string; readonly isLoaded: boolean | undefined } | undefined;
}

/** A path that leads nowhere. */
export interface LostPath {
  readonly ref: RuleRef;
  readonly backend: { readonly service: string; readonly port: RouteBackend['port'] } | null;
  readonly reason: string;
  readonly by: RuleRef | null;
}

export interface Model {
  readonly settings: Settings;
  readonly hosts: ReadonlyMap<string, Host>;
  /** Of the flag `--default-backend-service`; undefined without one, or without such a Service. */
  readonly fallback: { readonly backend: Backend; readonly port: RouteBackend['port'] } | undefined;
  readonly lost: readonly LostPath[];
  readonly dropped: readonly DroppedObject[];
  readonly warnings: readonly string[];
}

/** Source: jcmoraisjr/haproxy-ingress v0.16.1 pkg/converters/ingress/ingress.go, syncFull. */
export function modelOf(controller: Controller, served: readonly Ingress[], view: ClusterView): Model {
  return new Build(controller, view).run(served);
}

/** Keys of the host rather than of the path. Source: pkg/converters/ingress/types/annotations.go, AnnHost; `ssl-always-follow-redirect` is missing there. */
const hostKeys = new Set(['app-root', 'auth-tls-error-page', 'auth-tls-secret', 'auth-tls-strict', 'auth-tls-verify-client', 'redirect-from', 'redirect-from-regex', 'server-alias', 'server-alias-regex', 'ssl-always-add-https', 'ssl-passthrough', 'ssl-passthrough-http-port', 'auth-url']);

class Build {
  readonly #settings: Settings;
  readonly #backends: Backends;
  readonly #hosts = new Map<string, Host>();
  readonly #lost: LostPath[] = [];
  readonly #dropped: DroppedObject[] = [];
  readonly #warnings: string[] = [];
  readonly #secrets = new Map<string, boolean | undefined>();

  constructor(
    private readonly controller: Controller,
    private readonly view: ClusterView,
  ) {
    this.#settings = readSettings(controller);
    this.#backends = new Backends(view, boolOf(controller.flags.get('disable-external-name') ?? '') !== true);
  }

  run(served: readonly Ingress[]): Model {
    const fallback = this.#fallback();
    for (const ingress of [...served].sort(byAge)) this.#add(ingress);
    if (this.#settings.strictHost) this.#closeHosts();
    return { settings: this.#settings, hosts: this.#hosts, fallback, lost: this.#lost, dropped: this.#dropped, warnings: [...this.#settings.warnings, ...this.#warnings] };
  }

  #fallback(): Model['fallback'] {
    const [namespace = '', name = ''] = (this.controller.flags.get('default-backend-service') ?? '').split('/');
    if (name === '') return undefined;
    const backend = this.#backends.acquire(namespace, name, '', (annotations) => this.#upstream(readKeys(annotations, this.#settings)));
    if ('refused' in backend) this.#warnings.push(`--default-backend-service: ${backend.refused}, so HAProxy answers 404 itself.`);
    if ('unheld' in backend) this.#warnings.push(backend.unheld);
    return 'id' in backend ? { backend, port: backend.id.split('_').at(-1) ?? '' } : undefined;
  }

  #add(ingress: Ingress): void {
    const { metadata, spec } = ingress;
    const keys = readKeys(metadata.annotations, this.#settings);
    if (/^[1-9]\d*$/.test(keys.get('tcp-service-port') ?? '')) {
      this.#dropped.push({ kind: 'Ingress', name: nameOf(ingress), reason: `tcp-service-port makes it a TCP service on port ${keys.get('tcp-service-port') ?? ''}` });
      return;
    }
    if (spec.defaultBackend !== undefined) this.#addDefault(ingress, keys);
    for (const { host = '', http } of spec.rules ?? []) {
      if (http === undefined) continue;
      this.#host(host, keys);
      for (const path of http.paths) this.#addPath(ingress, keys, host, path);
    }
    for (const { hosts = [], secretName = '' } of spec.tls ?? []) {
      for (const name of hosts) {
        const host = this.#host(name, keys);
        host.tls ??= { secret: secretName === '' ? '' : `${metadata.namespace}/${secretName}`, isLoaded: this.#isLoaded(metadata.namespace, secretName) };
      }
    }
  }

  #addDefault(ingress: Ingress, keys: Keys): void {
    const ref: RuleRef = { kind: 'Ingress', name: nameOf(ingress), host: '', path: '', pathType: '' };
    const taken = this.#hosts.get('')?.links.get(linkOf('/', 'begin'));
    if (taken !== undefined) return this.#lose(ref, ingress, ingress.spec.defaultBackend, 'the default host has its root already', taken.ref);
    this.#link(ingress, keys, ref, '', '/', 'begin', ingress.spec.defaultBackend);
  }

  #addPath(ingress: Ingress, keys: Keys, host: string, { path = '', pathType, backend }: Path): void {
    const ref: RuleRef = { kind: 'Ingress', name: nameOf(ingress), host, path, pathType };
    const uri = path === '' ? '/' : path;
    const match = matchOf(pathType, keys.get('path-type') ?? '');
    const taken = this.#hosts.get(host)?.links.get(linkOf(uri, match));
    if (taken !== undefined) return this.#lose(ref, ingress, backend, 'an older Ingress, or an earlier path of this one, has the path with this type', taken.ref);
    const redirectTo = keys.get('redirect-to') ?? '';
    if (redirectTo !== '') return this.#put({ ref, host, path: uri, match, port: '', backend: undefined, redirectTo, keys });
    this.#link(ingress, keys, ref, host, uri, match, backend);
  }

  #link(ingress: Ingress, keys: Keys, ref: RuleRef, host: string, path: string, match: MatchType, written: IngressBackend | undefined): void {
    const { namespace } = ingress.metadata;
    if (written?.service === undefined) return this.#lose(ref, ingress, written, 'HAProxy Ingress does not serve resource backends', null);
    const port = portOf(written.service);
    const merged = (annotations: Ingress['metadata']['annotations']): Keys => mergeKeys(readKeys(annotations, this.#settings), keys, this.#classKeys(ingress));
    const backend = this.#backends.acquire(namespace, written.service.name, String(port), (annotations) => this.#upstream(merged(annotations)));
    if ('refused' in backend) return this.#lose(ref, ingress, written, backend.refused, null);
    if ('unheld' in backend) return this.#put({ ref, host, path, match, port, backend: undefined, unheld: backend.unheld, keys: merged(undefined) });
    this.#put({ ref, host, path, match, port, backend, keys: merged(backend.annotations) });
  }

  #put(path: Omit<HostPath, 'order'>): void {
    const host = this.#host(path.host, new Map());
    const placed = { ...path, order: host.paths.length };
    host.paths.push(placed);
    host.links.set(linkOf(path.path, path.match), placed);
    placed.backend?.paths.push(placed);
  }

  #host(name: string, keys: Keys): Host {
    const host = this.#hosts.get(name) ?? { name, paths: [], links: new Map<string, HostPath>(), keys: new Map<string, string>(), tls: undefined };
    this.#hosts.set(name, host);
    for (const [key, value] of keys) if (hostKeys.has(key) && !host.keys.has(key)) host.keys.set(key, value);
    return host;
  }

  /** Undefined where the snapshot does not hold the Secret. */
  #isLoaded(namespace: string, name: string): boolean | undefined {
    if (name === '') return false;
    const key = `${namespace}/${name}`;
    if (this.#secrets.has(key)) return this.#secrets.get(key);
    const secret = this.view.get('Secret', namespace, name);
    const isLoaded = secret === undefined ? (this.view.covers('Secret', namespace) ? false : undefined) : ['tls.crt', 'tls.key'].every((each) => secret.keys.includes(each)) && secret.certificate?.readable !== false;
    this.#secrets.set(key, isLoaded);
    if (isLoaded !== true) this.#warnings.push(isLoaded === false ? `Secret ${key} holds no certificate: HAProxy serves its default one.` : `The snapshot does not hold Secret ${key}: it was taken to hold the certificate.`);
    return isLoaded;
  }

  /** Of the ConfigMap that the class names as its parameters, in the namespace of the controller. Source: ingress.go, parseParameters. */
  #classKeys({ spec }: Ingress): Keys {
    const parameters = spec.ingressClassName === undefined ? undefined : this.view.get('IngressClass', '', spec.ingressClassName)?.spec.parameters;
    const namespace = this.controller.workload?.ref.namespace;
    if (parameters === undefined || (parameters.apiGroup ?? '') !== '' || parameters.kind.toLowerCase() !== 'configmap' || namespace === undefined) return new Map();
    return new Map(Object.entries(this.view.get('ConfigMap', namespace, parameters.name)?.data ?? {}));
  }

  #upstream(keys: Keys): 'endpoints' | 'service' {
    return boolOf(keys.get('service-upstream') ?? this.#settings.config.get('service-upstream') ?? '') === true ? 'service' : 'endpoints';
  }

  #lose(ref: RuleRef, { metadata }: Ingress, backend: IngressBackend | undefined, reason: string, by: RuleRef | null): void {
    const service = backend?.service;
    this.#lost.push({ ref, backend: service === undefined ? null : { service: `${metadata.namespace}/${service.name}`, port: portOf(service) }, reason, by });
  }

  /** With `strict-host`, what no path of a host takes goes to the root of the default host. Source: pkg/haproxy/config.go, SyncConfig. */
  #closeHosts(): void {
    const root = this.#hosts.get('')?.paths.filter(({ path }) => path === '/').sort((a, b) => a.order - b.order)[0];
    for (const { name, links } of [...this.#hosts.values()]) {
      if (name === '' || links.has(linkOf('/', 'begin'))) continue;
      const ref: RuleRef = root?.ref ?? { kind: 'Ingress', name: '', host: name, path: '/', pathType: '' };
      this.#put({ ref, host: name, path: '/', match: 'begin', port: root?.port ?? '', backend: root?.backend, keys: new Map() });
    }
  }
}

type Path = NonNullable<NonNullable<NonNullable<Ingress['spec']['rules']>[number]['http']>['paths']>[number];
type IngressBackend = Path['backend'];

function linkOf(path: string, match: MatchType): string {
  return `${match} ${path}`;
}

function portOf({ port }: NonNullable<IngressBackend['service']>): RouteBackend['port'] {
  return port.name === undefined || port.name === '' ? (port.number ?? 0) : port.name;
}

function nameOf({ metadata }: Ingress): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** Of one second: by namespace and name. Source: ingress.go, sortIngress. */
function byAge(a: Ingress, b: Ingress): number {
  return compareText(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') || compareText(nameOf(a), nameOf(b));
}

/** Source: ingress.go, readPathType. */
function matchOf(pathType: string, annotation: string): MatchType {
  if (pathType === 'Exact') return 'exact';
  if (pathType === 'Prefix') return 'prefix';
  const written = annotation.toLowerCase();
  return written === 'prefix' || written === 'exact' || written === 'regex' ? written : 'begin';
}

/** The first that has a key counts; a switch that is none does not. */
function mergeKeys(...all: readonly Keys[]): Keys {
  const merged = new Map<string, string>();
  for (const keys of all) {
    for (const [key, value] of keys) if (!merged.has(key) && !(key === 'ssl-redirect' && boolOf(value) === undefined)) merged.set(key, value);
  }
  return merged;
}
