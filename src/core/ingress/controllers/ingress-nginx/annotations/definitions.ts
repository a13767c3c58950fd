/** How risky an annotation is; the ConfigMap says up to which level they may be used. */
export const risks = ['low', 'medium', 'high', 'critical'] as const;
export type Risk = (typeof risks)[number];

/**
 * The annotations of ingress-nginx by risk, without their prefix. Others are not known to it, and do nothing.
 *
 * Source: kubernetes/ingress-nginx internal/ingress/annotations/<name>/main.go, the fields `Risk`, controller-v1.15.1
 */
const byRisk: Readonly<Record<Risk, string>> = {
  critical: 'auth-snippet configuration-snippet modsecurity-snippet server-snippet stream-snippet',
  high:
    'auth-signin auth-tls-error-page auth-tls-match-cn auth-url mirror-host mirror-target modsecurity-transaction-id proxy-ssl-name server-alias upstream-hash-by',
  medium:
    'affinity-mode allowlist-source-range whitelist-source-range app-root auth-cache-duration auth-cache-key auth-proxy-set-headers auth-realm auth-request-redirect auth-response-headers auth-secret ' +
    'auth-signin-redirect-param auth-tls-secret auth-tls-verify-client canary-by-cookie canary-by-header canary-by-header-pattern canary-by-header-value cors-allow-headers cors-allow-methods ' +
    'cors-allow-origin cors-expose-headers custom-headers denylist-source-range fastcgi-index fastcgi-params-configmap force-ssl-redirect opentelemetry-operation-name permanent-redirect ' +
    'preserve-trailing-slash proxy-body-size proxy-cookie-domain proxy-cookie-path proxy-next-upstream proxy-redirect-from proxy-redirect-to proxy-ssl-ciphers proxy-ssl-secret rewrite-target ' +
    'session-cookie-domain session-cookie-expires session-cookie-max-age session-cookie-name session-cookie-path temporal-redirect x-forwarded-prefix',
  low:
    'affinity affinity-canary-behavior auth-always-set-cookie auth-keepalive auth-keepalive-requests auth-keepalive-share-vars auth-keepalive-timeout auth-method auth-secret-type ' +
    'auth-tls-pass-certificate-to-upstream auth-tls-verify-depth auth-type backend-protocol canary canary-weight canary-weight-total client-body-buffer-size connection-proxy-header ' +
    'cors-allow-credentials cors-max-age custom-http-errors default-backend disable-proxy-intercept-errors enable-access-log enable-cors enable-global-auth enable-modsecurity ' +
    'enable-opentelemetry enable-owasp-core-rules enable-rewrite-log from-to-www-redirect http2-push-preload limit-allowlist limit-whitelist limit-burst-multiplier limit-connections limit-rate ' +
    'limit-rate-after limit-rpm limit-rps load-balance mirror-request-body opentelemetry-trust-incoming-span permanent-redirect-code proxy-buffer-size proxy-buffering proxy-buffers-number ' +
    'proxy-busy-buffers-size proxy-connect-timeout proxy-http-version proxy-max-temp-file-size proxy-next-upstream-timeout proxy-next-upstream-tries proxy-read-timeout proxy-request-buffering ' +
    'proxy-send-timeout proxy-ssl-protocols proxy-ssl-server-name proxy-ssl-verify proxy-ssl-verify-depth relative-redirects satisfy service-upstream session-cookie-change-on-failure ' +
    'session-cookie-conditional-samesite-none session-cookie-samesite session-cookie-secure ssl-ciphers ssl-passthrough ssl-prefer-server-ciphers ssl-redirect temporal-redirect-code ' +
    'upstream-hash-by-subset upstream-hash-by-subset-size upstream-vhost use-port-in-redirects use-regex',
};

/** The risk of each annotation, by its name without the prefix. */
export const riskOf: ReadonlyMap<string, Risk> = new Map(risks.flatMap((risk) => byRisk[risk].split(' ').map((name) => [name, risk] as const)));

/** The level that a setting names: any word that is none is the lowest. Source: internal/ingress/annotations/parser/main.go, StringRiskToRisk */
export function readRisk(text: string): Risk {
  return risks.find((risk) => risk === text.toLowerCase()) ?? 'low';
}
