import type { Journal } from '../../../analysis/index.js';
import type { ServedTls } from '../../answer.js';
import type { IngressRequest } from '../../request.js';
import { isValidHostname, type ServerCertificate } from './model/certificates.js';
import { catchAll, type NginxConfiguration, type Server } from './model/configuration.js';

/** The certificates by the name that a client asks for; a name without one has none. */
export type CertificatesByName = ReadonlyMap<string, ServerCertificate>;

/** Source: internal/ingress/controller/nginx.go, configureCertificates, controller-v1.15.1 */
export function certificatesByName({ servers, redirectServers }: NginxConfiguration): CertificatesByName {
  const names = new Map<string, ServerCertificate>();
  const set = (name: string, certificate: ServerCertificate | undefined) => (certificate === undefined ? names.delete(name) : names.set(name, certificate));
  for (const server of servers) {
    set(server.hostname, server.certificate);
    for (const alias of server.aliases) set(alias, ofAlias(server, alias));
  }
  for (const { from, certificate } of redirectServers) set(from, certificate);
  return names;
}

function ofAlias({ certificate }: Server, alias: string): ServerCertificate | undefined {
  return certificate !== undefined && isValidHostname(alias, certificate.names) ? certificate : undefined;
}

/** The certificate of a name, or else that of the wildcard of its first label. Source: rootfs/etc/nginx/lua/certificate.lua, get_pem_cert_uid, controller-v1.15.1 */
export function certificateOfName(names: CertificatesByName, host: string): { readonly certificate: ServerCertificate; readonly name: string } | undefined {
  const name = (host.endsWith('.') ? host.slice(0, -1) : host).toLowerCase();
  const exact = names.get(name);
  if (exact !== undefined) return { certificate: exact, name };
  const dot = name.indexOf('.');
  if (dot < 1) return undefined;
  const wildcard = `*${name.slice(dot)}`;
  const certificate = names.get(wildcard);
  return certificate === undefined ? undefined : { certificate, name: wildcard };
}

/** What a client is served: by SNI alone, whatever host it asks for afterwards. Source: as above, call */
export function servedTls(names: CertificatesByName, { sni }: IngressRequest, journal?: Journal): ServedTls {
  const found = (sni === undefined ? undefined : certificateOfName(names, sni)) ?? certificateOfName(names, catchAll);
  const { secret, kind, reason } = found?.certificate ?? { secret: null, kind: 'default', reason: undefined };
  if (journal !== undefined) {
    const asked = sni === undefined ? 'the client asks for no name' : `the client asks for ${sni}`;
    const served = kind === 'default' ? 'the default certificate' : `the certificate of Secret ${secret}`;
    const by = found === undefined || found.name === sni ? '' : found.name === catchAll ? ', for which no server has one' : `, for which that of ${found.name} stands`;
    journal.step('nginx', 'serve certificate', `${asked}${by}: ${served}${reason === undefined ? '' : `, as ${reason}`}`);
    if (kind === 'unknown') journal.warn(`The snapshot does not tell what certificate is in Secret ${secret}: it was taken to be one of this host.`);
  }
  return { secret, certificate: kind };
}
