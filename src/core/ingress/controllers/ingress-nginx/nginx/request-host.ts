/**
 * The host by which nginx looks for a server: in lower case, one trailing dot cut. Undefined where it answers 400: two dots in a row, or nothing but a dot.
 *
 * @param host of a request that was read, so without a port and of characters that a host may have
 * Source: nginx 1.27.1 src/http/ngx_http_request.c, ngx_http_validate_host
 */
export function requestHost(host: string): string | undefined {
  if (host.includes('..')) return undefined;
  const name = (host.endsWith('.') ? host.slice(0, -1) : host).toLowerCase();
  return name === '' ? undefined : name;
}
