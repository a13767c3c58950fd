import { enumerate } from '../../../analysis/index.js';
import { refOf, type ClusterView, type Ingress, type Secret } from '../../../cluster/index.js';
import type { Rule } from '../../rule.js';

export const tlsSecretUnusable: Rule = {
  id: 'tls-secret-unusable',
  code: 'ING-009',
  severity: 'error',
  title: 'The certificate of an Ingress cannot be used',
  checks:
    'The Secret that an Ingress names for TLS is not in its namespace, lacks the key tls.crt or tls.key, holds no readable certificate, or one that covers none of the hosts of that entry, or not all. ' +
    'The type of the Secret does not matter. Quiet for entries without a Secret, which get the default certificate; where the controller needs no Secret of this namespace (AWS, ' +
    'ssl-passthrough of ingress-nginx, tls-cert-namespace of Contour); and where the dump left out the keys of the Secret.',
  why: 'The controller answers with its default certificate, which browsers refuse unless an administrator gave it one for these hosts.',
  fix: 'Create the Secret in the namespace of the Ingress (`kubectl create secret tls`), or see why cert-manager has not; name every host in the certificate.',
  source: 'kubernetes/ingress-nginx internal/ingress/controller/controller.go, createServers, and store/backend_ssl.go, getPemCertificate, v1.12.1',
  reads: ['Ingress', 'Secret'],
  consults: ['IngressClass'],
  *check(view) {
    for (const ingress of view.objects('Ingress')) {
      yield;
      if (needsNoSecretHere(view, ingress)) continue;
      for (const [index, { secretName, hosts = [] }] of (ingress.spec.tls ?? []).entries()) {
        if (secretName === undefined || secretName === '') continue;
        const secret = view.get('Secret', ingress.metadata.namespace, secretName);
        const reason = secret === undefined ? missing(ingress, secretName) : whyUnusable(secret, hosts);
        if (reason === undefined) continue;
        const evidence = [{ ...refOf(ingress), field: `spec.tls[${index}].secretName`, value: secretName }];
        yield { subject: refOf(ingress), detail: `${reason}.`, evidence: secret === undefined ? evidence : [...evidence, refOf(secret)] };
      }
    }
  },
};

/** The certificate comes from AWS, from the pods themselves, or from another namespace. */
function needsNoSecretHere(view: ClusterView, { metadata: { annotations = {} }, spec }: Ingress): boolean {
  const controller = spec.ingressClassName === undefined ? undefined : view.get('IngressClass', '', spec.ingressClassName)?.spec.controller;
  return (
    controller === 'ingress.k8s.aws/alb' ||
    annotations['kubernetes.io/ingress.class'] === 'alb' ||
    annotations['nginx.ingress.kubernetes.io/ssl-passthrough'] === 'true' ||
    annotations['projectcontour.io/tls-cert-namespace'] !== undefined
  );
}

function missing({ metadata }: Ingress, secretName: string): string {
  return `Namespace ${metadata.namespace} has no Secret ${secretName}`;
}

function whyUnusable({ metadata, keys, certificate }: Secret, hosts: readonly string[]): string | undefined {
  if (keys.length === 0) return undefined;
  const lacking = ['tls.crt', 'tls.key'].filter((key) => !keys.includes(key));
  if (lacking.length > 0) return `Secret ${metadata.name} lacks the key ${enumerate(lacking)}`;
  if (certificate === undefined) return undefined;
  if (!certificate.readable) return `The tls.crt of Secret ${metadata.name} is no certificate`;
  const uncovered = hosts.filter((host) => !covers(certificate, host.toLowerCase()));
  return uncovered.length === 0 ? undefined : `The certificate in Secret ${metadata.name} does not cover ${enumerate(uncovered, 3)}; it covers ${enumerate(certificate.dnsNames ?? ['no host'], 3)}`;
}

/** A wildcard stands for one label. The common name still counts for ingress-nginx. */
function covers({ dnsNames = [], subject = '' }: NonNullable<Secret['certificate']>, host: string): boolean {
  const wildcard = host.replace(/^[^.]+/, '*');
  return dnsNames.some((name) => [host, wildcard].includes(name.toLowerCase())) || subject.toLowerCase().split(/[,/\s]+/).some((part) => part === `cn=${host}` || part === `cn=${wildcard}`);
}
