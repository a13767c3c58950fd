import { splitTransport, type Transport } from '../corefile/zone-address.js';
import { isIPv4Text, joinHostPort, parseIp, splitHostPort } from '../go/net.js';
import { quoteGo } from '../go/quote.js';
import { isDomainName } from '../name.js';
import type { Controller } from '../plugin.js';
import { nameserversIn } from '../resolv-file.js';
import { fail } from '../setup-tools.js';

/** A server that queries are sent to: `10.0.0.53:53`, `tls://9.9.9.9:853`; or a path, for the servers that a file names which is not known. */
export type Upstream = string;

const ports: Readonly<Record<Transport, string>> = { dns: '53', tls: '853', quic: '853', grpc: '443', https: '443', https3: '', unix: '' };

/** One TO of `forward`, `grpc` or `proxy`. Source: coredns 1.14.7, plugin/pkg/parse/host.go HostPortOrFile. */
export function readUpstream(c: Controller, text: string): Upstream[] | 'a name' {
  if (isIPv4Text(text)) return [joinHostPort(text, ports.dns)];
  const { transport, rest } = splitTransport(text);
  const newer = c.version.atLeast('1.10.1');
  if (rest === '') return fail(c, newer ? `invalid address: ${quoteGo(text)}` : `not an IP address or file: ${quoteGo(rest)}`);
  if (transport === 'unix') return [text];
  const split = splitHostPort(rest);
  const host = 'error' in split ? (newer ? rest.replace(/^[[\]]+|[[\]]+$/g, '') : rest) : split.value.host;
  if (parseIp(withoutZone(host)) === undefined) return fileOrName('error' in split ? host : rest, c);
  if (!('error' in split)) return [text];
  if (transport === 'https3') return [''];
  const address = joinHostPort(host, ports[transport]);
  return [transport === 'dns' ? address : `${transport}://${address}`];
}

function fileOrName(path: string, c: Controller): Upstream[] | 'a name' {
  const text = c.readFile(path);
  if (text !== undefined) return nameserversIn(text).map((server) => joinHostPort(withoutZone(server), '53'));
  if (path.startsWith('/')) {
    c.assume(`the file ${path}, which names servers to forward to, exists on the node of CoreDNS and names at least one`);
    return [path];
  }
  return 'a name';
}

/** Names of servers are taken since 1.14.4; CoreDNS looks them up as it starts. Source: plugin/forward/resolve.go parseAsHostEntry. */
export function namedUpstream(c: Controller, text: string): Upstream {
  const clean = splitZone(text).host;
  const { transport, rest } = splitTransport(clean);
  const split = splitHostPort(rest);
  const host = ('error' in split ? rest : split.value.host).replace(/^[[\]]+|[[\]]+$/g, '');
  const port = 'error' in split ? ports[transport] : split.value.port;
  if (!['dns', 'tls', 'https'].includes(transport) || host === '' || !isDomainName(host) || parseIp(host) !== undefined) return fail(c, `not an IP address, file, or valid domain: ${quoteGo(text)}`);
  c.assume(`the name ${host}, to which is forwarded, can be looked up as CoreDNS starts`);
  return `${transport === 'dns' ? '' : `${transport}://`}${joinHostPort(host, port)}`;
}

/** Splits `%zone` off, and keeps a port behind it. Source: plugin/forward/setup.go splitZone. */
export function splitZone(text: string): { readonly host: string; readonly zone: string } {
  if (!text.includes('%')) return { host: text, zone: '' };
  const [, scheme = '', address = ''] = /^(.*?:\/\/)?(.*)$/s.exec(text) ?? [];
  const percent = address.lastIndexOf('%');
  if (percent === -1) return { host: text, zone: '' };
  let host = address.slice(0, percent) + (address.startsWith('[') ? ']' : '');
  let zone = address.slice(percent + 1);
  const colon = zone.lastIndexOf(':');
  if (colon !== -1) {
    host += zone.slice(colon);
    zone = zone.slice(0, colon).replace(/\]$/, '');
  }
  return { host: scheme + host, zone };
}

function withoutZone(host: string): string {
  const percent = host.lastIndexOf('%');
  return percent === -1 ? host : host.slice(0, percent);
}
