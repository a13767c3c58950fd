import { bitsOf, pointerName, type IpAddress } from '../../ip/index.js';
import { parseCidrGo } from '../go/net.js';
import { atoi } from '../go/number.js';
import { byteLength, quoteGo } from '../go/quote.js';
import { fqdn, isDomainName, labelsOf, normalizeName } from '../name.js';
import { CorefileError } from './token.js';

/** How a server is spoken to. */
export type Transport = 'dns' | 'tls' | 'quic' | 'grpc' | 'https' | 'https3' | 'unix';

/** One zone that a server block serves. */
export interface ZoneAddress {
  readonly transport: Transport;
  /** Fully qualified, lower case. */
  readonly zone: string;
  /** A number as text, '' for a Unix socket without one. */
  readonly port: string;
}

const prefixes: readonly (readonly [prefix: string, transport: Transport])[] = [
  ['tls://', 'tls'], ['dns://', 'dns'], ['quic://', 'quic'], ['grpc://', 'grpc'], ['https3://', 'https3'], ['https://', 'https'], ['unix://', 'unix'],
];
const ports: Readonly<Record<Transport, string>> = { dns: '53', tls: '853', quic: '853', grpc: '443', https: '443', https3: '443', unix: '' };

/** Source: coredns 1.14.7, plugin/pkg/parse/transport.go Transport. */
export function splitTransport(text: string): { readonly transport: Transport; readonly rest: string } {
  const found = text.includes('://') ? prefixes.find(([prefix]) => text.startsWith(prefix)) : undefined;
  return found === undefined ? { transport: 'dns', rest: text } : { transport: found[1], rest: text.slice(found[0].length) };
}

/**
 * The zones that a key of a server block stands for: one, or all that a range of addresses needs.
 *
 * @throws CorefileError in CoreDNS's words
 * Source: coredns 1.14.7, core/dnsserver/register.go InspectServerBlocks
 */
export function zonesOfKey(key: string, line?: number): ZoneAddress[] {
  const fail = (why: string): never => {
    throw new CorefileError(`error inspecting server blocks: ${why}`, line);
  };
  const { transport, rest } = splitTransport(key);
  const split = splitZonePort(rest);
  if ('error' in split) return fail(split.error);
  for (const zone of split.zones) {
    const again = splitZonePort(fqdn(zone));
    if ('error' in again) return fail(again.error);
  }
  const port = split.port === '' ? ports[transport] : split.port;
  return split.zones.map((zone) => ({ transport, zone: normalizeName(zone), port }));
}

/** As CoreDNS names it in its messages and hands it to set-ups. */
export function formatZoneAddress({ transport, zone, port }: ZoneAddress): string {
  return `${transport}://${zone}:${port}`;
}

/** Zones and port of `zone[:port]`; a range of addresses becomes its reverse zones. Source: coredns 1.14.7, plugin/normalize.go SplitHostPort. */
export function splitZonePort(text: string): { readonly zones: string[]; readonly port: string } | { readonly error: string } {
  const colon = text.lastIndexOf(':');
  if (colon === text.length - 1) return { error: `expecting data after last colon: ${quoteGo(text)}` };
  const number = colon === -1 ? undefined : atoi(text.slice(colon + 1));
  const port = number !== undefined && 'value' in number ? String(number.value) : '';
  const zone = port === '' ? text : text.slice(0, colon);
  if (byteLength(zone) > 255) return { error: `specified zone is too long: ${byteLength(zone)} > 255` };
  if (!isDomainName(zone)) return { error: `zone is not a valid domain name: ${zone}` };
  const net = parseCidrGo(zone);
  if (net === undefined) return { zones: [zone], port };
  if (zone.startsWith(':') || (zone.startsWith('0') && zone.includes(':'))) return { error: `invalid CIDR ${zone}` };
  return { zones: reverseZonesOf(net.first, net.prefixLength), port };
}

/** The name without transport and port, normalized; [] where it cannot be one. Source: coredns 1.14.7, plugin/normalize.go Host.NormalizeExact. */
export function normalizeExact(text: string): string[] {
  const split = splitZonePort(splitTransport(text).rest);
  return 'error' in split ? [] : split.zones.map(normalizeName);
}

/** The zones that the arguments of a plugin name, or else those of its block. Source: plugin/normalize.go OriginsFromArgsOrServerBlock. */
export function originsOf(args: readonly string[], ofBlock: readonly string[]): readonly string[] {
  return args.length > 0 ? args.flatMap(normalizeExact) : ofBlock;
}

/** The zones that the keys of a block name. */
export function originsOfKeys(serverBlockKeys: readonly string[]): string[] {
  return serverBlockKeys.map((key) => normalizeExact(key)[0] ?? key);
}

/**
 * The reverse zones of a block of addresses, rounded up to the next octet (IPv4) or half octet (IPv6): at most 128, or 8.
 *
 * Source: coredns 1.14.7, plugin/pkg/cidr/cidr.go Split and Reverse
 */
function reverseZonesOf(first: IpAddress, prefixLength: number): string[] {
  const step = first.family === 4 ? 8 : 4;
  const rounded = Math.ceil(prefixLength / step) * step;
  const size = 1n << BigInt(bitsOf(first.family) - rounded);
  const count = 2 ** (rounded - prefixLength);
  const dropped = (bitsOf(first.family) - rounded) / step;
  return Array.from({ length: count }, (_, i) => zoneAbove({ family: first.family, value: first.value + BigInt(i) * size }, dropped));
}

function zoneAbove(address: IpAddress, labels: number): string {
  const name = fqdn(pointerName(address));
  return labels === 0 ? name : `${labelsOf(name).slice(labels).join('.')}.`;
}

