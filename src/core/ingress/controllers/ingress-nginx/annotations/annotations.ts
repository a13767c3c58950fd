import type { ClusterView, Ingress } from '../../../../cluster/index.js';
import type { Cidr } from '../../../../ip/index.js';
import type { NginxSettings } from '../settings.js';
import { faultOfSecret, readAuthentication, type Authentication } from './authentication.js';
import { readCanary, type CanaryConfig } from './canary.js';
import { readCors, type CorsOrigins } from './cors.js';
import { AnnotationReader } from './reader.js';
import { readRanges } from './ranges.js';
import { readRedirect, type RedirectConfig } from './redirect.js';
import { readRewrite, type RewriteConfig } from './rewrite.js';

/** What the annotations of one Ingress come to. */
export interface NginxAnnotations {
  readonly aliases: readonly string[];
  readonly canary: CanaryConfig | undefined;
  readonly rewrite: RewriteConfig;
  readonly redirect: RedirectConfig;
  readonly allow: readonly Cidr[];
  readonly deny: readonly Cidr[];
  /** Why its paths answer 503; undefined where they do not. */
  readonly denied: string | undefined;
  readonly authentication: Authentication;
  readonly cors: CorsOrigins;
  readonly sslPassthrough: boolean;
  readonly serviceUpstream: boolean;
  readonly usePortInRedirects: boolean;
  /** The Service of the annotation default-backend, in the namespace of the Ingress; '' for none. */
  readonly defaultBackend: string;
  readonly customHttpErrors: readonly number[];
  readonly disableProxyInterceptErrors: boolean;
  readonly backendProtocol: string;
  /** The cookie that binds a client to an endpoint; '' where none does. */
  readonly affinityCookie: string;
  readonly affinityCanaryBehavior: string;
  /** Annotations that are set, may change the answer, and are not modelled. */
  readonly unmodelled: readonly string[];
}

/** The annotations, or why the controller leaves the Ingress out for them. */
export type ReadAnnotations = { readonly annotations: NginxAnnotations } | { readonly dropped: string };

/** Those whose value the controller may refuse with the whole Ingress, and which change nothing else here. */
const strict = [
  'client-body-buffer-size',
  'connection-proxy-header',
  'http2-push-preload',
  'load-balance',
  'upstream-vhost',
  'x-forwarded-prefix',
  'ssl-ciphers',
  'limit-rpm',
  'limit-rps',
  'limit-connections',
  'limit-allowlist',
  'upstream-hash-by',
  'upstream-hash-by-subset',
  'upstream-hash-by-subset-size',
  'fastcgi-index',
  'fastcgi-params-configmap',
];
const snippets = ['configuration-snippet', 'server-snippet', 'modsecurity-snippet', 'auth-snippet', 'stream-snippet'];
const limits = ['limit-rpm', 'limit-rps', 'limit-connections'];

/** Source: internal/ingress/annotations/annotations.go, Extract, and the `Parse` of each annotation, controller-v1.15.1 */
export function readAnnotations(ingress: Ingress, settings: NginxSettings, view: ClusterView): ReadAnnotations {
  const reader = new AnnotationReader(ingress.metadata.annotations ?? {}, { prefix: settings.annotationsPrefix, validates: settings.validatesAnnotations });
  if (!reader.isEmpty) return parse(reader, ingress.metadata.namespace, settings, view);
  const known = unannotated.get(settings) ?? parse(reader, '', settings, view);
  unannotated.set(settings, known);
  return known;
}

/** Most Ingresses have none: what that comes to depends on the settings alone. */
const unannotated = new WeakMap<NginxSettings, ReadAnnotations>();

function parse(reader: AnnotationReader, namespace: string, settings: NginxSettings, view: ClusterView): ReadAnnotations {
  const owner = { namespace, view, settings };
  for (const name of strict) reader.text(name, 'drop');
  if (reader.bool('enable-opentelemetry') === true) reader.text('opentelemetry-operation-name', 'drop');
  readProxySecret(reader, owner);
  readCustomHeaders(reader, settings);
  const affinity = reader.text('affinity');
  const annotations: Omit<NginxAnnotations, 'denied'> = {
    aliases: readAliases(reader),
    canary: readCanary(reader),
    rewrite: readRewrite(reader, settings),
    redirect: readRedirect(reader),
    allow: readSourceRange(reader, 'allowlist-source-range', settings.allowRanges),
    deny: readSourceRange(reader, 'denylist-source-range', settings.denyRanges),
    authentication: readAuthentication(reader, owner),
    cors: readCors(reader),
    sslPassthrough: reader.bool('ssl-passthrough', 'drop') ?? false,
    serviceUpstream: reader.has('service-upstream') ? (reader.bool('service-upstream') ?? false) : settings.serviceUpstream,
    usePortInRedirects: reader.bool('use-port-in-redirects') ?? settings.usePortInRedirects,
    defaultBackend: reader.text('default-backend', 'drop'),
    customHttpErrors: readCodes(reader.text('custom-http-errors', 'drop')),
    disableProxyInterceptErrors: reader.bool('disable-proxy-intercept-errors') ?? false,
    backendProtocol: reader.text('backend-protocol').toUpperCase() || 'HTTP',
    affinityCookie: affinity === 'cookie' ? reader.text('session-cookie-name') || 'INGRESSCOOKIE' : '',
    affinityCanaryBehavior: reader.text('affinity-canary-behavior'),
    unmodelled: unmodelledOf(reader, settings),
  };
  return reader.dropped === undefined ? { annotations: { ...annotations, denied: reader.denied } } : { dropped: reader.dropped };
}

function readAliases(reader: AnnotationReader): string[] {
  const aliases = reader.text('server-alias', 'drop').split(',').map((each) => each.trim()).filter((each) => each !== '');
  return [...new Set(aliases)].sort();
}

/** A list that is refused denies everything; one that is blank does too. */
function readSourceRange(reader: AnnotationReader, name: string, otherwise: readonly Cidr[]): readonly Cidr[] {
  const text = reader.text(name, 'deny');
  if (text !== '') return readRanges(text) ?? otherwise;
  if (reader.has(name)) reader.deny(`${name} holds no address`);
  return otherwise;
}

function readCodes(text: string): number[] {
  return text.split(',').map((each) => each.trim()).filter((each) => /^\d+$/.test(each)).map(Number);
}

function readProxySecret(reader: AnnotationReader, owner: Parameters<typeof faultOfSecret>[1]): void {
  const written = reader.text('proxy-ssl-secret', 'drop');
  const fault = written === '' ? undefined : faultOfSecret(written, owner);
  if (fault !== undefined) reader.deny(`proxy-ssl-secret: ${fault}`);
}

/** No header is allowed unless the ConfigMap allows it. */
function readCustomHeaders(reader: AnnotationReader, settings: NginxSettings): void {
  if (reader.text('custom-headers') !== '' && !settings.customHeadersAllowed) reader.deny('custom-headers are used, and global-allowed-response-headers of the ConfigMap allows none');
}

function unmodelledOf(reader: AnnotationReader, settings: NginxSettings): string[] {
  return [
    ...(settings.allowSnippets ? snippets.filter((name) => reader.has(name)) : []),
    ...limits.filter((name) => (reader.int(name) ?? 0) > 0),
    ...(reader.bool('enable-modsecurity') === true ? ['enable-modsecurity'] : []),
    ...(reader.text('custom-headers') === '' ? [] : ['custom-headers']),
    ...(reader.text('fastcgi-params-configmap') === '' ? [] : ['fastcgi-params-configmap']),
  ];
}
