/**
 * The path of a request in the forms that Traefik gives it.
 * - `sent`: as its backend gets it: encoded, cleaned of `//`, `/./` and `/../` where the entry point does so
 * - `routed`: what its rules are compared with: `sent`, decoded but for reserved characters. One character a byte, so that it compares as Go's strings do.
 */
export interface GoPath {
  readonly sent: string;
  readonly routed: string;
}

/**
 * @param sanitized whether the entry point cleans paths (`http.sanitizePath`, which it does by default)
 * @returns undefined for a path that Go's server answers with 400
 * Source: Go 1.26 net/url (setPath, EscapedPath, JoinPath) and path (Clean); Traefik v3.7.9 pkg/server/server_entrypoint_tcp.go, normalizePath and sanitizePath; pkg/muxer/http/mux.go, withRoutingPath
 */
export function readGoPath(raw: string, sanitized: boolean): GoPath | undefined {
  if (plain.test(raw) && !/\/[./]|\/$/.test(raw)) return { sent: raw, routed: raw };
  const written = percentEncoded(raw);
  if (written.includes('#')) return undefined;
  const decoded = decode(written);
  if (decoded === undefined) return undefined;
  const normal = isValidlyEncoded(written) ? normalize(written) : encode(decoded);
  const sent = sanitized ? clean(normal) : normal;
  return { sent, routed: routingPath(sent) };
}

/** UTF-8, one character a byte. */
export function bytesOf(text: string): string {
  return ascii.test(text) ? text : decode(percentEncoded(text).replace(/%(?![\dA-F]{2})/g, '%25')) ?? text;
}

/** How many bytes a text has in UTF-8. */
export function byteLength(text: string): number {
  return ascii.test(text) ? text.length : bytesOf(text).length;
}

const plain = /^[\w./~-]+$/;
const ascii = /^[\0-\x7f]*$/;
const escapes = /%[\dA-Fa-f]{2}/g;

function percentEncoded(raw: string): string {
  return ascii.test(raw) ? raw : raw.replace(/[^\0-\x7f]+/g, (each) => encodeURIComponent(each.replace(/[\ud800-\udfff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')));
}

function decode(written: string): string | undefined {
  if (/%(?![\dA-Fa-f]{2})/.test(written)) return undefined;
  return written.replace(escapes, (each) => String.fromCharCode(parseInt(each.slice(1), 16)));
}

/** Source: net/url, validEncoded. */
function isValidlyEncoded(written: string): boolean {
  return /^[\w.~!$&'()*+,;=:@[\]/%-]*$/.test(written);
}

/** Source: net/url, escape in the mode encodePath. */
function encode(decoded: string): string {
  return decoded.replace(/[^\w.~$&+,/:;=@-]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

function normalize(written: string): string {
  return written.replace(escapes, (each) => {
    const character = String.fromCharCode(parseInt(each.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : each.toUpperCase();
  });
}

/** Source: path.Clean by way of URL.JoinPath, which keeps one trailing slash. */
function clean(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  const joined = `/${kept.join('/')}`;
  return path.endsWith('/') && joined !== '/' ? `${joined}/` : joined;
}

const reserved = new Set([...":/?#[]@!$&'()*+,;=%"].map((each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`));

function routingPath(sent: string): string {
  return sent.includes('%') ? sent.replace(escapes, (each) => (reserved.has(each) ? each : String.fromCharCode(parseInt(each.slice(1), 16)))) : sent;
}
