import type { Journal } from '../../../analysis/index.js';
import { insufficient, type RouteMatch } from '../../answer.js';
import type { IngressRequest } from '../../request.js';
import { absolute, end, fail, redirect, withoutLastSlash, type Passage } from './answers.js';
import type { RunLocation, RunRedirectServer, RunServer } from './data-plane.js';
import { passThrough } from './passthrough.js';
import { proxy } from './proxy.js';
import { escapeUri } from './nginx/escape-uri.js';
import { normalizeUri, type NormalizedUri } from './nginx/normalize-uri.js';
import { requestHost } from './nginx/request-host.js';
import { runScript, type Script } from './nginx/script.js';
import { httpHost, variableOf } from './request-variables.js';
import type { NginxRun } from './run.js';
import { servedTls } from './tls.js';

/**
 * What nginx does with a request: TLS, the server by its host, what holds for the whole server, the location, and what that does.
 *
 * Source: rootfs/etc/nginx/template/nginx.tmpl, rootfs/etc/nginx/lua, controller-v1.15.1; nginx 1.27.1
 */
export function matchRequest(run: NginxRun, request: IngressRequest, journal?: Journal): RouteMatch {
  for (const { reason } of run.faults) journal?.warn(`nginx does not load this configuration (${reason}): what was loaded before runs on, and answers what it says.`);
  if (request.scheme === 'https') {
    const passed = passThrough(run, request, journal);
    if (passed !== undefined) return passed;
  }
  const tls = request.scheme === 'https' ? servedTls(run.certificates, request, journal) : null;
  const passage: Passage = { run, request, tls, journal };
  if (isRejected(passage)) return end({ ...passage, tls: { secret: null, certificate: 'none' } }, { outcome: 'denied' });
  const uri = normalizeUri(request.path);
  const host = requestHost(request.host);
  if (host === undefined || uri === undefined) return badRequest(passage, host === undefined ? `the host ${request.host} is none` : 'the path has a broken %XX, or leads above the root');
  if (!/^[A-Z_-]+$/.test(request.method)) return badRequest(passage, `${request.method} is no method to nginx`);
  if (request.method === 'TRACE' || request.method === 'CONNECT') return end(passage, { outcome: 'denied', status: 405 });
  const found = run.plane.names.find(host);
  const doubt = found === undefined ? run.plane.names.unknownRegex : found.doubt;
  if (doubt !== undefined) journal?.warn(`The server name ${doubt} is a regular expression that was not run: it was taken not to match.`);
  const server = found?.server ?? run.plane.catchAll;
  return server.kind === 'redirect' ? redirectToServer(passage, server) : serve(passage, server, host, uri);
}

/** ssl-reject-handshake: names that no server has. */
function isRejected({ run, request, journal }: Passage): boolean {
  if (request.scheme !== 'https' || !run.settings.sslRejectHandshake) return false;
  if (request.sni !== undefined && run.plane.names.find(request.sni) !== undefined) return false;
  journal?.step('nginx', 'reject handshake', 'ssl-reject-handshake is on, and no server has the name that the client asks for');
  return true;
}

function badRequest(passage: Passage, reason: string): RouteMatch {
  passage.journal?.step('nginx', 'refuse', `${reason}: 400`);
  return end(passage, { outcome: 'denied', status: 400 });
}

/** Source: rootfs/etc/nginx/lua/nginx/ngx_srv_redirect.lua, controller-v1.15.1 */
function redirectToServer(passage: Passage, { from, to }: RunRedirectServer): RouteMatch {
  const { request, run: { settings } } = passage;
  const forwarded = (name: string) => (settings.useForwardedHeaders ? request.headers.get(name)?.join(', ') : undefined);
  const scheme = forwarded('x-forwarded-proto') ?? request.scheme;
  const local = request.scheme === 'http' ? settings.httpPort : settings.enableSslPassthrough ? settings.sslProxyPort : settings.httpsPort;
  const location = `${scheme}://${to}:${forwarded('x-forwarded-port') ?? local}${withoutLastSlash(request)}`;
  passage.journal?.step('nginx', 'redirect', `from-to-www-redirect leads from ${from} to ${to}: ${settings.redirectCode} ${location}`);
  return redirect(passage, settings.redirectCode, location, null);
}

function serve(passage: Passage, server: RunServer, host: string, uri: NormalizedUri): RouteMatch {
  const { journal, request } = passage;
  journal?.step('nginx', 'choose server', `${host} is served by the server ${server.server.hostname}${server.isRegex ? ', all of whose paths are regular expressions without case' : ''}`);
  if (server.server.authTlsError !== '') {
    journal?.step('nginx', 'refuse', `${server.server.authTlsError}: 403 for the whole server`);
    return fail(passage, 403, undefined, { outcome: 'denied' });
  }
  if (server.server.clientCertificate && request.scheme === 'https') journal?.warn('The server asks clients for a certificate (auth-tls-secret): the client was taken to have a right one; without, nginx answers 400.');
  if (uri.uri === '/' && server.appRoot !== undefined) return appRoot(passage, server.appRoot);
  const own = server === passage.run.plane.catchAll ? ownPage(passage, server, uri.uri) : undefined;
  if (own !== undefined) return own;
  const found = server.find(uri.uri);
  if (found === undefined) return end(passage, { outcome: 'not-found', status: 404 });
  if (found.kind === 'unknown') return unknownRegex(passage, found.location);
  journal?.step('nginx', 'choose location', `${uri.uri} is taken by ${tellLocation(found.location)}`);
  return found.kind === 'slash-redirect' ? slashRedirect(passage, found.location, host) : proxy(passage, found.location, host, uri);
}

/** How nginx writes a location. */
function tellLocation({ path, isExact, server, location }: RunLocation): string {
  const of = location.ingress === undefined ? '' : ` of Ingress ${location.ingress.metadata.namespace}/${location.ingress.metadata.name}`;
  const undeclared = location.isDefault ? ', which stands for all paths that no rule names' : '';
  return server.isRegex ? `location ~* "^${path}"${of}${undeclared}` : `location ${isExact ? '= ' : ''}"${path}"${of}${undeclared}`;
}

/** What app-root is given by one Ingress holds for the whole server, before anything else. */
function appRoot(passage: Passage, location: RunLocation): RouteMatch {
  const { request } = passage;
  const told = tellScript(passage, location, location.appRoot);
  if (told === undefined) return { ...insufficient(), tls: passage.tls };
  const to = `${request.scheme}://${httpHost(request)}${told}`;
  passage.journal?.step('nginx', 'redirect', `app-root leads from / to ${told}: 302 ${to}`);
  return redirect(passage, 302, to, location.location.rule ?? null);
}

/** The text of a redirect; undefined where a variable of it is not known. */
function tellScript({ request, journal }: Passage, { location }: RunLocation, script: Script | undefined): string | undefined {
  if (script === undefined || 'fault' in script) return undefined;
  const told = runScript(script.pieces, { groups: [], variable: (name) => variableOf(request, location, request.path, name) });
  if ('text' in told) return told.text;
  journal?.warn(`The redirect holds the variable $${told.unknown}, whose value is not known.`);
  return undefined;
}

/** Source: nginx 1.27.1 src/http/ngx_http_core_module.c, ngx_http_core_find_config_phase */
function slashRedirect(passage: Passage, location: RunLocation, host: string): RouteMatch {
  const { query = '' } = passage.request;
  const to = absolute(passage, location, host, `${escapeUri(location.path)}${query === '' ? '' : `?${query}`}`);
  passage.journal?.step('nginx', 'redirect', `there is no location without the slash at the end: 301 ${to}`);
  return redirect(passage, 301, to, location.location.rule ?? null);
}

/** The pages that the catch-all server has of its own; a regex server tries its regexes first, of which `/` takes all. */
function ownPage(passage: Passage, server: RunServer, uri: string): RouteMatch | undefined {
  const path = ['/nginx_status', '/healthz'].find((each) => uri.startsWith(each));
  if (path === undefined || server.isRegex) return undefined;
  const found = server.find(uri);
  const isLonger = found?.kind === 'slash-redirect' ? uri !== path : found?.location.path === uri || (found?.location.path.length ?? 0) > path.length;
  if (isLonger) return undefined;
  if (path === '/healthz') {
    passage.journal?.step('nginx', 'answer', 'nginx answers /healthz itself: 200');
    return end(passage, { outcome: 'default-backend', status: 200 });
  }
  const isLocal = ['127.0.0.1', '::1'].includes(passage.request.sourceIP ?? '');
  passage.journal?.step('nginx', 'answer', `nginx answers /nginx_status itself, and only to clients on its own host: ${isLocal ? 200 : 403}`);
  return isLocal ? end(passage, { outcome: 'default-backend', status: 200 }) : fail(passage, 403, undefined, { outcome: 'denied' });
}

function unknownRegex(passage: Passage, location: RunLocation): RouteMatch {
  const { regex } = location;
  passage.journal?.warn(`Whether ${tellLocation(location)} takes the request is not known: ${regex.kind === 'unknown' ? regex.reason : ''}.`);
  return { ...insufficient(), tls: passage.tls };
}
