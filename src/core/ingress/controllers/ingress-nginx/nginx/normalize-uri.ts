import { byteChar } from './bytes.js';

/** A request path as nginx compares it with its locations. */
export interface NormalizedUri {
  /** Decoded, slashes merged, dot segments resolved; one character a byte ({@link byteChar}). */
  readonly uri: string;
  /** Whether something was decoded, or a `+` is in it: then nginx escapes what it copies of it into a redirect. */
  readonly isEscaped: boolean;
}

/**
 * What nginx makes of the path of a request line: `%XX` decoded (`%2F` and `%2E` too, before slashes and dots are looked at), `//` merged, `.` and `..` resolved.
 * Undefined where it answers 400: a broken or zero `%XX`, or `..` above the root.
 *
 * Source: nginx 1.27.1 src/http/ngx_http_parse.c, ngx_http_parse_request_line, ngx_http_parse_complex_uri with merge_slashes
 */
export function normalizeUri(path: string): NormalizedUri | undefined {
  if (!/%|\/[./]/.test(path)) return { uri: path, isEscaped: path.includes('+') };
  const uri = new UriReader(path).read();
  return uri === undefined ? undefined : { uri, isEscaped: path.includes('%') || path.includes('+') };
}

/** Reads `/a/./b/../%63`: the segment that is being written is complete at a slash or at the end, and only then it is seen whether it was a dot segment. */
class UriReader {
  readonly #segments: string[] = [];
  #segment = '';

  constructor(readonly path: string) {}

  read(): string | undefined {
    for (let i = 1; i < this.path.length; i++) {
      let char = this.path.charAt(i);
      if (char === '%') {
        const code = hexPair(this.path, i + 1);
        if (code === undefined || code === 0) return undefined;
        i += 2;
        char = byteChar(code);
      }
      if (char !== '/') this.#segment += char;
      else if (!this.#end('/')) return undefined;
    }
    return this.#end('') ? `/${this.#segments.join('')}` : undefined;
  }

  /** Ends a segment; false for `..` above the root. */
  #end(slash: '/' | ''): boolean {
    const segment = this.#segment;
    this.#segment = '';
    if (segment === '..') return this.#segments.pop() !== undefined;
    if (segment !== '.' && segment !== '') this.#segments.push(`${segment}${slash}`);
    return true;
  }
}

function hexPair(text: string, at: number): number | undefined {
  const pair = text.slice(at, at + 2);
  return /^[\da-f]{2}$/i.test(pair) ? Number.parseInt(pair, 16) : undefined;
}
