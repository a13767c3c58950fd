import { describe, expect, it } from 'vitest';
import { ClusterView, type Secret } from '../../../cluster/index.js';
import { checkRule, clusterOf } from '../../cluster.table.js';
import { tlsSecretUnusable } from './tls-secret-unusable.js';

const ingress = (tls: object) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'shop', namespace: 'shop', uid: 'i' }, spec: { tls: [tls] } });
const named = ingress({ hosts: ['shop.example'], secretName: 'cert' });
const secret = (data: object, namespace = 'shop') => ({ apiVersion: 'v1', kind: 'Secret', type: 'Opaque', metadata: { name: 'cert', namespace, uid: 's' }, data });

checkRule(tlsSecretUnusable, [
  { name: 'the Secret is not there', cluster: [named], finds: ['error Ingress shop/shop: Namespace shop has no Secret cert.'] },
  { name: 'the Secret is in another namespace', cluster: [named, secret({ 'tls.crt': '', 'tls.key': '' }, 'other')], finds: ['error Ingress shop/shop: Namespace shop has no Secret cert.'] },
  { name: 'the key is missing', cluster: [named, secret({ 'tls.crt': '' })], finds: ['error Ingress shop/shop: Secret cert lacks the key tls.key.'] },
  {
    name: 'quiet: the AWS controller takes certificates from elsewhere',
    cluster: [
      { ...named, spec: { ingressClassName: 'alb', tls: [{ secretName: 'cert' }] } },
      { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'alb' }, spec: { controller: 'ingress.k8s.aws/alb' } },
    ],
  },
  { name: 'quiet: TLS passes through to the pods', cluster: [{ ...named, metadata: { ...named.metadata, annotations: { 'nginx.ingress.kubernetes.io/ssl-passthrough': 'true' } } }] },
  { name: 'quiet: Contour takes the Secret of another namespace', cluster: [{ ...named, metadata: { ...named.metadata, annotations: { 'projectcontour.io/tls-cert-namespace': 'certificates' } } }] },
  { name: 'quiet: no Secret is named', cluster: [ingress({ hosts: ['shop.example'] })] },
  { name: 'quiet: the dump left out the keys', cluster: [named, secret({})] },
  { name: 'quiet: the snapshot does not hold Secrets', cluster: [named], coverage: { Secret: { state: 'forbidden' } } },
]);

describe('the hosts of a certificate', () => {
  type Certificate = NonNullable<Secret['certificate']>;
  it.each<{ name: string; certificate: Certificate; host: string; details: string[] }>([
    { name: 'another host', certificate: { readable: true, dnsNames: ['cart.example'] }, host: 'shop.example', details: ['The certificate in Secret cert does not cover shop.example; it covers cart.example.'] },
    { name: 'a wildcard reaches one label only', certificate: { readable: true, dnsNames: ['*.example'] }, host: 'a.shop.example', details: ['The certificate in Secret cert does not cover a.shop.example; it covers *.example.'] },
    { name: 'no certificate at all', certificate: { readable: false }, host: 'shop.example', details: ['The tls.crt of Secret cert is no certificate.'] },
    { name: 'quiet: the host, whatever the letters', certificate: { readable: true, dnsNames: ['Shop.example'] }, host: 'shop.Example', details: [] },
    { name: 'quiet: a wildcard', certificate: { readable: true, dnsNames: ['*.example'] }, host: 'shop.example', details: [] },
    { name: 'quiet: a wildcard host', certificate: { readable: true, dnsNames: ['*.example'] }, host: '*.example', details: [] },
    { name: 'quiet: the common name', certificate: { readable: true, subject: 'O=shop, CN=shop.example' }, host: 'shop.example', details: [] },
  ])('$name', ({ certificate, host, details }) => {
    const { state } = clusterOf([ingress({ hosts: [host], secretName: 'cert' }), secret({ 'tls.crt': '', 'tls.key': '' })]);
    const secrets = state.objects.Secret.map((each) => ({ ...each, certificate }));
    const view = new ClusterView({ ...state, objects: { ...state.objects, Secret: secrets } });
    expect([...tlsSecretUnusable.check(view)].flatMap((violation) => violation?.detail ?? [])).toEqual(details);
  });
});
