import { describe, expect, it } from 'vitest';
import { ClusterView, kindNames, readCluster, type Coverage } from '../cluster/index.js';
import { coversHost, tlsSecret } from './certificates.js';

const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
const viewOf = (objects: readonly object[], coverage: Partial<Coverage> = {}) => new ClusterView({ ...readCluster(objects), coverage: { ...whole, ...coverage } });
const secret = (data: object) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cert', namespace: 'shop', uid: 's' }, data });
const certificate = (ready: string) => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: 'shop', namespace: 'shop', uid: 'c' },
  spec: { secretName: 'cert', commonName: 'Shop.example', dnsNames: ['www.shop.example'], issuerRef: { name: 'le' } },
  status: { conditions: [{ type: 'Ready', status: ready }], notAfter: '2026-09-01T00:00:00Z' },
});
const hidden = { Secret: { state: 'forbidden' } } as const;

describe('tlsSecret', () => {
  it.each<[string, readonly object[], Partial<Coverage>, object]>([
    ['is absent', [], {}, { state: 'absent', detail: 'namespace shop has no Secret cert' }],
    ['is absent, although cert-manager is to fill it', [certificate('False')], {}, { state: 'absent', detail: 'namespace shop has no Secret cert; cert-manager’s Certificate shop is to fill it, and is not ready' }],
    ['lacks its key', [secret({ 'tls.crt': 'x' })], {}, { state: 'incomplete', detail: 'Secret shop/cert lacks the key tls.key' }],
    ['holds no certificate', [secret({ 'tls.crt': 'bm8=', 'tls.key': 'x' })], {}, { state: 'unreadable' }],
    ['is unknown where its keys were left out', [secret({})], {}, { state: 'unknown' }],
    ['is unknown where Secrets are not held', [], hidden, { state: 'unknown' }],
    ['is promised by a Certificate that is ready', [certificate('True')], hidden, { state: 'promised', facts: { dnsNames: ['shop.example', 'www.shop.example'], notAfter: '2026-09-01T00:00:00Z', source: 'cert-manager' } }],
    ['is unknown with a Certificate that is not ready', [certificate('False')], hidden, { state: 'unknown', facts: { source: 'cert-manager' } }],
  ])('%s', (_, objects, coverage, expected) => {
    expect(tlsSecret(viewOf(objects, coverage), 'shop', 'cert')).toMatchObject(expected);
  });
});

describe('coversHost', () => {
  const facts = { dnsNames: ['shop.example', '*.shop.example'], commonName: 'old.example', issuer: null, notBefore: null, notAfter: null, source: 'secret' } as const;
  it.each([
    ['shop.example', true],
    ['SHOP.example.', true],
    ['a.shop.example', true],
    ['*.shop.example', true],
    ['a.b.shop.example', false],
    ['old.example', false],
  ])('%s: %s', (host, expected) => {
    expect(coversHost(facts, host)).toBe(expected);
  });

  it('counts the common name where it is asked for', () => {
    expect(coversHost(facts, 'old.example', { commonName: true })).toBe(true);
  });
});
