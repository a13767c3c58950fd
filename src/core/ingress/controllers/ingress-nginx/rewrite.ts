import type { IngressRequest } from '../../request.js';
import type { RunLocation } from './data-plane.js';
import { byteOf } from './nginx/bytes.js';
import { escapeUri } from './nginx/escape-uri.js';
import type { NormalizedUri } from './nginx/normalize-uri.js';
import { runScript } from './nginx/script.js';
import { variableOf } from './request-variables.js';

/** What becomes of the URI. Without a path the backend gets it as it was sent. */
export type Rewritten =
  | { readonly kind: 'path'; readonly path?: string }
  | { readonly kind: 'redirect'; readonly location: string }
  /** Nothing is left of it: nginx answers 500. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * `rewrite "(?i)<path>" <target> break`: the whole URI is replaced where the pattern is found anywhere in it; the query stays.
 *
 * Source: nginx 1.27.1 src/http/ngx_http_script.c, ngx_http_script_regex_start_code, ngx_http_script_copy_capture_code; modules/ngx_http_proxy_module.c, ngx_http_proxy_create_request
 */
export function rewriteUri({ rewrite, location }: RunLocation, request: IngressRequest, { uri, isEscaped }: NormalizedUri): Rewritten {
  if (rewrite === undefined) return { kind: 'path' };
  const { regex, target, isRedirect } = rewrite;
  if (regex.kind !== 'linear') return { kind: 'unknown', reason: `The path ${location.path} is a regular expression that was not run (${regex.reason}): what it is rewritten to is not known.` };
  if ('fault' in target) return { kind: 'unknown', reason: `nginx does not take the rewrite-target ${location.annotations.rewrite.target}: ${target.fault}.` };
  const groups = regex.groups(uri);
  if (groups === undefined) return { kind: 'path' };
  const copy = isRedirect && isEscaped ? escapeGroup : undefined;
  const told = runScript(target.pieces, { groups, variable: (name) => variableOf(request, location, uri, name), ...(copy !== undefined && { copy }) });
  if ('unknown' in told) return { kind: 'unknown', reason: `The rewrite-target holds the variable $${told.unknown}, whose value is not known.` };
  const { query = '' } = request;
  const rest = query === '' ? '' : `?${query}`;
  if (isRedirect) return { kind: 'redirect', location: `${told.text}${rest}` };
  return told.text === '' ? { kind: 'empty' } : { kind: 'path', path: `${escapeUri(told.text)}${rest}` };
}

/** nginx escapes a group as an argument, and afterwards takes back what stands between `%` and DEL. */
function escapeGroup(text: string): string {
  return [...text].map((char) => (byteOf(char) > 0x25 && byteOf(char) < 0x7f ? char : escapeUri(char, 'arguments'))).join('');
}
