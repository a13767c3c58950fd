import type { RuleRef } from '../../../answer.js';
import { catchAll, defaultUpstream, type Location, type LostRule, type ParsedIngress, type Server, type Upstream } from './configuration.js';
import { hostnameOf, servicePaths, upstreamName, type ServicePath } from './rules.js';

export interface LocationParts {
  readonly upstreams: ReadonlyMap<string, Upstream>;
  readonly servers: ReadonlyMap<string, Server>;
  readonly lost: LostRule[];
}

/**
 * Gives each path of each Ingress its location: that of the `/` which no rule had yet, or a new one. A path that is there already with the same type stays with the older Ingress.
 *
 * Source: internal/ingress/controller/controller.go, getBackendServers, controller-v1.15.1
 */
export function addLocations(parsed: ParsedIngress, parts: LocationParts): void {
  authenticate(parsed, parts);
  for (const path of servicePaths(parsed.ingress)) {
    const server = parts.servers.get(path.hostname) ?? parts.servers.get(catchAll);
    const upstream = parts.upstreams.get(upstreamName(parsed.ingress.metadata.namespace, path.service));
    if (server === undefined || upstream === undefined) continue;
    if (upstream.noServer) lose(parsed, path, upstream, parts);
    else {
      addLocation(server, upstream, parsed, path, parts);
      if (parsed.annotations.affinityCookie !== '') upstream.affinityCookie = parsed.annotations.affinityCookie;
    }
  }
}

function addLocation(server: Server, upstream: Upstream, parsed: ParsedIngress, { path, pathType, rule, backend }: ServicePath, { lost }: LocationParts): void {
  const { ingress, annotations } = parsed;
  const there = server.locations.find((each) => each.path === path);
  const isSame = there?.pathType === pathType;
  if (there !== undefined && isSame && !there.isDefault) {
    lost.push({ rule, backend, hostname: server.hostname, by: there.rule, reason: duplicateReason(there), isDuplicate: true, isCanary: false });
    return;
  }
  const fresh = { isDefault: false, backend: upstream.name, errorBackend: defaultUpstream, ingress, rule, annotations };
  if (there !== undefined && isSame) Object.assign(there, fresh);
  else server.locations.push({ path, pathType, ...fresh });
  server.redirectFromToWww ||= annotations.redirect.fromToWww;
}

function duplicateReason({ rule }: Location): string {
  return rule === undefined || rule.path === '' ? 'the catch-all `/` belongs to the default backend of an Ingress without rules' : 'an Ingress that is read before has the same host, path and type';
}

/** A path whose Service and port a canary named first has no location, unless it is a canary's itself. */
function lose({ annotations }: ParsedIngress, { rule, hostname, backend }: ServicePath, upstream: Upstream, { lost }: LocationParts): void {
  if (annotations.canary !== undefined) return;
  const by: RuleRef | undefined = upstream.owner;
  lost.push({ rule, backend, hostname, by, reason: 'a canary Ingress names this Service and port too, and is read before: they are its alone', isDuplicate: false, isCanary: false });
}

function authenticate({ ingress, annotations: { authentication } }: ParsedIngress, { servers }: LocationParts): void {
  for (const { host, http } of ingress.spec.rules ?? []) {
    const server = servers.get(hostnameOf(host)) ?? servers.get(catchAll);
    if (server === undefined || (http === undefined && hostnameOf(host) !== catchAll)) continue;
    server.authTlsError ||= authentication.authTlsError;
    server.clientCertificate ||= authentication.clientCertificate;
  }
}
