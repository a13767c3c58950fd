import { count, enumerate } from '../../../analysis/index.js';
import { refOf, type Certificate, type ClusterView, type Ingress } from '../../../cluster/index.js';
import { tlsSecret } from '../../../ingress/index.js';
import type { Rule } from '../../rule.js';
import { nameOf } from './ingresses.js';

const day = 86_400_000;
const warnDays = 21;

export const tlsExpiry: Rule = {
  id: 'tls-expiry',
  code: 'ING-010',
  severity: 'critical',
  title: 'A certificate of an Ingress ends or has ended',
  checks:
    `The certificate in a Secret that an Ingress names for TLS had ended when the snapshot was taken (critical), or ends within ${warnDays} days (warning). ` +
    'Quiet where cert-manager keeps the Secret and its Certificate is ready with a renewal still to come, and where the certificate is not known.',
  why: 'Clients refuse the connection as soon as the certificate has ended.',
  fix: 'Renew it; where cert-manager keeps it, see why its Certificate is not renewed (`kubectl describe certificate`).',
  source: 'RFC 5280 section 4.1.2.5; cert-manager pkg/apis/certmanager/v1/types_certificate.go, CertificateStatus.renewalTime',
  reads: ['Ingress', 'Secret'],
  consults: ['Certificate'],
  *check(view) {
    const now = Date.parse(view.state.takenAt);
    for (const { namespace, name, ingresses } of namedSecrets(view)) {
      yield;
      const { secret, facts, certificate } = tlsSecret(view, namespace, name);
      const end = facts?.notAfter ?? null;
      if (secret === undefined || facts?.source !== 'secret' || end === null) continue;
      const left = (Date.parse(end) - now) / day;
      if (!(left < warnDays) || (left > 0 && isRenewed(certificate, now))) continue;
      const whose = `${count(ingresses.length, 'Ingress', 'Ingresses')} (${enumerate(ingresses.map(nameOf), 3)})`;
      const told = left <= 0 ? `ended on ${end}` : `ends on ${end}, ${left < 1 ? 'within a day' : `in ${count(Math.floor(left), 'day')}`}`;
      yield {
        subject: refOf(secret),
        detail: `The certificate of ${whose} ${told}.`,
        ...(left > 0 && { severity: 'warning' as const }),
        evidence: [{ ...refOf(secret), field: 'certificate.notAfter', value: end }, ...ingresses.slice(0, 3).map((ingress) => ({ ...refOf(ingress), field: 'spec.tls' }))],
      };
    }
  },
};

function namedSecrets(view: ClusterView): Iterable<{ readonly namespace: string; readonly name: string; readonly ingresses: Ingress[] }> {
  const named = new Map<string, { namespace: string; name: string; ingresses: Ingress[] }>();
  for (const ingress of view.objects('Ingress')) {
    const { namespace } = ingress.metadata;
    for (const name of new Set((ingress.spec.tls ?? []).flatMap(({ secretName = '' }) => (secretName === '' ? [] : [secretName])))) {
      const key = `${namespace}/${name}`;
      const known = named.get(key) ?? { namespace, name, ingresses: [] };
      named.set(key, known);
      known.ingresses.push(ingress);
    }
  }
  return named.values();
}

function isRenewed(certificate: Certificate | undefined, now: number): boolean {
  const { conditions, renewalTime } = certificate?.status ?? {};
  return conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true && Date.parse(renewalTime ?? '') > now;
}
