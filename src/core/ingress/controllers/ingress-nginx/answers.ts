import type { Journal } from '../../../analysis/index.js';
import type { RouteBackend, RouteMatch, RuleRef, ServedTls } from '../../answer.js';
import type { IngressRequest } from '../../request.js';
import type { RunLocation } from './data-plane.js';
import { defaultUpstream, type Upstream } from './model/configuration.js';
import { requestUri } from './request-variables.js';
import type { NginxRun } from './run.js';

/** One request on its way through nginx. */
export interface Passage {
  readonly run: NginxRun;
  readonly request: IngressRequest;
  readonly tls: ServedTls | null;
  readonly journal: Journal | undefined;
}

const none: RouteMatch['considered'] = [];

type Ending = Pick<RouteMatch, 'outcome'> & Partial<RouteMatch>;

export function end({ tls }: Passage, ending: Ending): RouteMatch {
  const { matched = null, backend = null } = ending;
  return { ...ending, matched, backend, tls, considered: none };
}

export function redirect(passage: Passage, status: number, location: string, matched: RuleRef | null): RouteMatch {
  return end(passage, { outcome: 'redirect', status, location, matched });
}

export function backendOf({ service, port, endpoints }: Upstream): RouteBackend {
  return { service, port, endpoints };
}

/** Whether nginx has a peer to send a request to. */
export function isServed({ endpoints, isUnknown, unserved }: Upstream): boolean {
  return isUnknown || (endpoints.length > 0 && unserved === undefined);
}

/** The answer of nginx itself, unless custom-http-errors sends the client to a default backend instead. */
export function fail(passage: Passage, status: number, location: RunLocation | undefined, ending: Ending): RouteMatch {
  const { settings, configuration } = passage.run;
  const { annotations, errorBackend } = location?.location ?? { annotations: undefined, errorBackend: defaultUpstream };
  const own = annotations?.denied === undefined ? (annotations?.customHttpErrors ?? []) : [];
  const codes = own.length > 0 ? own : settings.customHttpErrors;
  if (!codes.includes(status)) return end(passage, { ...ending, status });
  const upstream = configuration.upstreams.get(own.length > 0 ? errorBackend : defaultUpstream);
  passage.journal?.step('nginx', 'show error page', `custom-http-errors has ${status}: the request goes to ${upstream === undefined || upstream.service === '' ? 'the default backend' : upstream.service} as /`);
  if (upstream === undefined || !isServed(upstream)) return end(passage, { ...ending, outcome: 'not-found', status: 404 });
  const { query = '' } = passage.request;
  return end(passage, { outcome: 'default-backend', matched: ending.matched ?? null, backend: backendOf(upstream), upstreamPath: query === '' ? '/' : `/?${query}` });
}

/** A `Location` that begins with a slash, as nginx completes it. Source: nginx 1.27.1 src/http/ngx_http_header_filter_module.c */
export function absolute({ run, request }: Passage, { location }: RunLocation, host: string, path: string): string {
  const { usePortInRedirects, redirect: { isRelative } } = location.annotations;
  if (!path.startsWith('/') || isRelative || run.settings.relativeRedirects) return path;
  const { httpPort, httpsPort, enableSslPassthrough, sslProxyPort } = run.settings;
  const port = request.scheme === 'http' ? httpPort : enableSslPassthrough ? sslProxyPort : httpsPort;
  const isUsual = port === (request.scheme === 'http' ? 80 : 443);
  return `${request.scheme}://${host}${usePortInRedirects && !isUsual ? `:${port}` : ''}${path}`;
}

/** As it was sent, one slash at the end cut. */
export function withoutLastSlash(request: IngressRequest): string {
  const uri = requestUri(request);
  return uri.endsWith('/') ? uri.slice(0, -1) : uri;
}
