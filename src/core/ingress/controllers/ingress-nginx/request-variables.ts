import type { IngressRequest } from '../../request.js';
import type { Location } from './model/configuration.js';
import { requestHost } from './nginx/request-host.js';

/** `$http_<name>`: the values of all headers of that name, whatever stands for its dashes. nginx drops headers with underscores before. Source: nginx 1.27.1 src/http/ngx_http_variables.c */
export function headerOf({ headers }: IngressRequest, name: string): string | undefined {
  return headers.get(name.toLowerCase().replaceAll('_', '-'))?.join(', ');
}

/** `$cookie_<name>`, whatever the case of the name. */
export function cookieOf({ headers }: IngressRequest, name: string): string | undefined {
  for (const line of headers.get('cookie') ?? []) {
    for (const pair of line.split(';')) {
      const at = pair.indexOf('=');
      if (at !== -1 && pair.slice(0, at).trim().toLowerCase() === name.toLowerCase()) return pair.slice(at + 1).trim();
    }
  }
  return undefined;
}

/** `$request_uri`: as it was sent. */
export function requestUri({ path, query }: IngressRequest): string {
  return query === undefined ? path : `${path}?${query}`;
}

/** The `Host` header as it was sent. */
export function httpHost({ headers, host }: IngressRequest): string {
  return headers.get('host')?.[0] ?? host;
}

/** The value of a variable of nginx; undefined for one that a request alone does not tell. */
export function variableOf(request: IngressRequest, location: Location, uri: string, name: string): string | undefined {
  const { query = '' } = request;
  switch (name) {
    case 'uri':
    case 'document_uri':
      return uri;
    case 'request_uri':
      return requestUri(request);
    case 'args':
    case 'query_string':
      return query;
    case 'is_args':
      return query === '' ? '' : '?';
    case 'host':
      return requestHost(request.host) ?? '';
    case 'http_host':
    case 'best_http_host':
      return httpHost(request);
    case 'scheme':
    case 'pass_access_scheme':
      return request.scheme;
    case 'request_method':
      return request.method;
    case 'namespace':
      return location.ingress?.metadata.namespace ?? '';
    case 'ingress_name':
      return location.ingress?.metadata.name ?? '';
    default:
      return derived(request, name);
  }
}

function derived(request: IngressRequest, name: string): string | undefined {
  if (name.startsWith('http_')) return headerOf(request, name.slice(5)) ?? '';
  if (name.startsWith('cookie_')) return cookieOf(request, name.slice(7)) ?? '';
  if (name.startsWith('arg_')) return argumentOf(request.query ?? '', name.slice(4));
  return undefined;
}

function argumentOf(query: string, name: string): string {
  const pair = query.split('&').find((each) => each.slice(0, each.indexOf('=')).toLowerCase() === name && each.includes('='));
  return pair === undefined ? '' : pair.slice(pair.indexOf('=') + 1);
}
