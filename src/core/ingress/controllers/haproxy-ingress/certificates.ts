import type { ServedTls } from '../../answer.js';
import type { Host, Model } from './model.js';

/** Certificates by the name in the handshake: that of the host, else of its wildcard, else the default one. Source: jcmoraisjr/haproxy-ingress v0.16.1 pkg/haproxy/config.go, WriteFrontendMaps (the list of certificates); HAProxy 2.6 src/ssl_sock.c, ssl_sock_switchctx_cbk. */
export class Certificates {
  readonly #byName = new Map<string, ServedTls>();

  constructor({ hosts }: Model) {
    for (const host of hosts.values()) {
      const served = host.name === '' ? undefined : servedFor(host);
      if (served !== undefined) this.#byName.set(host.name.toLowerCase(), served);
    }
  }

  serve(sni: string | undefined): ServedTls {
    if (sni === undefined) return byDefault;
    const dot = sni.indexOf('.');
    return this.#byName.get(sni) ?? this.#byName.get(dot === -1 ? '' : `*${sni.slice(dot)}`) ?? byDefault;
  }
}

const byDefault: ServedTls = { secret: null, certificate: 'default' };

/** A host with the default certificate is not in the list, so that a wildcard beside it takes its place. */
function servedFor({ tls }: Host): ServedTls | undefined {
  if (tls === undefined || tls.isLoaded === false) return undefined;
  return { secret: tls.secret, certificate: tls.isLoaded === undefined ? 'unknown' : 'secret' };
}
