import type { ClusterView } from '../../../../cluster/index.js';
import { tlsSecret } from '../../../certificates.js';
import type { NginxSettings } from '../settings.js';

/** The certificate of a server. */
export interface ServerCertificate {
  /** `namespace/name` of the Secret that was asked for; null for none. */
  readonly secret: string | null;
  /** `default` where the default certificate is in its place; `unknown` where the snapshot does not tell whether it is. */
  readonly kind: 'secret' | 'default' | 'unknown';
  /** Common name and DNS names. */
  readonly names: readonly string[];
  /** Why the default certificate is there. */
  readonly reason?: string;
}

/** What is known of a Secret's certificate. */
type Known = { readonly state: 'unknown' } | { readonly state: 'unusable'; readonly reason: string } | { readonly state: 'usable'; readonly dnsNames: readonly string[]; readonly commonName: string };

/** The default certificate. Source: internal/ingress/controller/controller.go, getDefaultSSLCertificate, controller-v1.15.1 */
export function defaultCertificate(view: ClusterView, settings: NginxSettings): ServerCertificate {
  const [namespace = '', name = ''] = settings.defaultSslCertificate.split('/');
  const known = settings.defaultSslCertificate === '' ? undefined : certificateOf(view, namespace, name);
  return known?.state === 'usable' ? { secret: settings.defaultSslCertificate, kind: 'default', names: namesOf(known) } : { secret: null, kind: 'default', names: [] };
}

/**
 * The certificate of a host for an Ingress with `spec.tls`: by the host's name in it, or else the first Secret whose certificate covers the host.
 *
 * Source: internal/ingress/controller/controller.go, createServers, extractTLSSecretName; certificate.go, verifyHostname, controller-v1.15.1
 */
export function certificateFor(view: ClusterView, namespace: string, tls: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[], host: string): ServerCertificate {
  const named = tls.find(({ hosts = [] }) => hosts.some((each) => each.toLowerCase() === host.toLowerCase()));
  const secretName = named === undefined ? coveringSecret(view, namespace, tls, host) : named.secretName;
  if (secretName === undefined || secretName === '') return { secret: null, kind: 'default', names: [], reason: named === undefined ? `no entry of spec.tls is for ${host}` : `the entry of spec.tls for ${host} names no Secret` };
  const secret = `${namespace}/${secretName}`;
  const known = certificateOf(view, namespace, secretName);
  if (known.state === 'unknown') return { secret, kind: 'unknown', names: [host] };
  if (known.state === 'unusable') return { secret, kind: 'default', names: [], reason: known.reason };
  return covers(known, host) ? { secret, kind: 'secret', names: namesOf(known) } : { secret, kind: 'default', names: [], reason: `the certificate in Secret ${secret} does not cover ${host}` };
}

/** Here the common name does not count. */
function coveringSecret(view: ClusterView, namespace: string, tls: readonly { readonly secretName?: string }[], host: string): string | undefined {
  return tls.find(({ secretName = '' }) => {
    const known = secretName === '' ? undefined : certificateOf(view, namespace, secretName);
    return known?.state === 'usable' && known.dnsNames.some((name) => matchesHost(name, host));
  })?.secretName;
}

function certificateOf(view: ClusterView, namespace: string, name: string): Known {
  const { state, facts, detail } = tlsSecret(view, namespace, name);
  if (state === 'unknown' || ((state === 'usable' || state === 'promised') && facts === undefined)) return { state: 'unknown' };
  return facts === undefined ? { state: 'unusable', reason: detail } : { state: 'usable', dnsNames: facts.dnsNames, commonName: facts.commonName ?? '' };
}

function namesOf({ dnsNames, commonName }: { readonly dnsNames: readonly string[]; readonly commonName: string }): string[] {
  return commonName === '' ? [...dnsNames] : [commonName, ...dnsNames];
}

/** The common name counts where there is no other. */
function covers({ dnsNames, commonName }: { readonly dnsNames: readonly string[]; readonly commonName: string }, host: string): boolean {
  return dnsNames.length > 0 ? dnsNames.some((name) => matchesHost(name, host)) : matchesHost(commonName, host);
}

/** A `*` stands for one label, the first. */
function matchesHost(pattern: string, host: string): boolean {
  const [wanted, given] = [pattern, host].map((each) => each.toLowerCase().replace(/\.$/, '').split('.'));
  if (wanted === undefined || given === undefined || wanted.join('') === '' || wanted.length !== given.length) return false;
  return wanted.every((label, i) => (i === 0 && label === '*') || label === given[i]);
}

/** Whether a certificate of these names is given to an alias. Source: internal/net/ssl/ssl.go, IsValidHostname */
export function isValidHostname(host: string, names: readonly string[]): boolean {
  const lower = host.toLowerCase();
  const wildcard = lower.replace(/^[^.]*/, '*');
  return names.some((name) => name.toLowerCase() === lower || name.toLowerCase() === wildcard);
}
