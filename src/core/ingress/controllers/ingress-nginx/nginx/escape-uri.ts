import { byteOf } from './bytes.js';

/** What stays as it is in a path; everything else becomes %XX. */
const inPath = /[!$&'()*+,\-./0-9:;=@A-Z[\]_a-z~]/;
/** In arguments `&`, `+` and `;` are escaped too. */
const inArguments = /[!$'()*,\-./0-9:=@A-Z[\]_a-z~]/;

/** Source: nginx 1.27.1 src/core/ngx_string.c, ngx_escape_uri with NGX_ESCAPE_URI and NGX_ESCAPE_ARGS */
export function escapeUri(bytes: string, where: 'path' | 'arguments' = 'path'): string {
  const kept = where === 'path' ? inPath : inArguments;
  let escaped = '';
  for (let i = 0; i < bytes.length; i++) {
    const char = bytes.charAt(i);
    escaped += kept.test(char) ? char : `%${byteOf(char).toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}
