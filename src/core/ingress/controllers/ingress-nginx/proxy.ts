import { insufficient, type RouteMatch } from '../../answer.js';
import { refusal } from './access.js';
import { absolute, backendOf, end, fail, isServed, redirect, withoutLastSlash, type Passage } from './answers.js';
import { chooseUpstream } from './canary-choice.js';
import type { RunLocation } from './data-plane.js';
import { defaultUpstream, type Upstream } from './model/configuration.js';
import type { NormalizedUri } from './nginx/normalize-uri.js';
import { headerOf, httpHost, requestUri, variableOf } from './request-variables.js';
import { rewriteUri } from './rewrite.js';
import { runScript } from './nginx/script.js';
import { certificateOfName } from './tls.js';

/** What a location does with a request, in the order in which nginx does it. Source: rootfs/etc/nginx/template/nginx.tmpl, controller-v1.15.1 */
export function proxy(passage: Passage, at: RunLocation, host: string, uri: NormalizedUri): RouteMatch {
  const { request, run, journal } = passage;
  const { location } = at;
  const matched = location.rule ?? null;
  for (const name of location.annotations.unmodelled) journal?.warn(`The annotation ${name} is set, may change the answer, and is not modelled.`);
  for (const name of run.settings.unmodelled) journal?.warn(`${name} is set in the ConfigMap, may change the answer, and is not modelled.`);
  if (location.annotations.denied !== undefined) {
    journal?.step('nginx', 'refuse', `${location.annotations.denied}: 503 for the whole location`);
    return fail(passage, 503, at, { outcome: 'unavailable', matched });
  }
  const early = preflight(passage, at) ?? redirectByAnnotation(passage, at, host);
  if (early !== undefined) return early;
  const rewritten = rewriteUri(at, request, uri);
  if (rewritten.kind === 'unknown') {
    journal?.warn(rewritten.reason);
    return { ...insufficient(), matched, tls: passage.tls };
  }
  if (rewritten.kind === 'redirect') {
    journal?.step('nginx', 'redirect', `rewrite-target has a scheme: 302 ${rewritten.location}`);
    return redirect(passage, 302, rewritten.location, matched);
  }
  if (rewritten.kind === 'empty') {
    journal?.step('nginx', 'rewrite', 'rewrite-target leaves nothing of the path: 500');
    return fail(passage, 500, at, { outcome: 'unavailable', matched });
  }
  if (rewritten.path !== undefined) journal?.step('nginx', 'rewrite', `${uri.uri} to ${rewritten.path}`);
  return redirectToTls(passage, at, host) ?? forward(passage, at, rewritten.path ?? requestUri(request));
}

/** enable-cors: nginx answers OPTIONS of an allowed origin itself. */
function preflight({ request, journal, tls }: Passage, { location }: RunLocation): RouteMatch | undefined {
  const { cors } = location.annotations;
  if (cors === undefined || request.method !== 'OPTIONS') return undefined;
  const origin = headerOf(request, 'origin') ?? '';
  if (cors !== 'any' && !cors.some((each) => each.test(origin))) return undefined;
  journal?.step('nginx', 'answer', 'enable-cors answers the preflight request: 204');
  return { outcome: 'forward', status: 204, matched: location.rule ?? null, backend: null, tls, considered: [] };
}

/** temporal-redirect or permanent-redirect: to one URL, before TLS is asked for. Only with these codes nginx sends a Location. */
function redirectByAnnotation(passage: Passage, at: RunLocation, host: string): RouteMatch | undefined {
  const { redirect: script, location } = at;
  if (script === undefined) return undefined;
  const { code } = location.annotations.redirect;
  const told = 'fault' in script ? { unknown: script.fault } : runScript(script.pieces, { groups: [], variable: (name) => variableOf(passage.request, location, passage.request.path, name) });
  if ('unknown' in told) {
    passage.journal?.warn(`The redirect holds the variable $${told.unknown}, whose value is not known.`);
    return { ...insufficient(), matched: location.rule ?? null, tls: passage.tls };
  }
  const to = absolute(passage, at, host, told.text);
  passage.journal?.step('nginx', 'redirect', `the redirect of the Ingress: ${code} ${to}`);
  if ([301, 302, 303, 307, 308].includes(code)) return redirect(passage, code, to, location.rule ?? null);
  return end(passage, { outcome: 'redirect', status: code, matched: location.rule ?? null });
}

/** Source: rootfs/etc/nginx/lua/lua_ingress.lua, rewrite, redirect_to_https, controller-v1.15.1 */
function redirectToTls(passage: Passage, at: RunLocation, host: string): RouteMatch | undefined {
  const { request, run } = passage;
  const { rewrite, usePortInRedirects } = at.location.annotations;
  const { settings } = run;
  const scheme = (settings.useForwardedHeaders ? request.headers.get('x-forwarded-proto')?.join(', ') : undefined) ?? request.scheme;
  if (settings.useProxyProtocol && request.scheme === 'http') passage.journal?.warn('The controller takes a request by the PROXY protocol on port 443 for one over https: this one was taken not to be.');
  if (at.isNeverRedirectedToTls || scheme !== 'http') return undefined;
  if (!rewrite.forceSslRedirect && !(rewrite.sslRedirect && certificateOfName(run.certificates, host) !== undefined)) return undefined;
  const forwardedHost = settings.useForwardedHeaders ? request.headers.get('x-forwarded-host')?.join(', ').split(',')[0] : undefined;
  const [name = ''] = (forwardedHost ?? httpHost(request)).split(':');
  const path = rewrite.preserveTrailingSlash ? requestUri(request) : withoutLastSlash(request);
  const to = `https://${name}${usePortInRedirects ? `:${settings.httpsPort}` : ''}${path}`;
  const why = rewrite.forceSslRedirect ? 'force-ssl-redirect' : 'ssl-redirect, and the host has a certificate';
  passage.journal?.step('nginx', 'redirect', `${why}: ${settings.redirectCode} ${to}`);
  return redirect(passage, settings.redirectCode, to, at.location.rule ?? null);
}

function forward(passage: Passage, at: RunLocation, upstreamPath: string): RouteMatch {
  const { request, run, journal } = passage;
  const { location } = at;
  const { upstreams } = run.configuration;
  const matched = location.rule ?? null;
  const main = upstreams.get(location.backend);
  const isDefault = location.backend === defaultUpstream;
  if (main === undefined || (!isDefault && !isServed(main))) {
    journal?.step('nginx', 'choose endpoint', `${main?.unserved ?? 'the controller has deleted the upstream'}: 503`);
    return fail(passage, 503, at, { outcome: 'unavailable', matched, backend: main === undefined ? null : backendOf(main) });
  }
  const choice = isDefault ? { upstream: main } : chooseUpstream(request, main, upstreams, isServed, journal);
  const status = refusal(request, at, run.settings, journal);
  if (status !== undefined) return fail(passage, status, at, { outcome: 'denied', matched });
  if (isDefault && !isServed(main)) return noBackend(passage, upstreamPath);
  const { upstream } = choice;
  tellUpstream(passage, at, upstream);
  const alternatives = choice.canary === undefined ? undefined : shares(upstream, choice.canary, location.rule);
  const outcome = isDefault || isDefaultBackend(location.backend) || location.rule?.path === '' ? 'default-backend' : 'forward';
  return end(passage, { outcome, matched, backend: backendOf(upstream), upstreamPath, ...(alternatives !== undefined && { alternatives }) });
}

/** nginx then asks itself for the path, which it refuses where a rewrite has left no slash before it. Error pages lead to the same place, so none is looked for. */
function noBackend(passage: Passage, path: string): RouteMatch {
  const status = path.startsWith('/') ? 404 : 400;
  passage.journal?.step('nginx', 'choose endpoint', `no rule takes the path, and there is no default backend: ${status}`);
  return end(passage, { outcome: status === 404 ? 'not-found' : 'denied', status });
}

function isDefaultBackend(name: string): boolean {
  return name.startsWith('custom-default-backend-');
}

function shares(main: Upstream, canary: { readonly upstream: Upstream; readonly share: number }, rule: RunLocation['location']['rule']): NonNullable<RouteMatch['alternatives']> {
  const of = (upstream: Upstream, share: number, owner = upstream.owner) => ({ backend: backendOf(upstream), share, ...(owner !== undefined && { rule: owner }) });
  return [of(main, 1 - canary.share, rule), of(canary.upstream, canary.share)];
}

function tellUpstream({ journal, run }: Passage, { location }: RunLocation, { service, port, endpoints, warning, isUnknown }: Upstream): void {
  if (journal === undefined) return;
  const number = isUnknown ? 'endpoints that are not known' : endpoints.length === 1 ? '1 endpoint' : `${endpoints.length} endpoints`;
  journal.step('nginx', 'choose endpoint', `${service}:${port} has ${number}`);
  if (warning !== undefined) journal.warn(warning);
  if (run.settings.topologyAwareRouting) journal.warn('--enable-topology-aware-routing narrows the endpoints to the zone of the controller where all have hints: that is not modelled.');
  const codes = location.annotations.customHttpErrors.length > 0 ? location.annotations.customHttpErrors : run.settings.customHttpErrors;
  if (codes.length > 0 && !location.annotations.disableProxyInterceptErrors) journal.warn(`Where the backend answers ${codes.join(', ')}, the client gets the page of the default backend (custom-http-errors).`);
}
