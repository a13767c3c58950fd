import { gateway, grant, httpRoute } from '../objects.js';
import type { Scenario } from '../scenario.js';

const listeners = ['https HTTPS 443 cert=edge', 'second HTTPS 443 second-example.org cert=edge', 'wildcard HTTPS 443 *.wildcard.org cert=edge', 'fourth HTTPS 443 fourth-example.wildcard.org cert=edge'];

/** A Secret with a certificate. What it holds is filled in by whoever needs it. */
export function secret(name: string, namespace = 'edge'): object {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'kubernetes.io/tls', data: { 'tls.crt': 'CERTIFICATE', 'tls.key': 'KEY' } };
}

const attached = { 'g#https': '0' };

/** Listeners that terminate TLS. */
export const tls: readonly Scenario[] = [
  {
    name: 'https by the host of the listener',
    conformance: ['HTTPRouteHTTPSListener'],
    objects: [
      gateway('edge', listeners),
      secret('edge'),
      httpRoute('org', { parents: ['edge'], hosts: ['example.org'], rules: [{ to: ['v1'] }] }),
      httpRoute('no-host', { parents: ['edge#second'], rules: [{ to: ['v2'] }] }),
    ],
    requests: { 'https://example.org/': 'v1', 'https://unknown-example.org/': '404', 'https://second-example.org/': 'v2' },
  },
  {
    name: 'a host that belongs to another listener than the name in the handshake',
    conformance: ['HTTPRouteHTTPSListenerDetectMisdirectedRequests'],
    objects: [
      gateway('edge', listeners),
      secret('edge'),
      httpRoute('one', { parents: ['edge#https'], hosts: ['example.org'], rules: [{ match: ['/d'], to: ['v1'] }] }),
      httpRoute('two', { parents: ['edge#second'], rules: [{ match: ['/d'], to: ['v2'] }] }),
      httpRoute('three', { parents: ['edge#wildcard'], rules: [{ match: ['/d'], to: ['v3'] }] }),
      httpRoute('four', { parents: ['edge#fourth'], rules: [{ match: ['/d'], to: ['v1'] }] }),
    ],
    requests: {
      'https://example.org/d | sni: example.org': 'v1',
      'https://second-example.org/d | sni: example.org': '421',
      'https://unknown-example.org/d | sni: example.org': '404',
      'https://second-example.org/d | sni: second-example.org': 'v2',
      'https://example.org/d | sni: second-example.org': '421',
      'https://unknown-example.org/d | sni: second-example.org': '421',
      'https://third-example.wildcard.org/d | sni: third-example.wildcard.org': 'v3',
      'https://fith-example.wildcard.org/d | sni: third-example.wildcard.org': 'v3',
      'https://fourth-example.wildcard.org/d | sni: third-example.wildcard.org': '421',
      'https://second-example.org/d | sni: third-example.wildcard.org': '421',
      'https://unknown-example.org/d | sni: third-example.wildcard.org': '421',
      'https://fourth-example.wildcard.org/d | sni: fourth-example.wildcard.org': 'v1',
      'https://fith-example.wildcard.org/d | sni: fourth-example.wildcard.org': '421',
      'https://example.org/d | sni: unknown-example.org': 'v1',
      'https://unknown-example.org/d | sni: unknown-example.org': '404',
    },
    envoyGateway: {
      why: 'it does not look for misdirected requests, which the specification only recommends: the listener of the handshake answers',
      requests: {
        'https://second-example.org/d | sni: example.org': '404',
        'https://example.org/d | sni: second-example.org': '404',
        'https://unknown-example.org/d | sni: second-example.org': '404',
        'https://fourth-example.wildcard.org/d | sni: third-example.wildcard.org': 'v3',
        'https://second-example.org/d | sni: third-example.wildcard.org': '404',
        'https://unknown-example.org/d | sni: third-example.wildcard.org': '404',
        'https://fith-example.wildcard.org/d | sni: fourth-example.wildcard.org': '404',
      },
    },
  },
  {
    name: 'a certificate that is not there, of another kind, or none',
    conformance: ['GatewayInvalidTLSConfiguration'],
    objects: [
      gateway('missing', ['https HTTPS 443 from=All cert=nonexistent']),
      gateway('malformed', ['https HTTPS 443 from=All cert=malformed']),
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'malformed', namespace: 'edge' }, type: 'kubernetes.io/tls', data: { 'tls.crt': 'SGVsbG8gd29ybGQK', 'tls.key': 'SGVsbG8gd29ybGQK' } },
    ],
    requests: {},
    listeners: { 'missing#https': '0 ResolvedRefs=InvalidCertificateRef Programmed=Invalid', 'malformed#https': '0 ResolvedRefs=InvalidCertificateRef Programmed=Invalid' },
  },
  {
    name: 'a certificate of another namespace without a grant',
    conformance: ['GatewaySecretMissingReferenceGrant', 'GatewaySecretInvalidReferenceGrant'],
    objects: [
      gateway('g', ['https HTTPS 443 from=All cert=certificate@apps']),
      secret('certificate', 'apps'),
      grant('wrong-namespace', 'shop', ['Gateway@edge'], ['Secret/certificate']),
      grant('wrong-from-kind', 'apps', ['HTTPRoute@edge'], ['Secret/certificate']),
      grant('wrong-from-namespace', 'apps', ['Gateway@elsewhere'], ['Secret/certificate']),
      grant('wrong-to-kind', 'apps', ['Gateway@edge'], ['Service/certificate']),
      grant('wrong-to-name', 'apps', ['Gateway@edge'], ['Secret/other']),
    ],
    requests: {},
    listeners: { 'g#https': '0 ResolvedRefs=RefNotPermitted Programmed=Invalid' },
  },
  {
    name: 'a certificate of another namespace with a grant for it',
    conformance: ['GatewaySecretReferenceGrantSpecific'],
    objects: [gateway('g', ['https HTTPS 443 from=All cert=certificate@apps']), secret('certificate', 'apps'), grant('g', 'apps', ['Gateway@edge'], ['Secret/certificate'])],
    requests: {},
    listeners: attached,
  },
  {
    name: 'a certificate of another namespace with a grant for all Secrets',
    conformance: ['GatewaySecretReferenceGrantAllInNamespace'],
    objects: [gateway('g', ['https HTTPS 443 from=All cert=certificate@apps']), secret('certificate', 'apps'), grant('g', 'apps', ['Gateway@edge'], ['Secret'])],
    requests: {},
    listeners: attached,
  },
];
