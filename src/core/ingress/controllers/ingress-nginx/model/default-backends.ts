import type { ClusterView } from '../../../../cluster/index.js';
import { defaultUpstream, type Location, type Server, type Upstream } from './configuration.js';
import { portEndpoints } from './endpoints.js';

/**
 * The annotation default-backend: where the upstream of a location has no endpoints, the location goes to that Service; it also serves its error pages.
 *
 * Source: internal/ingress/controller/controller.go, getBackendServers, shouldCreateUpstreamForLocationDefaultBackend, controller-v1.15.1
 */
export function applyDefaultBackends(view: ClusterView, servers: Iterable<Server>, upstreams: Map<string, Upstream>): void {
  for (const server of servers) {
    for (const location of server.locations) {
      const upstream = upstreams.get(location.backend);
      if (upstream !== undefined && upstream.name !== defaultUpstream) apply(view, location, upstream, upstreams);
    }
  }
}

function apply(view: ClusterView, location: Location, upstream: Upstream, upstreams: Map<string, Upstream>): void {
  const { defaultBackend, customHttpErrors } = location.annotations;
  const isEmpty = upstream.endpoints.length === 0 && !upstream.isUnknown;
  if (defaultBackend === '' || location.ingress === undefined || (!isEmpty && customHttpErrors.length === 0)) return;
  const { namespace } = location.ingress.metadata;
  const service = view.get('Service', namespace, defaultBackend);
  const port = service?.spec.ports[0];
  if (service === undefined || port === undefined) return;
  const found = portEndpoints(view, service, port);
  if (found.endpoints.length === 0 && !found.isUnknown) return;
  const name = `custom-default-backend-${namespace}-${defaultBackend}`;
  const { clusterIP, noServer, policy, alternatives, affinityCookie, owner } = upstream;
  upstreams.set(name, { clusterIP, noServer, policy, alternatives, affinityCookie, owner, name, service: `${namespace}/${defaultBackend}`, port: port.port, ...found });
  location.errorBackend = name;
  if (isEmpty) location.backend = name;
}
