import { compareText, type Certificate, type ClusterView, type Secret } from '../cluster/index.js';

/** What is known of a certificate without its key. Times are RFC 3339 in UTC. */
export interface CertificateFacts {
  /** Lower case; wildcards as `*.example.com`. */
  readonly dnsNames: readonly string[];
  readonly commonName: string | null;
  readonly issuer: string | null;
  readonly notBefore: string | null;
  readonly notAfter: string | null;
  /** `secret`: read of its `tls.crt`; `cert-manager`: of the Certificate that is to fill the Secret. */
  readonly source: 'secret' | 'cert-manager';
}

/**
 * What a data plane can do with a Secret for TLS.
 * - `usable`: it has a certificate that can be read, and a key
 * - `unreadable`: `tls.crt` is no certificate
 * - `incomplete`: `tls.crt` or `tls.key` is missing
 * - `absent`: there is no such Secret
 * - `promised`: the Secret is not known, and a cert-manager Certificate that is ready fills it
 * - `unknown`: the snapshot does not tell
 */
export type SecretState = 'usable' | 'unreadable' | 'incomplete' | 'absent' | 'promised' | 'unknown';

export interface TlsSecret {
  readonly state: SecretState;
  readonly secret?: Secret;
  /** Present where the state is `usable` or `promised`, and its names are known. */
  readonly facts?: CertificateFacts;
  /** The Certificate of cert-manager that names the Secret. */
  readonly certificate?: Certificate;
  /** One sentence without its full stop. */
  readonly detail: string;
}

const keyNames = ['tls.crt', 'tls.key'];

/**
 * A Secret for TLS as far as it can be told: keys are never read or stored, so that they fit is taken for granted. What its type is does not matter.
 *
 * Source: kubernetes/ingress-nginx internal/ingress/controller/store/backend_ssl.go, getPemCertificate, v1.15.1; cert-manager pkg/apis/certmanager/v1/types_certificate.go
 */
export function tlsSecret(view: ClusterView, namespace: string, name: string): TlsSecret {
  const secret = view.get('Secret', namespace, name);
  const certificate = certificateFor(view, namespace, name);
  const promise = certificate === undefined ? {} : { certificate };
  if (secret === undefined) return { ...withoutSecret(view, namespace, name, certificate), ...promise };
  const found = { secret, ...promise };
  const told = `Secret ${namespace}/${name}`;
  if (secret.keys.length === 0) return { ...found, state: 'unknown', ...factsIn(certificate), detail: `the snapshot does not tell the keys of ${told}` };
  const lacking = keyNames.filter((key) => !secret.keys.includes(key));
  if (lacking.length > 0) return { ...found, state: 'incomplete', detail: `${told} lacks the key ${lacking.join(' and ')}` };
  if (secret.certificate === undefined) return { ...found, state: 'unknown', ...factsIn(certificate), detail: `the snapshot does not tell the certificate of ${told}` };
  if (!secret.certificate.readable) return { ...found, state: 'unreadable', detail: `the tls.crt of ${told} is no certificate` };
  return { ...found, state: 'usable', facts: factsOf(secret.certificate), detail: `${told} holds a certificate` };
}

/**
 * Whether a certificate is good for a host: by its alternative names, and its common name where it has none or `commonName` asks for it. A wildcard stands for one label.
 *
 * Source: Go crypto/x509/verify.go, VerifyHostname, go1.26; kubernetes/ingress-nginx internal/ingress/sslcert.go and controller.go, createServers: the common name counts, v1.15.1
 */
export function coversHost({ dnsNames, commonName }: CertificateFacts, host: string, options: { readonly commonName: boolean } = { commonName: false }): boolean {
  const wanted = host.toLowerCase().replace(/\.$/, '');
  const names = commonName !== null && options.commonName ? [...dnsNames, commonName.toLowerCase()] : dnsNames;
  const wildcard = wanted.replace(/^[^.]+/, '*');
  return names.some((name) => name === wanted || name === wildcard);
}

function withoutSecret(view: ClusterView, namespace: string, name: string, certificate: Certificate | undefined): TlsSecret {
  if (certificate !== undefined && isReady(certificate) && !view.covers('Secret', namespace)) {
    return { state: 'promised', ...factsIn(certificate), detail: `cert-manager’s Certificate ${namespace}/${certificate.metadata.name} fills Secret ${name}, and is ready` };
  }
  if (!view.covers('Secret', namespace)) return { state: 'unknown', ...factsIn(certificate), detail: `the snapshot does not hold Secret ${namespace}/${name}, nor all Secrets` };
  const told = certificate === undefined ? '' : `; cert-manager’s Certificate ${certificate.metadata.name} is to fill it, and ${isReady(certificate) ? 'says that it is ready' : 'is not ready'}`;
  return { state: 'absent', detail: `namespace ${namespace} has no Secret ${name}${told}` };
}

/** Of several Certificates that fill one Secret, which is a mistake, the first by name. */
function certificateFor(view: ClusterView, namespace: string, secretName: string): Certificate | undefined {
  const naming = view.objects('Certificate').filter(({ metadata, spec }) => metadata.namespace === namespace && spec.secretName === secretName);
  return naming.sort((a, b) => compareText(a.metadata.name, b.metadata.name))[0];
}

function isReady({ status }: Certificate): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
}

function factsOf({ dnsNames = [], subject = '', issuer, notBefore, notAfter }: NonNullable<Secret['certificate']>): CertificateFacts {
  const commonName = /(?:^|, )CN=([^,]+)/.exec(subject)?.[1];
  return { dnsNames: dnsNames.map((name) => name.toLowerCase()), commonName: commonName?.toLowerCase() ?? null, issuer: issuer ?? null, notBefore: notBefore ?? null, notAfter: notAfter ?? null, source: 'secret' };
}

function factsIn(certificate: Certificate | undefined): { readonly facts?: CertificateFacts } {
  if (certificate === undefined) return {};
  const { commonName, dnsNames = [], issuerRef } = certificate.spec;
  const { notBefore, notAfter } = certificate.status ?? {};
  const names = dnsNames.map((name) => name.toLowerCase());
  // cert-manager puts the common name among the alternative names: pkg/util/pki/csr.go, DNSNames.
  const all = commonName === undefined || names.includes(commonName.toLowerCase()) ? names : [commonName.toLowerCase(), ...names];
  return { facts: { dnsNames: all, commonName: commonName?.toLowerCase() ?? null, issuer: issuerRef?.name ?? null, notBefore: notBefore ?? null, notAfter: notAfter ?? null, source: 'cert-manager' } };
}
