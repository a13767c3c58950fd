/** The files that CoreDNS could import, by absolute path. */
export interface Files {
  /** The path of the Corefile; where it is relative, from `/`. */
  readonly corefile: string;
  readonly texts: ReadonlyMap<string, string>;
}

/** The path of a file that is named in the file `from`, without `.` and `..`. Source: Go 1.26 path/filepath Abs and Join. */
export function resolvePath(from: string, path: string): string {
  return cleanPath(path.startsWith('/') ? path : `${directoryOf(from)}/${path}`);
}

export function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function directoryOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/**
 * The paths among `paths` that a pattern with at most one `*` and one `?` matches, sorted; undefined if it is no pattern. `*` and `?` stop at a slash, a backslash takes the meaning from what follows.
 *
 * Source: Go 1.26 path/filepath Glob and Match
 */
export function glob(pattern: string, paths: Iterable<string>): string[] | undefined {
  const source = translate(pattern);
  if (source === undefined) return undefined;
  return [...paths].filter((path) => source.test(path)).sort();
}

/** The callers allow one star and one question mark, so that this cannot take long. */
function translate(pattern: string): RegExp | undefined {
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i] ?? '';
    if (c === '[') return undefined;
    if (c === '\\') {
      i++;
      if (i === pattern.length) return undefined;
      source += escapeRegExp(pattern[i] ?? '');
    } else source += c === '*' ? '[^/]*' : c === '?' ? '[^/]' : escapeRegExp(c);
  }
  return new RegExp(`^${source}$`, 'su');
}

function escapeRegExp(c: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(c) ? `\\${c}` : c;
}
