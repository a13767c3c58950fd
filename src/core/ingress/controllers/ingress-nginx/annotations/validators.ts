import { compileLinear } from '../../../../regex.js';
import { readGoBool, readGoInt } from './go-values.js';
import { readRanges } from './ranges.js';

type Validator = (value: string) => boolean;

const hasLineBreak = /[\r\n]/;
const serverName = /^[/\-._~a-zA-Z0-9:^$[\](){}*+?|&=\\]*$/;
const basic = /^[/\-._~a-zA-Z0-9:]*$/;
const url = /^[\-._~a-zA-Z0-9/:,?&=]*$/;
const urlWithVariables = /^[\-._~a-zA-Z0-9/:, ?&=$]*$/;
const pathWithCaptures = /^\/?[\-._~a-zA-Z0-9/:$]*$/;

const bool: Validator = (value) => readGoBool(value) !== undefined;
const int: Validator = (value) => readGoInt(value) !== undefined;
const nothing: Validator = () => true;

function pattern(regex: RegExp, { trims }: { readonly trims: boolean }): Validator {
  return (value) => {
    const text = trims ? value.replaceAll(' ', '') : value;
    return regex.test(text) && !hasLineBreak.test(text);
  };
}

/** A pattern that only an engine with bounded time may run on what somebody wrote. */
function linear(written: string, { trims }: { readonly trims: boolean }): Validator {
  const compiled = compileLinear(written);
  return (value) => {
    const text = trims ? value.replaceAll(' ', '') : value;
    return 'value' in compiled && compiled.value.matches(text) && !hasLineBreak.test(text);
  };
}

function oneOf(options: readonly string[], { lower = false }: { readonly lower?: boolean } = {}): Validator {
  return (value) => options.includes(lower ? value.trim().toLowerCase() : value.trim());
}

const trimmed = { trims: true };
const asWritten = { trims: false };
const isServerName: Validator = (value) => serverName.test(value.trim());

/**
 * Whether the controller takes a value, by the name of the annotation. Those that are not here do not change what becomes of a request, or take any value.
 *
 * Source: kubernetes/ingress-nginx internal/ingress/annotations/parser/validators.go and the `Validator` of each annotation, controller-v1.15.1
 */
const validators: Readonly<Record<string, Validator>> = {
  'server-alias': (value) => value.split(',').every(isServerName),
  canary: bool,
  'canary-weight': int,
  'canary-weight-total': int,
  'canary-by-header': pattern(basic, trimmed),
  'canary-by-header-value': pattern(basic, trimmed),
  'canary-by-header-pattern': pattern(serverName, asWritten),
  'canary-by-cookie': pattern(basic, trimmed),
  'rewrite-target': pattern(pathWithCaptures, asWritten),
  'app-root': pattern(pathWithCaptures, asWritten),
  'ssl-redirect': bool,
  'force-ssl-redirect': bool,
  'preserve-trailing-slash': bool,
  'use-regex': bool,
  'from-to-www-redirect': bool,
  'relative-redirects': bool,
  'temporal-redirect': pattern(url, asWritten),
  'temporal-redirect-code': int,
  'permanent-redirect': pattern(url, asWritten),
  'permanent-redirect-code': int,
  'use-port-in-redirects': bool,
  'allowlist-source-range': (value) => readRanges(value) !== undefined,
  'denylist-source-range': (value) => readRanges(value) !== undefined,
  'ssl-passthrough': bool,
  'service-upstream': bool,
  'default-backend': (value) => /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(value),
  'custom-http-errors': pattern(/^(?:[4,5]\d{2},?)*$/, trimmed),
  'disable-proxy-intercept-errors': bool,
  'backend-protocol': oneOf(['auto_http', 'http', 'https', 'grpc', 'grpcs', 'fcgi'], { lower: true }),
  affinity: oneOf(['cookie']),
  'session-cookie-name': pattern(basic, trimmed),
  'enable-cors': bool,
  'cors-allow-origin': linear(String.raw`^((((([a-z]+://)?(\*\.)?[A-Za-z0-9\-.]*(:\d+)?,?)|null)+)|\*)?$`, trimmed),
  satisfy: oneOf(['any', 'all']),
  'auth-type': pattern(/basic|digest/, trimmed),
  'auth-secret-type': pattern(/auth-file|auth-map/, trimmed),
  'auth-secret': pattern(basic, trimmed),
  'auth-realm': pattern(/^[/\-._~a-zA-Z0-9: ]*$/, asWritten),
  'auth-url': pattern(urlWithVariables, trimmed),
  'auth-method': pattern(/^(?:GET|HEAD|POST|PUT|PATCH|DELETE|CONNECT|OPTIONS|TRACE)$/, trimmed),
  'auth-cache-duration': pattern(/^[/\-._~a-zA-Z0-9:, ]*$/, asWritten),
  'auth-response-headers': pattern(/^[A-Za-z0-9\-_, ]*$/, trimmed),
  'auth-proxy-set-headers': pattern(basic, trimmed),
  'auth-request-redirect': pattern(url, trimmed),
  'auth-always-set-cookie': bool,
  'auth-tls-secret': pattern(basic, trimmed),
  'auth-tls-verify-client': pattern(/^(?:on|off|optional|optional_no_ca)$/, trimmed),
  'auth-tls-error-page': linear(String.raw`^(@[A-Za-z0-9_-]+|((https?://)?[A-Za-z0-9\-.]+(:\d+)?)?(/[A-Za-z0-9\-_.]+)*/?)$`, trimmed),
  'auth-tls-pass-certificate-to-upstream': bool,
  'auth-tls-match-cn': (value) => value.startsWith('CN=') && 'value' in compileLinear(value.slice(3)),
  'proxy-ssl-secret': pattern(basic, trimmed),
  'client-body-buffer-size': pattern(/^\d+[bkmg]?$/i, trimmed),
  'connection-proxy-header': pattern(/^(?:close|keep-alive)$/, trimmed),
  'http2-push-preload': bool,
  'load-balance': oneOf(['round_robin', 'chash', 'chashsubset', 'sticky_balanced', 'sticky_persistent', 'ewma']),
  'upstream-vhost': isServerName,
  'x-forwarded-prefix': pattern(pathWithCaptures, trimmed),
  'ssl-ciphers': pattern(/^(?:[A-Za-z0-9!:+\-_]|@STRENGTH|@SECLEVEL=[0-5])*$/, trimmed),
  'limit-rpm': int,
  'limit-rps': int,
  'limit-connections': int,
  'limit-allowlist': (value) => readRanges(value) !== undefined,
  'upstream-hash-by': pattern(/^[A-Za-z0-9\-_${}]*$/, trimmed),
  'upstream-hash-by-subset': bool,
  'upstream-hash-by-subset-size': int,
  'fastcgi-index': pattern(/^[A-Za-z0-9.\-_]+$/, trimmed),
  'fastcgi-params-configmap': pattern(basic, trimmed),
  'enable-opentelemetry': bool,
  'opentelemetry-operation-name': pattern(/^[A-Za-z0-9_-]*$/, trimmed),
  'enable-modsecurity': bool,
  'mirror-target': isServerName,
  'custom-headers': pattern(basic, trimmed),
};

export function isValidAnnotation(name: string, value: string): boolean {
  return (validators[name] ?? nothing)(value);
}
