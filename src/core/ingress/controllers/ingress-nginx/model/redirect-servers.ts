import { isValidHostname } from './certificates.js';
import type { RedirectServer, Server } from './configuration.js';

/** The servers of from-to-www-redirect: one for each server that asks for it and whose counterpart is no server. Source: pkg/util/ingress/ingress.go, BuildRedirects, controller-v1.15.1 */
export function redirectServers(servers: readonly Server[]): RedirectServer[] {
  const hosts = new Set(servers.map(({ hostname }) => hostname));
  return servers.flatMap(({ hostname: to, redirectFromToWww, certificate }) => {
    const from = to.startsWith('www.') ? to.slice(4) : `www.${to}`;
    if (!redirectFromToWww || hosts.has(from)) return [];
    return [{ from, to, certificate: certificate !== undefined && isValidHostname(from, certificate.names) ? certificate : undefined }];
  });
}
