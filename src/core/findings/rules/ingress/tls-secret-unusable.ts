import { enumerate } from '../../../analysis/index.js';
import { refOf, type ClusterView, type Ingress } from '../../../cluster/index.js';
import { coversHost, kindOfClass, ownersOf, tlsSecret, type CertificateFacts, type IngressOwners, type TlsSecret } from '../../../ingress/index.js';
import type { Rule } from '../../rule.js';
import { ownershipConsults } from './ingresses.js';

export const tlsSecretUnusable: Rule = {
  id: 'tls-secret-unusable',
  code: 'ING-009',
  severity: 'error',
  title: 'The certificate of an Ingress cannot be used',
  checks:
    'The Secret that an Ingress names for TLS is not in its namespace, lacks the key tls.crt or tls.key, holds no readable certificate, or one that covers none of the hosts of that entry, or not all. ' +
    'The type of the Secret does not matter. Quiet for entries without a Secret, which get the default certificate; where the controller needs no Secret of this namespace (AWS, GCE, Istio, ' +
    'ssl-passthrough of ingress-nginx, tls-cert-namespace of Contour); and where the dump left out the keys of the Secret.',
  why: 'The controller answers with its default certificate, which browsers refuse unless an administrator gave it one for these hosts.',
  fix: 'Create the Secret in the namespace of the Ingress (`kubectl create secret tls`), or see why cert-manager has not; name every host in the certificate.',
  source: 'kubernetes/ingress-nginx internal/ingress/controller/controller.go, createServers, and store/backend_ssl.go, getPemCertificate, v1.12.1',
  reads: ['Ingress', 'Secret'],
  consults: ['Certificate', 'IngressClass', 'Deployment', 'DaemonSet', 'StatefulSet', ...ownershipConsults],
  *check(view) {
    for (const owners of ownersOf(view)) {
      yield;
      const { ingress } = owners;
      if (needsNoSecretHere(view, owners)) continue;
      for (const [index, { secretName = '', hosts = [] }] of (ingress.spec.tls ?? []).entries()) {
        // `file://…` and `namespace/name` are haproxy-ingress's.
        if (secretName === '' || secretName.includes('/')) continue;
        const found = tlsSecret(view, ingress.metadata.namespace, secretName);
        const reason = whyUnusable(found, ingress, secretName, hosts);
        if (reason === undefined) continue;
        const evidence = [{ ...refOf(ingress), field: `spec.tls[${index}].secretName`, value: secretName }];
        yield { subject: refOf(ingress), detail: `${reason}.`, evidence: found.secret === undefined ? evidence : [...evidence, refOf(found.secret)] };
      }
    }
  },
};

/** Controllers that take certificates from elsewhere: the cloud’s, or another namespace’s. */
const elsewhere = ['aws-load-balancer-controller', 'gce', 'istio'];

/** The certificate comes from the cloud, from the pods themselves, or from another namespace. */
function needsNoSecretHere(view: ClusterView, { ingress, owners }: IngressOwners): boolean {
  const { metadata: { annotations = {} }, spec } = ingress;
  const named = spec.ingressClassName === undefined ? undefined : view.get('IngressClass', '', spec.ingressClassName);
  const ofClass = named === undefined ? undefined : kindOfClass(named)?.kind;
  return (
    owners.some(({ controller }) => elsewhere.includes(controller.kind)) ||
    (ofClass !== undefined && elsewhere.includes(ofClass)) ||
    ['alb', 'gce', 'gce-internal', 'istio'].includes(annotations['kubernetes.io/ingress.class'] ?? '') ||
    annotations['nginx.ingress.kubernetes.io/ssl-passthrough'] === 'true' ||
    annotations['projectcontour.io/tls-cert-namespace'] !== undefined
  );
}

function whyUnusable({ state, secret, facts, certificate }: TlsSecret, { metadata }: Ingress, name: string, hosts: readonly string[]): string | undefined {
  switch (state) {
    case 'absent':
      return `Namespace ${metadata.namespace} has no Secret ${name}${certificate === undefined ? '' : `, which cert-manager’s Certificate ${certificate.metadata.name} is to fill`}`;
    case 'incomplete':
      return `Secret ${name} lacks the key ${enumerate(['tls.crt', 'tls.key'].filter((key) => secret?.keys.includes(key) !== true))}`;
    case 'unreadable':
      return `The tls.crt of Secret ${name} is no certificate`;
    case 'usable':
      return facts === undefined ? undefined : whyUncovered(facts, name, hosts);
    default:
      return undefined;
  }
}

/** The common name still counts for ingress-nginx. */
function whyUncovered(facts: CertificateFacts, name: string, hosts: readonly string[]): string | undefined {
  const uncovered = hosts.filter((host) => !coversHost(facts, host, { commonName: true }));
  const { dnsNames } = facts;
  return uncovered.length === 0 ? undefined : `The certificate in Secret ${name} does not cover ${enumerate(uncovered, 3)}; it covers ${enumerate(dnsNames.length === 0 ? ['no host'] : dnsNames, 3)}`;
}
