import { compareText, type ClusterView, type Ingress, type Secret } from '../../../cluster/index.js';
import type { ServedTls } from '../../answer.js';

interface Ranked {
  readonly secret: string;
  readonly rank: number;
  readonly certificate: 'secret' | 'unknown';
}

/** The certificates that Traefik takes from the Secrets of Ingresses, all in one store, whatever host an Ingress has them for. */
export class CertificateStore {
  readonly #exact = new Map<string, Ranked>();
  readonly #wildcards = new Map<string, Ranked>();
  readonly warnings: readonly string[];

  constructor(view: ClusterView, ingresses: readonly Ingress[]) {
    const { loaded, warnings } = load(view, ingresses);
    this.warnings = warnings;
    // In the reverse order of the texts of their names the first that matches is served. Source: pkg/tls/certificate_store.go v3.7.9, GetBestCertificate.
    const sorted = [...loaded].sort(([a], [b]) => compareText(b, a));
    sorted.forEach(([key, { secret, certificate }], rank) => {
      for (const name of key.split(',')) this.#put(name.replace(/\.+$/, ''), { secret, certificate, rank });
    });
  }

  /** By the name in the handshake alone. */
  serve(sni: string | undefined): ServedTls {
    if (sni === undefined) return byDefault;
    const dot = sni.indexOf('.');
    const exact = this.#exact.get(sni);
    const wildcard = this.#wildcards.get(dot === -1 ? '' : sni.slice(dot));
    const best = exact !== undefined && (wildcard === undefined || exact.rank < wildcard.rank) ? exact : wildcard;
    return best === undefined ? byDefault : { secret: best.secret, certificate: best.certificate };
  }

  #put(name: string, ranked: Ranked): void {
    const [map, key] = name.startsWith('*') ? [this.#wildcards, name.slice(1)] : [this.#exact, name];
    if ((map.get(key)?.rank ?? Infinity) > ranked.rank) map.set(key, ranked);
  }
}

const byDefault: ServedTls = { secret: null, certificate: 'default' };

interface Loaded {
  readonly secret: string;
  readonly certificate: 'secret' | 'unknown';
}

/** By their names, sorted and joined; the first Secret of the same names counts. Source: Traefik v3.7.9 pkg/provider/kubernetes/ingress/kubernetes.go, getCertificates; pkg/tls/certificate_store.go, appendCertificate. */
function load(view: ClusterView, ingresses: readonly Ingress[]): { readonly loaded: ReadonlyMap<string, Loaded>; readonly warnings: readonly string[] } {
  const secrets = new Map<string, { readonly name: string; readonly secret: Secret | undefined; readonly hosts: string[] }>();
  const warnings: string[] = [];
  for (const { metadata, spec } of ingresses) {
    for (const { secretName = '', hosts = [] } of spec.tls ?? []) {
      if (secretName === '') continue;
      const { namespace } = metadata;
      const secret = view.get('Secret', namespace, secretName);
      const fault = secret === undefined ? (view.covers('Secret', namespace) ? 'is not there' : undefined) : whyUnusable(secret);
      if (fault !== undefined) {
        // Traefik reads no further in the tls of an Ingress after a Secret that it cannot use.
        warnings.push(`Secret ${namespace}/${secretName} of Ingress ${namespace}/${metadata.name} ${fault}: Traefik does not use it, nor what follows it in the tls of this Ingress.`);
        break;
      }
      const known = secrets.get(`${namespace}-${secretName}`);
      if (known === undefined) secrets.set(`${namespace}-${secretName}`, { name: `${namespace}/${secretName}`, secret, hosts: [...hosts] });
      else known.hosts.push(...hosts);
    }
  }
  const loaded = new Map<string, Loaded>();
  for (const [, { name, secret, hosts }] of [...secrets].sort(([a], [b]) => compareText(a, b))) {
    const names = secret === undefined ? hosts.map((host) => host.toLowerCase()) : namesOf(secret);
    if (names === undefined) continue;
    if (secret === undefined) warnings.push(`The snapshot does not hold Secret ${name}: its certificate was taken to be for ${hosts.join(', ')}.`);
    const key = [...names].sort(compareText).join(',');
    if (key !== '' && !loaded.has(key)) loaded.set(key, { secret: name, certificate: secret === undefined ? 'unknown' : 'secret' });
  }
  return { loaded, warnings };
}

function whyUnusable({ keys }: Secret): string | undefined {
  const missing = ['tls.crt', 'tls.key'].filter((key) => !keys.includes(key));
  return missing.length === 0 ? undefined : `has no ${missing.join(' and no ')}`;
}

/** Undefined where it holds no certificate. Source: pkg/tls/certificate_store.go v3.7.9, parseCertificate. */
function namesOf({ certificate }: Secret): readonly string[] | undefined {
  if (certificate === undefined || !certificate.readable) return undefined;
  const [, common = ''] = /(?:^|, )CN=((?:\\.|[^,\\])*)/.exec(certificate.subject ?? '') ?? [];
  const others = [...(certificate.dnsNames ?? []), ...(certificate.ipAddresses ?? [])].filter((name) => name !== common);
  return [...(common === '' ? [] : [common]), ...others].map((name) => name.toLowerCase());
}
