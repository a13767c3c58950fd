import type { Steps } from '../../../../analysis/index.js';
import type { ClusterView, Ingress } from '../../../../cluster/index.js';
import type { RuleRef } from '../../../answer.js';
import type { NginxSettings } from '../settings.js';
import { defaultUpstream, type ParsedIngress, type Upstream } from './configuration.js';
import { portEndpoints, serviceEndpoints, type UpstreamEndpoints } from './endpoints.js';
import { defaultRule, portOf, servicePaths, upstreamName, type ServiceBackend } from './rules.js';

/**
 * The upstreams of all Ingresses: the first path that names a Service and port makes theirs, and a default backend makes them anew.
 *
 * Source: internal/ingress/controller/controller.go, createUpstreams, getDefaultUpstream, controller-v1.15.1
 */
export function* createUpstreams(view: ClusterView, settings: NginxSettings, ingresses: readonly ParsedIngress[]): Steps<Map<string, Upstream>> {
  const upstreams = new Map([[defaultUpstream, createDefault(view, settings)]]);
  for (const parsed of ingresses) {
    yield;
    const { namespace } = parsed.ingress.metadata;
    const make = (backend: ServiceBackend, owner: RuleRef) => create(view, settings, parsed, backend, owner);
    const backend = parsed.ingress.spec.defaultBackend?.service;
    if (backend !== undefined) upstreams.set(upstreamName(namespace, backend), make(backend, defaultRule(parsed.ingress)));
    for (const { service, rule } of servicePaths(parsed.ingress)) {
      const name = upstreamName(namespace, service);
      if (!upstreams.has(name)) upstreams.set(name, make(service, rule));
    }
  }
  return upstreams;
}

/** `--default-backend-service`: by its first port. Without endpoints nginx answers 404 itself. */
function createDefault(view: ClusterView, settings: NginxSettings): Upstream {
  const [namespace = '', name = ''] = settings.defaultBackendService.split('/');
  const service = view.get('Service', namespace, name);
  const port = service?.spec.ports[0];
  const isHidden = service === undefined && settings.defaultBackendService !== '' && !view.covers('Service', namespace);
  const found: UpstreamEndpoints = isHidden
    ? { endpoints: [], isUnknown: true, warning: `The snapshot does not hold Service ${settings.defaultBackendService}, the default backend: it was taken to have endpoints.` }
    : service === undefined || port === undefined
      ? { endpoints: [], isUnknown: false }
      : portEndpoints(view, service, port);
  return {
    name: defaultUpstream,
    service: settings.defaultBackendService,
    port: port?.port ?? '',
    ...found,
    clusterIP: service?.spec.clusterIP ?? '',
    noServer: false,
    policy: undefined,
    alternatives: [],
    affinityCookie: '',
    owner: undefined,
  };
}

function create(view: ClusterView, settings: NginxSettings, { ingress, annotations }: ParsedIngress, backend: ServiceBackend, owner: RuleRef): Upstream {
  const { namespace } = ingress.metadata;
  const port = portOf(backend);
  const found = (annotations.serviceUpstream ? clusterEndpoint(view, ingress, backend) : undefined) ?? serviceEndpoints(view, settings, { namespace, name: backend.name }, port);
  return {
    name: upstreamName(namespace, backend),
    service: `${namespace}/${backend.name}`,
    port,
    ...found,
    clusterIP: view.get('Service', namespace, backend.name)?.spec.clusterIP ?? '',
    noServer: annotations.canary !== undefined,
    policy: annotations.canary,
    alternatives: [],
    affinityCookie: '',
    owner,
  };
}

/** The ClusterIP in the place of the endpoints; undefined where the Service has none, or not that port by name. Source: as above, getServiceClusterEndpoint */
function clusterEndpoint(view: ClusterView, { metadata }: Ingress, backend: ServiceBackend): UpstreamEndpoints | undefined {
  const service = view.get('Service', metadata.namespace, backend.name);
  const { clusterIP = '', ports = [] } = service?.spec ?? {};
  if (clusterIP === '' || clusterIP === 'None') return undefined;
  const written = portOf(backend);
  const port = typeof written === 'number' ? written : ports.find(({ name }) => name === written)?.port;
  return port === undefined ? undefined : { endpoints: [{ ip: clusterIP, port }], isUnknown: false };
}
