/** A RequestRedirect to a fixed URL, or why there is none. The query of a request stays with it, and nothing else. */
export function redirectFilter(url: string, statusCode: number): { readonly filter: object } | { readonly error: string } {
  const [, scheme, authority, path = ''] = /^(https?):\/\/([^/?#]+)([^?#]*)(?:[?#].*)?$/i.exec(url) ?? [];
  if (scheme === undefined || authority === undefined) return { error: `${url} is no absolute URL, as a RequestRedirect is made of` };
  if (![301, 302, 303, 307, 308].includes(statusCode)) return { error: `a RequestRedirect has no status ${statusCode}` };
  if (/[?#]/.test(url)) return { error: 'a RequestRedirect has no query of its own' };
  const [hostname, port] = authority.split(':');
  return {
    filter: {
      type: 'RequestRedirect',
      requestRedirect: {
        scheme: scheme.toLowerCase(),
        hostname,
        ...(port !== undefined && { port: Number(port) }),
        path: { type: 'ReplaceFullPath', replaceFullPath: path === '' ? '/' : path },
        statusCode,
      },
    },
  };
}
