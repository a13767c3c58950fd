import type { Cidr } from '../../../ip/index.js';
import type { Controller } from '../../controller.js';
import { readRisk, type Risk } from './annotations/definitions.js';
import { readGoBool, readGoInt } from './annotations/go-values.js';
import { readRanges } from './annotations/ranges.js';

/** What the flags and the ConfigMap of a controller say, with its defaults. */
export interface NginxSettings {
  /** `namespace/name`; '' for none. */
  readonly defaultBackendService: string;
  readonly defaultSslCertificate: string;
  readonly enableSslPassthrough: boolean;
  readonly annotationsPrefix: string;
  readonly validatesAnnotations: boolean;
  readonly allowsExternalName: boolean;
  readonly topologyAwareRouting: boolean;
  readonly deepInspect: boolean;
  readonly httpPort: number;
  readonly httpsPort: number;
  /** Where nginx itself takes TLS while --enable-ssl-passthrough holds the port for https. */
  readonly sslProxyPort: number;
  readonly allowSnippets: boolean;
  readonly allowCrossNamespace: boolean;
  readonly riskLevel: Risk;
  readonly blockedWords: readonly string[];
  readonly sslRedirect: boolean;
  readonly forceSslRedirect: boolean;
  readonly preserveTrailingSlash: boolean;
  readonly usePortInRedirects: boolean;
  readonly relativeRedirects: boolean;
  readonly serviceUpstream: boolean;
  readonly useForwardedHeaders: boolean;
  readonly useProxyProtocol: boolean;
  /** Whether the address of the client is taken from a header that a trusted proxy sends. */
  readonly usesRealIp: boolean;
  /** In lower case. */
  readonly forwardedForHeader: string;
  readonly trustedRanges: readonly Cidr[];
  readonly sslRejectHandshake: boolean;
  readonly redirectCode: number;
  readonly noTlsRedirectLocations: readonly string[];
  readonly noAuthLocations: readonly string[];
  readonly allowRanges: readonly Cidr[];
  readonly denyRanges: readonly Cidr[];
  readonly blockRanges: readonly Cidr[];
  readonly customHttpErrors: readonly number[];
  /** The answer may be another for them, and they are not modelled: names of keys that are set. */
  readonly unmodelled: readonly string[];
  readonly globalAuthUrl: string;
  readonly customHeadersAllowed: boolean;
}

const codes = [301, 302, 307, 308];
const unmodelledKeys = [
  'block-user-agents',
  'block-referers',
  'enable-modsecurity',
  'server-snippet',
  'location-snippet',
  'http-snippet',
  'main-snippet',
];

/** Source: internal/ingress/controller/template/configmap.go, ReadConfig; config/config.go, NewDefault; pkg/flags/flags.go, controller-v1.15.1 */
export function readSettings({ flags, configMap }: Pick<Controller, 'flags' | 'configMap'>): NginxSettings {
  const data = configMap?.data ?? {};
  const flag = (name: string, otherwise: boolean) => readGoBool(flags.get(name) ?? '') ?? otherwise;
  const bool = (name: string, otherwise: boolean) => readGoBool(data[name] ?? '') ?? (data[name] === '' ? false : otherwise);
  const list = (name: string, otherwise = '') => splitList(data[name] ?? otherwise);
  const code = readGoInt(data['http-redirect-code'] ?? '');
  return {
    defaultBackendService: flags.get('default-backend-service') ?? '',
    defaultSslCertificate: flags.get('default-ssl-certificate') ?? '',
    enableSslPassthrough: flag('enable-ssl-passthrough', false),
    annotationsPrefix: flags.get('annotations-prefix') ?? 'nginx.ingress.kubernetes.io',
    validatesAnnotations: flag('enable-annotation-validation', true),
    allowsExternalName: !flag('disable-svc-external-name', false),
    topologyAwareRouting: flag('enable-topology-aware-routing', false),
    deepInspect: flag('deep-inspect', true),
    httpPort: readGoInt(flags.get('http-port') ?? '') ?? 80,
    httpsPort: readGoInt(flags.get('https-port') ?? '') ?? 443,
    sslProxyPort: readGoInt(flags.get('ssl-passthrough-proxy-port') ?? '') ?? 442,
    allowSnippets: bool('allow-snippet-annotations', false),
    allowCrossNamespace: bool('allow-cross-namespace-resources', false),
    riskLevel: readRisk(data['annotations-risk-level'] ?? 'high'),
    blockedWords: (data['annotation-value-word-blocklist'] ?? '') === '' ? [] : (data['annotation-value-word-blocklist'] ?? '').trim().split(','),
    sslRedirect: bool('ssl-redirect', true),
    forceSslRedirect: bool('force-ssl-redirect', false),
    preserveTrailingSlash: bool('preserve-trailing-slash', false),
    usePortInRedirects: bool('use-port-in-redirects', false),
    relativeRedirects: bool('relative-redirects', false),
    serviceUpstream: bool('service-upstream', false),
    useForwardedHeaders: bool('use-forwarded-headers', false),
    useProxyProtocol: bool('use-proxy-protocol', false),
    usesRealIp: bool('use-forwarded-headers', false) || bool('enable-real-ip', false),
    forwardedForHeader: (data['forwarded-for-header'] ?? 'X-Forwarded-For').toLowerCase(),
    trustedRanges: ranges(data['proxy-real-ip-cidr'] ?? '0.0.0.0/0'),
    sslRejectHandshake: bool('ssl-reject-handshake', false),
    redirectCode: code !== undefined && codes.includes(code) ? code : 308,
    noTlsRedirectLocations: list('no-tls-redirect-locations', acmeChallenge),
    noAuthLocations: list('no-auth-locations', acmeChallenge),
    allowRanges: ranges(data['whitelist-source-range']),
    denyRanges: ranges(data['denylist-source-range']),
    blockRanges: ranges(data['block-cidrs']),
    customHttpErrors: list('custom-http-errors').flatMap((each) => readGoInt(each) ?? []),
    unmodelled: unmodelledKeys.filter((key) => (data[key] ?? '') !== '' && readGoBool(data[key] ?? '') !== false),
    globalAuthUrl: data['global-auth-url'] ?? '',
    customHeadersAllowed: (data['global-allowed-response-headers'] ?? '') !== '',
  };
}

const acmeChallenge = '/.well-known/acme-challenge';

function splitList(text: string): string[] {
  return text.split(',').map((each) => each.trim()).filter((each) => each !== '');
}

function ranges(text = ''): readonly Cidr[] {
  return splitList(text).flatMap((each) => readRanges(each) ?? []);
}
