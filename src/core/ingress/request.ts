import { InputError } from '../errors.js';
import { isAddress } from '../ip/index.js';

/** A request as somebody writes it down. */
export interface RequestQuestion {
  /** Absolute: `https://shop.example.com/cart?x=1`. What stands after `#` never leaves a browser and is cut. */
  readonly url: string;
  /** Absent: GET. */
  readonly method?: string;
  /** By name; several values of one name are sent one after the other. `host` takes the place of the URL's host. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** The name in the TLS handshake. Absent: the host of the URL, as browsers and curl do; '' for a client that sends none. Not read for http. */
  readonly sni?: string;
  /** The address of the client. */
  readonly sourceIP?: string;
}

/** One HTTP request as a data plane sees it. */
export interface IngressRequest {
  readonly scheme: 'http' | 'https';
  /** As it was sent in `Host`, without the port: neither lower-cased nor stripped of a trailing dot. */
  readonly host: string;
  /** That of the `Host` header; absent where it names none. */
  readonly port?: number;
  /** That of the URL, which the client connects to; present where a `Host` header took the place of the URL's host. Absent: `port`, or that of the scheme. */
  readonly dialled?: number;
  /** As it was sent: not decoded, not normalised; begins with `/`. */
  readonly path: string;
  /** Without the `?`; absent where there is no `?`, '' where nothing follows it. */
  readonly query?: string;
  /** As it was sent; methods are case-sensitive (RFC 9110 section 9.1). */
  readonly method: string;
  /** By name in lower case; `host` is always among them. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** In lower case; absent for http, for a client that sends none, and for a URL with an IP address (RFC 6066 section 3). */
  readonly sni?: string;
  readonly sourceIP?: string;
}

const longestUrl = 8192;
const mostHeaders = 100;
const longestValue = 8192;
/** RFC 9110 section 5.6.2. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}$/;
const hostName = /^(?:[!$&'()*+,;=\w.~%-]+|\[[0-9A-Fa-f:.]+\])$/;

/** @throws InputError `invalid-request`, with a pointer, for what no client could send */
export function readRequest(question: RequestQuestion): IngressRequest {
  const url = readUrl(question.url);
  const headers = readHeaders(question.headers ?? {});
  const [written] = headers.get('host') ?? [];
  const { host, port } = written === undefined ? url : readAuthority(written, '/headers/host');
  if (written === undefined) headers.set('host', [url.port === undefined ? url.host : `${url.host}:${url.port}`]);
  const sni = url.scheme === 'https' ? readSni(question.sni, url.host) : undefined;
  const { method = 'GET', sourceIP } = question;
  if (!token.test(method)) throw fault('/method', `${JSON.stringify(method)} is no HTTP method`);
  if (sourceIP !== undefined && !isAddress(sourceIP)) throw fault('/sourceIP', `${JSON.stringify(sourceIP)} is no IP address`);
  return {
    scheme: url.scheme,
    host,
    ...(port !== undefined && { port }),
    ...(written !== undefined && { dialled: url.port ?? (url.scheme === 'https' ? 443 : 80) }),
    path: url.path,
    ...(url.query !== undefined && { query: url.query }),
    method,
    headers,
    ...(sni !== undefined && { sni }),
    ...(sourceIP !== undefined && { sourceIP }),
  };
}

interface Authority {
  readonly host: string;
  readonly port?: number;
}

interface ReadUrl extends Authority {
  readonly scheme: 'http' | 'https';
  readonly path: string;
  readonly query?: string;
}

function readUrl(url: string): ReadUrl {
  if (url.length > longestUrl) throw fault('/url', `a URL has at most ${longestUrl} characters here, not ${url.length}`);
  const [, scheme, rest] = /^(https?):\/\/(.*)$/is.exec(url) ?? [];
  if (scheme === undefined || rest === undefined) throw fault('/url', `${JSON.stringify(url.slice(0, 80))} is no absolute URL of http or https: https://host/path`);
  if (!/^[!-~]*$/.test(rest)) throw fault('/url', 'a URL goes over the wire in ASCII without blanks; write other characters as %XX, and a host beyond ASCII as xn--…');
  const [addressed = ''] = rest.split('#', 1);
  const end = addressed.search(/[/?]/);
  const authority = end === -1 ? addressed : addressed.slice(0, end);
  const target = end === -1 ? '' : addressed.slice(end);
  if (authority.includes('@')) throw fault('/url', 'a URL with a user name or password is not taken; send them in the header authorization');
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  return {
    scheme: scheme.toLowerCase() as 'http' | 'https',
    ...readAuthority(authority, '/url'),
    path: path === '' ? '/' : path,
    ...(mark !== -1 && { query: target.slice(mark + 1) }),
  };
}

function readAuthority(written: string, pointer: string): Authority {
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d{0,5}))?$/.exec(written) ?? [];
  if (host.length > 255 || !hostName.test(host)) throw fault(pointer, `${JSON.stringify(written.slice(0, 80))} is no host with or without a port`);
  if (port === undefined || port === '') return { host };
  if (Number(port) < 1 || Number(port) > 65_535) throw fault(pointer, `a port is a number from 1 to 65535, not ${port}`);
  return { host, port: Number(port) };
}

function readHeaders(written: Readonly<Record<string, string | readonly string[]>>): Map<string, readonly string[]> {
  const entries = Object.entries(written);
  if (entries.length > mostHeaders) throw fault('/headers', `a request has at most ${mostHeaders} headers here, not ${entries.length}`);
  const read = new Map<string, readonly string[]>();
  for (const [name, value] of entries) {
    const pointer = `/headers/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!token.test(name)) throw fault(pointer, `${JSON.stringify(name.slice(0, 80))} is no name of a header`);
    const values = typeof value === 'string' ? [value] : value;
    for (const each of values) {
      if (each.length > longestValue || /[\0\r\n]/.test(each)) throw fault(pointer, `the value of a header is one line of at most ${longestValue} characters`);
    }
    const key = name.toLowerCase();
    read.set(key, [...(read.get(key) ?? []), ...values.map((each) => each.trim())]);
  }
  if ((read.get('host')?.length ?? 0) > 1) throw fault('/headers/host', 'a request has one host (RFC 9112 section 3.2)');
  return read;
}

function readSni(written: string | undefined, host: string): string | undefined {
  if (written === undefined) return host.startsWith('[') || isAddress(host) ? undefined : host.toLowerCase().replace(/\.$/, '');
  if (written === '') return undefined;
  if (written.length > 255 || !/^[\w.*-]+$/.test(written)) throw fault('/sni', `${JSON.stringify(written.slice(0, 80))} is no name that a TLS client sends`);
  return written.toLowerCase().replace(/\.$/, '');
}

function fault(pointer: string, detail: string): InputError {
  return new InputError('invalid-request', `${detail}.`, [{ pointer, detail }]);
}
