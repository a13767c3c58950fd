import type { Ingress } from '../../../cluster/index.js';
import type { CarriedFeature } from '../plan.js';

const prefix = 'nginx.ingress.kubernetes.io/';

/** The value of an annotation of ingress-nginx; undefined where it is not written. */
export function annotation({ metadata }: Ingress, name: string): string | undefined {
  const annotations = metadata.annotations ?? {};
  return Object.hasOwn(annotations, `${prefix}${name}`) ? annotations[`${prefix}${name}`] : undefined;
}

/** As Go's strconv.ParseBool reads it; undefined for what it does not read. */
export function boolOf(value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(value)) return true;
  return ['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(value) ? false : undefined;
}

type Verdict = Pick<CarriedFeature, 'carries' | 'detail'>;

const no = (detail: string): Verdict => ({ carries: 'no', detail });
const partly = (detail: string): Verdict => ({ carries: 'partly', detail });
const yes = (detail: string): Verdict => ({ carries: 'yes', detail });

/** What a rule of the translation itself takes care of is told there: `canary` and the redirects. The rest by name, or by the longest beginning. */
const verdicts: readonly (readonly [beginning: string, verdict: Verdict])[] = [
  ['rewrite-target', yes('told at the paths')],
  ['use-regex', partly('told at the paths')],
  ['ssl-redirect', yes('a redirect at the listener of plain HTTP, or none')],
  ['force-ssl-redirect', yes('a redirect at the listener of plain HTTP')],
  ['preserve-trailing-slash', yes('a RequestRedirect keeps the path as it is')],
  ['permanent-redirect', yes('a RequestRedirect')],
  ['temporal-redirect', yes('a RequestRedirect')],
  ['app-root', yes('a RequestRedirect of the exact path /')],
  ['from-to-www-redirect', yes('a route of the other name with a RequestRedirect')],
  ['server-alias', yes('further hostnames of the route')],
  ['canary', yes('told at the paths')],
  ['upstream-vhost', yes('a URLRewrite of the host')],
  ['x-forwarded-prefix', yes('a RequestHeaderModifier')],
  ['default-backend', no('a second Service for the errors of the first has no counterpart')],
  ['custom-http-errors', no('error pages have no counterpart')],
  ['backend-protocol', partly('gRPC is a GRPCRoute, https to the backend a BackendTLSPolicy with a certificate authority: write them by hand')],
  ['grpc-backend', no('a GRPCRoute, to be written by hand')],
  ['ssl-passthrough', no('a TLSRoute and a listener of protocol TLS, to be written by hand')],
  ['whitelist-source-range', no('addresses of clients are no part of Gateway API: look for a policy of the implementation')],
  ['allowlist-source-range', no('addresses of clients are no part of Gateway API: look for a policy of the implementation')],
  ['denylist-source-range', no('addresses of clients are no part of Gateway API: look for a policy of the implementation')],
  ['enable-cors', partly('the filter CORS does it where the implementation has it; it is not in the objects')],
  ['cors-', partly('the filter CORS does it where the implementation has it; it is not in the objects')],
  ['auth-tls-', no('client certificates are spec.tls.frontend of the Gateway, to be written by hand')],
  ['auth-', no('authentication is the filter ExternalAuth, which is experimental, or a policy of the implementation')],
  ['enable-global-auth', no('authentication is the filter ExternalAuth, which is experimental, or a policy of the implementation')],
  ['satisfy', no('there is nothing like it')],
  ['limit-', no('limits are a policy of the implementation')],
  ['proxy-ssl-', no('TLS to the backend is a BackendTLSPolicy, to be written by hand')],
  ['proxy-connect-timeout', partly('timeouts.request and timeouts.backendRequest are of the whole request: choose them by hand')],
  ['proxy-read-timeout', partly('timeouts.request and timeouts.backendRequest are of the whole request: choose them by hand')],
  ['proxy-send-timeout', partly('timeouts.request and timeouts.backendRequest are of the whole request: choose them by hand')],
  ['proxy-next-upstream', no('retries are experimental in Gateway API')],
  ['proxy-body-size', no('limits of sizes are a policy of the implementation')],
  ['proxy-redirect-', no('headers of answers cannot be rewritten by pattern')],
  ['proxy-cookie-', no('headers of answers cannot be rewritten by pattern')],
  ['proxy-', no('how nginx buffers and connects has no counterpart')],
  ['client-body-buffer-size', no('how nginx buffers has no counterpart')],
  ['affinity', no('session persistence is experimental in Gateway API')],
  ['session-cookie-', no('session persistence is experimental in Gateway API')],
  ['upstream-hash-by', no('how endpoints are chosen is a policy of the implementation')],
  ['load-balance', no('how endpoints are chosen is a policy of the implementation')],
  ['service-upstream', no('whether endpoints or the Service are addressed is the implementation’s own')],
  ['mirror-', no('RequestMirror copies to a Service of the cluster, not to a URL')],
  ['custom-headers', no('the headers stand in a ConfigMap: write them as a ResponseHeaderModifier')],
  ['connection-proxy-header', no('there is nothing like it')],
  ['configuration-snippet', no('configuration of nginx has no counterpart')],
  ['server-snippet', no('configuration of nginx has no counterpart')],
  ['stream-snippet', no('configuration of nginx has no counterpart')],
  ['modsecurity-', no('a firewall is a policy of the implementation')],
  ['enable-modsecurity', no('a firewall is a policy of the implementation')],
  ['enable-owasp-', no('a firewall is a policy of the implementation')],
  ['enable-opentelemetry', no('tracing is a policy of the implementation')],
  ['opentelemetry-', no('tracing is a policy of the implementation')],
  ['enable-access-log', no('logs are the implementation’s own')],
  ['enable-rewrite-log', no('logs are the implementation’s own')],
  ['http2-push-preload', no('HTTP/2 push has no counterpart')],
  ['ssl-ciphers', no('ciphers are tls.options of a listener, whose keys are the implementation’s own')],
  ['ssl-prefer-server-ciphers', no('ciphers are tls.options of a listener, whose keys are the implementation’s own')],
];

/** Every annotation of ingress-nginx that an Ingress has, with what becomes of it. `handled` are those whose fate somebody else tells. */
export function annotationFeatures({ metadata }: Ingress, handled: ReadonlySet<string>): CarriedFeature[] {
  return Object.entries(metadata.annotations ?? {}).flatMap(([key, value]): CarriedFeature[] => {
    if (!key.startsWith(prefix)) return [];
    const feature = key.slice(prefix.length);
    if (handled.has(feature)) return [];
    const [, verdict] = verdicts.find(([beginning]) => feature === beginning) ?? verdicts.find(([beginning]) => feature.startsWith(beginning)) ?? ['', no('it is no annotation that ingress-nginx v1.15.1 knows, or what it does has no counterpart')];
    return [{ feature, value, ...verdict }];
  });
}
