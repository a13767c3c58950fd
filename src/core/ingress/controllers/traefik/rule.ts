import { compileLinear, type LinearRegex } from '../../../regex.js';
import { byteLength, bytesOf } from './go-path.js';

/** How a path is compared. `strict`: by whole elements; `none`: any path. */
export type PathMatcher = 'exact' | 'prefix' | 'strict' | 'regexp' | 'none';

/** The rule of a router, as Traefik writes it of a rule and a path of an Ingress. */
export interface RouterRule {
  /** ``Host("shop.example.com") && PathPrefix("/cart")``. */
  readonly text: string;
  /** Its priority where none is set: how many bytes the text has. */
  readonly length: number;
  /** In lower case; '' for any. */
  readonly host: string;
  readonly matcher: PathMatcher;
  /** One character a byte, for comparison. Of a strict prefix without its trailing slash. */
  readonly path: string;
  readonly regex?: LinearRegex;
}

/**
 * The rule of a host and a path, or why Traefik refuses it.
 *
 * @param pathMatcher the value of the annotation `router.pathmatcher`, which counts for ImplementationSpecific alone
 * Source: Traefik v3.7.9 pkg/provider/kubernetes/ingress/kubernetes.go, loadRouter and buildRule; pkg/muxer/http/matcher.go
 */
export function ruleOf(host: string, path: string, pathType: string, pathMatcher: string, strict: boolean): RouterRule | { readonly refused: string } {
  const name = pathType === 'Exact' ? 'Path' : pathType === 'Prefix' ? 'PathPrefix' : pathMatcher;
  if (!(name in matchers)) return { refused: `its path matcher ${JSON.stringify(name)} is none of Path, PathPrefix, PathRegexp` };
  const hostRule = host === '' ? [] : [`Host(${quote(host)})`];
  const written = path === '' ? undefined : pathRule(name, path, strict);
  const text = [...hostRule, ...(written === undefined ? [] : [written.text])].join(' && ');
  if (text === '') return { refused: 'a rule without host and path is empty, which Traefik does not take' };
  if (/[^\0-\x7f]/.test(host)) return { refused: 'its host is not ASCII' };
  const compared = { text, length: byteLength(text), host: host.toLowerCase() };
  if (written === undefined) return { ...compared, matcher: 'none', path: '' };
  if (written.matcher !== 'regexp' && !path.startsWith('/')) return { refused: `path ${JSON.stringify(path)} does not start with a /` };
  if (written.matcher !== 'regexp') return { ...compared, matcher: written.matcher, path: bytesOf(written.path) };
  const compiled = compileLinear(path);
  if ('error' in compiled) return { refused: compiled.error };
  return { ...compared, matcher: 'regexp', path: bytesOf(path), regex: compiled.value };
}

const matchers = { Path: 'exact', PathPrefix: 'prefix', PathRegexp: 'regexp' } as const;

function pathRule(name: string, path: string, strict: boolean): { readonly text: string; readonly matcher: PathMatcher; readonly path: string } {
  if (name !== 'PathPrefix' || !strict || path === '/') return { text: `${name}(${quote(path)})`, matcher: matchers[name as keyof typeof matchers], path };
  const bare = path.replace(/\/$/, '');
  return { text: `(Path(${quote(bare)}) || PathPrefix(${quote(`${bare}/`)}))`, matcher: 'strict', path: bare };
}

/** As Go quotes a text with `%q`, of which what stands in a URL path needs two escapes. */
function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
