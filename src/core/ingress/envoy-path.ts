/**
 * A path as Envoy compares it and hands it on where it is told to normalise paths and to merge slashes: `%66` is the `f` that it stands for and `\` a slash,
 * other characters that a URL has no place for are escaped, dots are resolved, and only then are slashes merged, of which `//` alone keeps two.
 *
 * @returns undefined for what Envoy answers with 400
 * Source: Envoy 1.40 source/common/http/path_utility.cc, which takes Chromium's canonical paths (url/url_canon_path.cc)
 */
export function envoyPath(path: string): string | undefined {
  if (path.includes('%00')) return undefined;
  if (/^[\w./~-]*$/.test(path) && !/\/[./]/.test(path)) return path;
  return mergeSlashes(resolveDots(path.replace(/%[\dA-Fa-f]{2}/g, decodeUnreserved).replaceAll('\\', '/').replace(/["<>`{}|^]/g, escape)));
}

function escape(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function decodeUnreserved(escape: string): string {
  const character = String.fromCharCode(parseInt(escape.slice(1), 16));
  return /[\w.~-]/.test(character) ? character : escape;
}

/** An empty segment is one that `..` takes away. */
function resolveDots(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/').slice(1);
  for (const [i, segment] of segments.entries()) {
    if (segment !== '.' && segment !== '..') kept.push(segment);
    else {
      if (segment === '..') kept.pop();
      if (i === segments.length - 1) kept.push('');
    }
  }
  return `/${kept.join('/')}`;
}

function mergeSlashes(path: string): string {
  if (!path.includes('//')) return path;
  const segments = path.split('/').filter((segment) => segment !== '');
  return `/${segments.join('/')}${path.endsWith('/') ? '/' : ''}`;
}
