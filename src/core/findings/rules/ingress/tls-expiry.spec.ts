import { describe, expect, it } from 'vitest';
import { ClusterView } from '../../../cluster/index.js';
import { clusterOf } from '../../cluster.table.js';
import { ingress } from './controllers.table.js';
import { tlsExpiry } from './tls-expiry.js';

const named = ingress({ tls: [{ hosts: ['shop.example'], secretName: 'cert' }] });
const secret = { apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls', metadata: { name: 'cert', namespace: 'shop', uid: 's' }, data: { 'tls.crt': '', 'tls.key': '' } };
const certManager = (ready: string, renewalTime?: string) => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: 'shop', namespace: 'shop', uid: 'c' },
  spec: { secretName: 'cert', issuerRef: { name: 'le' }, dnsNames: ['shop.example'] },
  status: { conditions: [{ type: 'Ready', status: ready }], ...(renewalTime !== undefined && { renewalTime }) },
});

/** What is found on 1 June 2026. */
function findings(objects: readonly object[], notAfter: string | undefined): string[] {
  const { state } = clusterOf(objects);
  const Secret = state.objects.Secret.map((each) => ({ ...each, ...(notAfter !== undefined && { certificate: { readable: true, dnsNames: ['shop.example'], notAfter } }) }));
  const view = new ClusterView({ ...state, takenAt: '2026-06-01T00:00:00.000Z', objects: { ...state.objects, Secret } });
  return [...tlsExpiry.check(view)].flatMap((each) => (each === undefined ? [] : [`${each.severity ?? tlsExpiry.severity} ${each.subject.name}: ${each.detail}`]));
}

describe('tls-expiry', () => {
  it.each<[string, readonly object[], string | undefined, readonly string[]]>([
    ['it has ended', [named, secret], '2026-05-31T23:00:00Z', ['critical cert: The certificate of 1 Ingress (shop/shop) ended on 2026-05-31T23:00:00Z.']],
    ['it ends soon', [named, secret], '2026-06-10T12:00:00Z', ['warning cert: The certificate of 1 Ingress (shop/shop) ends on 2026-06-10T12:00:00Z, in 9 days.']],
    ['it ends today', [named, secret], '2026-06-01T12:00:00Z', ['warning cert: The certificate of 1 Ingress (shop/shop) ends on 2026-06-01T12:00:00Z, within a day.']],
    ['cert-manager should have renewed it', [named, secret, certManager('True', '2026-05-20T00:00:00Z')], '2026-06-10T12:00:00Z', ['warning cert: The certificate of 1 Ingress (shop/shop) ends on 2026-06-10T12:00:00Z, in 9 days.']],
    ['cert-manager is not ready', [named, secret, certManager('False', '2026-06-05T00:00:00Z')], '2026-06-10T12:00:00Z', ['warning cert: The certificate of 1 Ingress (shop/shop) ends on 2026-06-10T12:00:00Z, in 9 days.']],
    ['it has ended, whatever cert-manager says', [named, secret, certManager('True', '2026-06-05T00:00:00Z')], '2026-05-01T00:00:00Z', ['critical cert: The certificate of 1 Ingress (shop/shop) ended on 2026-05-01T00:00:00Z.']],
    ['quiet: it ends later', [named, secret], '2026-06-23T00:00:00Z', []],
    ['quiet: cert-manager will renew it', [named, secret, certManager('True', '2026-06-05T00:00:00Z')], '2026-06-10T12:00:00Z', []],
    ['quiet: no Ingress names it', [ingress(), secret], '2026-05-01T00:00:00Z', []],
    ['quiet: the certificate is not known', [named, secret], undefined, []],
  ])('%s', (_, objects, notAfter, expected) => {
    expect(findings(objects, notAfter)).toEqual(expected);
  });
});
