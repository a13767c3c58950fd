import type { Journal } from '../../../analysis/index.js';
import type { RouteMatch } from '../../answer.js';
import type { IngressRequest } from '../../request.js';
import { backendOf } from './answers.js';
import { requestUri } from './request-variables.js';
import type { NginxRun } from './run.js';

/**
 * ssl-passthrough: by SNI, as it was sent, the connection goes to the ClusterIP of the Service at `/`, before any TLS. Undefined where no server passes this name through.
 *
 * Source: internal/ingress/controller/nginx.go, generateTemplate; pkg/tcpproxy/tcp.go, Handle, controller-v1.15.1
 */
export function passThrough({ settings, configuration }: NginxRun, request: IngressRequest, journal?: Journal): RouteMatch | undefined {
  if (!settings.enableSslPassthrough) return undefined;
  const server = configuration.servers.find(({ hostname, sslPassthrough }) => sslPassthrough && hostname === request.sni);
  const location = server?.locations.find(({ path }) => path === '/');
  if (server === undefined || location === undefined) return undefined;
  const upstream = location.isDefault ? undefined : configuration.upstreams.get(location.backend);
  const { clusterIP = '' } = upstream ?? {};
  const matched = location.rule ?? null;
  const tls = { secret: null, certificate: 'unknown' } as const;
  if (upstream === undefined || clusterIP === '' || clusterIP === 'None') {
    journal?.step('ingress-nginx', 'pass through', `${server.hostname} is passed through, and the location / has no Service with a ClusterIP: the connection ends`);
    return { outcome: 'unavailable', matched, backend: upstream === undefined ? null : backendOf(upstream), tls: { ...tls, certificate: 'none' }, considered: [] };
  }
  journal?.step('ingress-nginx', 'pass through', `${server.hostname} is passed through to ${upstream.service} by its ClusterIP ${clusterIP}, which serves its own certificate`);
  return { outcome: 'forward', matched, backend: backendOf(upstream), tls, upstreamPath: requestUri(request), considered: [] };
}
