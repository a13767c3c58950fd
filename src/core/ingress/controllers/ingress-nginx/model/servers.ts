import type { ClusterView } from '../../../../cluster/index.js';
import { noRedirect } from '../annotations/redirect.js';
import { noRewrite } from '../annotations/rewrite.js';
import { certificateFor, type ServerCertificate } from './certificates.js';
import { catchAll, defaultUpstream, noAnnotations, type Location, type ParsedIngress, type Server, type Upstream } from './configuration.js';
import { defaultRule, hostnameOf, upstreamName } from './rules.js';

export interface ServerParts {
  readonly view: ClusterView;
  readonly upstreams: ReadonlyMap<string, Upstream>;
  readonly defaultCertificate: ServerCertificate;
}

/**
 * A server for each host, each with a `/` that is the default backend's until a rule takes it. What belongs to a whole server comes from the first Ingress that has it.
 *
 * Source: internal/ingress/controller/controller.go, createServers, controller-v1.15.1
 */
export function createServers(ingresses: readonly ParsedIngress[], parts: ServerParts): Map<string, Server> {
  const servers = new Map([[catchAll, newServer(catchAll, rootLocation(defaultUpstream), parts.defaultCertificate)]]);
  const mains = ingresses.filter(({ annotations }) => annotations.canary === undefined);
  for (const parsed of mains) addServers(servers, parsed, parts);
  for (const parsed of mains) configure(servers, parsed, parts);
  for (const server of servers.values()) server.aliases = [...new Set(server.aliases)].filter((alias) => alias !== server.hostname && !servers.has(alias));
  return servers;
}

function addServers(servers: Map<string, Server>, parsed: ParsedIngress, { upstreams }: ServerParts): void {
  const { ingress, annotations } = parsed;
  const service = ingress.spec.defaultBackend?.service;
  const own = service === undefined ? undefined : upstreams.get(upstreamName(ingress.metadata.namespace, service));
  if (own !== undefined && (ingress.spec.rules ?? []).length === 0) takeCatchAll(servers.get(catchAll)?.locations[0], parsed, own);
  for (const { host } of ingress.spec.rules ?? []) {
    const hostname = hostnameOf(host);
    if (servers.has(hostname)) continue;
    const root: Location = { ...rootLocation(own?.name ?? defaultUpstream), ingress, annotations, rule: own === undefined ? undefined : defaultRule(ingress) };
    servers.set(hostname, { ...newServer(hostname, root, undefined), sslPassthrough: annotations.sslPassthrough });
  }
}

/** An Ingress with a default backend and no rules: the first of them gets what no host and no rule takes. Its redirects and rewrites do not count. */
function takeCatchAll(root: Location | undefined, { ingress, annotations }: ParsedIngress, { name }: Upstream): void {
  if (root?.isDefault !== true) return;
  root.isDefault = false;
  root.backend = name;
  root.ingress = ingress;
  root.rule = defaultRule(ingress);
  root.annotations = { ...annotations, redirect: noRedirect, rewrite: noRewrite };
}

function configure(servers: ReadonlyMap<string, Server>, { ingress, annotations }: ParsedIngress, { view, defaultCertificate }: ServerParts): void {
  const { rules = [], tls = [] } = ingress.spec;
  for (const { host } of rules) {
    const server = servers.get(hostnameOf(host));
    if (server === undefined) continue;
    if (server.aliases.length === 0) server.aliases = annotations.aliases;
    server.sslPassthrough ||= annotations.sslPassthrough;
    if (server.certificate !== undefined || tls.length === 0) continue;
    const certificate = certificateFor(view, ingress.metadata.namespace, tls, server.hostname);
    server.certificate = certificate.kind === 'default' ? { ...certificate, names: defaultCertificate.names } : certificate;
  }
}

function rootLocation(backend: string): Location {
  return { path: '/', pathType: 'Prefix', isDefault: true, backend, errorBackend: defaultUpstream, ingress: undefined, rule: undefined, annotations: noAnnotations };
}

function newServer(hostname: string, root: Location, certificate: ServerCertificate | undefined): Server {
  return { hostname, locations: [root], aliases: [], sslPassthrough: false, certificate, redirectFromToWww: false, authTlsError: '', clientCertificate: false };
}
