import { enumerate, type Answer, type Sheet } from '../../analysis/index.js';
import { expandAddress, formatAddress } from '../address.js';
import { formatCidr, lastOf, parseCidr, contains, sizeOf } from '../cidr.js';
import { embeddedIPv4, type Embedded } from '../embedded.js';
import { binaryOf, classOf, hostsOf, type Hosts } from '../hosts.js';
import { netmaskOf, parseInterface, wildcardOf, type IpInterface, type Notation } from '../netmask.js';
import { enclosingZone, pointerName, reverseZones } from '../reverse-zones.js';
import { scopeOf, specialPurposesOf, type Scope, type SpecialPurpose } from '../special-purpose.js';
import { countOf, reading, type Count } from './given.js';

/** An address and its network, told. Texts are canonical; names of zones have no trailing dot. */
export interface IpInfo extends Answer {
  readonly address: string;
  /** The block in which the address lies. */
  readonly network: string;
  readonly netmask: string;
  readonly wildcard: string;
  readonly broadcast: string | null;
  readonly firstHost: string;
  readonly lastHost: string;
  readonly hostCount: Count;
  readonly addressCount: Count;
  readonly firstAddress: string;
  readonly lastAddress: string;
  readonly prefixLength: number;
  readonly version: 4 | 6;
  readonly class: 'A' | 'B' | 'C' | 'D' | 'E' | null;
  /** Of the address. */
  readonly scope: Scope;
  /** What IANA sets apart of the network, the larger blocks first. */
  readonly specialPurposes: readonly { readonly cidr: string; readonly name: string; readonly rfc: string; readonly coverage: 'all' | 'partly'; readonly globallyReachable: boolean | null }[];
  /** The zones of exactly this network. */
  readonly reverseZone: readonly string[];
  /** The smallest zone at a boundary of octets, or in IPv6 of nibbles, that holds the network. */
  readonly enclosingReverseZone: string;
  /** The name of the PTR record of the address. */
  readonly pointer: string;
  /** The IPv4 address within an IPv6 address. */
  readonly embedded: { readonly by: Embedded['by']; readonly address: string } | null;
  /** The bits of the address. */
  readonly binary: string;
  /** The address as a whole number. */
  readonly integer: Count;
  readonly expanded: string;
}

/**
 * Tells what an address with its network is.
 *
 * @param bare the prefix length of an address that comes without
 * @throws InputError `invalid-request`, pointing at `?address`
 */
export function answerInfo({ address: text, prefixLength: bare }: { readonly address: string; readonly prefixLength?: number }): IpInfo {
  const given = reading('?address', () => parseInterface(text, bare));
  const { address, prefixLength } = given;
  const { family } = address;
  const hosts = hostsOf(given);
  const { network } = hosts;
  const scope = scopeOf(address);
  const embedded = embeddedIPv4(address);
  return {
    summary: summaryOf(given, hosts, scope),
    address: formatAddress(address),
    network: formatCidr(network),
    netmask: formatAddress(netmaskOf(family, prefixLength)),
    wildcard: formatAddress(wildcardOf(family, prefixLength)),
    broadcast: hosts.broadcast && formatAddress(hosts.broadcast),
    firstHost: formatAddress(hosts.first),
    lastHost: formatAddress(hosts.last),
    hostCount: countOf(hosts.count),
    addressCount: countOf(sizeOf(network)),
    firstAddress: formatAddress(network.first),
    lastAddress: formatAddress(lastOf(network)),
    prefixLength,
    version: family,
    class: family === 4 ? classOf(network.first) : null,
    scope,
    specialPurposes: specialPurposesOf(network).map(({ special: { cidr, name, rfc, globallyReachable }, coverage }) => ({ cidr: formatCidr(cidr), name, rfc, coverage, globallyReachable })),
    reverseZone: reverseZones(network),
    enclosingReverseZone: enclosingZone(network),
    pointer: pointerName(address),
    embedded: embedded === undefined ? null : { by: embedded.by, address: formatAddress(embedded.address) },
    binary: binaryOf(address),
    integer: countOf(address.value),
    expanded: expandAddress(address),
    steps: [],
    warnings: [...warningsOfNotation(given, bare), ...warningsOfScope(given, scope)],
  };
}

/** The lines that `ipcalc -b` prints (Debian's ipcalc 0.42), in its order and columns; for IPv6 too. Then what it does not tell. */
export function renderInfoText(info: IpInfo): string {
  const { address, netmask, prefixLength, wildcard, network, firstHost, lastHost, broadcast, hostCount } = info;
  const single = info.prefixLength === (info.version === 4 ? 32 : 128);
  const lines = [
    ['Address:', address],
    ['Netmask:', `${netmask} = ${prefixLength}`],
    ['Wildcard:', wildcard],
    ['=>', ''],
    ...(single ? [['Hostroute:', address]] : [['Network:', network], ['HostMin:', firstHost], ['HostMax:', lastHost]]),
    ...(broadcast === null ? [] : [['Broadcast:', broadcast]]),
    ['Hosts/Net:', `${String(hostCount).padEnd(22)} ${remarksOf(info).join(', ')}`],
  ];
  const notes = info.warnings.map((warning) => `Note: ${warning}`);
  return `${[...lines.map(([label = '', value]) => `${label.padEnd(11)}${value}`.trimEnd()), ...(notes.length === 0 ? [] : ['', ...notes])].join('\n')}\n`;
}

/** The same as a table. */
export function infoSheet(info: IpInfo): Sheet {
  const rows: [string, string | null][] = [
    ['Network', info.network],
    ['Netmask', info.netmask],
    ['Wildcard', info.wildcard],
    ['Hosts', `${info.firstHost} – ${info.lastHost}`],
    ['Broadcast', info.broadcast],
    ['Reverse', info.reverseZone.length > 2 ? `${info.reverseZone[0]} … ${info.reverseZone.at(-1)}` : info.reverseZone.join(', ')],
    ['Pointer', info.pointer],
    ['Embedded', info.embedded && `${info.embedded.address} (${info.embedded.by})`],
    ['Binary', info.binary],
  ];
  const items = rows.flatMap(([label, value]) => (value === null ? [] : [{ text: [`${label}: `, { code: value }] }]));
  const special = info.specialPurposes.map(({ cidr, name, rfc, coverage }) => ({ text: [{ code: cidr }, ` ${name} (${rfc})${coverage === 'partly' ? ', a part of it' : ''}`] }));
  return {
    verdict: info.summary,
    sections: [
      { title: 'Address', noun: 'line', items },
      { title: 'Set apart by IANA', noun: 'block', items: special },
      { title: 'Notes', noun: 'note', items: info.warnings.map((warning) => ({ text: [warning] })) },
    ],
    rest: 'The JSON rendering has them all.',
  };
}

function summaryOf({ address, prefixLength }: IpInterface, { network, count }: Hosts, scope: Scope): string {
  const bits = address.family === 4 ? 32 : 128;
  const what = scopeWords[scope];
  if (prefixLength === bits) return `${formatAddress(address)} is one IPv${address.family} address, ${what}.`;
  return `${formatAddress(address)} is ${what}, in ${formatCidr(network)}, which has ${shortCount(count)} for hosts.`;
}

const scopeWords: Readonly<Record<Scope, string>> = {
  unspecified: 'the address of nobody (unspecified)',
  loopback: 'loopback, which never leaves its host',
  'link-local': 'link-local, which no router forwards',
  private: 'private',
  shared: 'of the space that carriers share (100.64.0.0/10), neither private nor public',
  documentation: 'reserved for documentation',
  benchmarking: 'reserved for benchmarks',
  multicast: 'multicast, an address of groups',
  broadcast: 'the broadcast of the link',
  translation: 'of a translation between IPv4 and IPv6',
  anycast: 'the anycast address of a service',
  protocol: 'set apart for a protocol',
  discard: 'of a block whose packets are dropped',
  reserved: 'reserved',
  global: 'public',
};

/** `4094 addresses`, and a power of two where there are many. */
function shortCount(count: bigint): string {
  const power = count.toString(2).length - 1;
  if (power >= 64 && count === 1n << BigInt(power)) return `2^${power} addresses`;
  return `${count} ${count === 1n ? 'address' : 'addresses'}`;
}

function warningsOfNotation({ address, prefixLength, notation }: IpInterface & { notation: Notation }, bare: number | undefined): string[] {
  const shown = formatAddress(address);
  if (notation === 'wildcard') return [`the mask was read as a wildcard, whose ones are the host's: /${prefixLength}`];
  if (notation !== 'none' || bare !== undefined || address.family === 6) return [];
  return [`no prefix length was given, so that this is the one address; ipcalc would take ${shown}/24: ask for that if you mean it`];
}

const alike = [
  { octet: 172n, cidr: parseCidr('172.16.0.0/12') },
  { octet: 192n, cidr: parseCidr('192.168.0.0/16') },
];

/** Who writes 192.6.31.6 often means a private address. */
function warningsOfScope({ address }: IpInterface, scope: Scope): string[] {
  const near = address.family === 4 && scope === 'global' ? alike.find(({ octet, cidr }) => address.value >> 24n === octet && !contains(cidr, address)) : undefined;
  return near === undefined ? [] : [`this is public address space that belongs to somebody; the private block that begins alike is ${formatCidr(near.cidr)}`];
}

/** In ipcalc's words where it has some. */
function remarksOf(info: IpInfo): string[] {
  const words = info.specialPurposes.filter(({ coverage }) => coverage === 'all').slice(0, 1).map(({ name, cidr }) => ipcalcWords[cidr] ?? name);
  const parts = info.specialPurposes.filter(({ coverage }) => coverage === 'partly').map(({ name, cidr }) => ipcalcWords[cidr] ?? name);
  const partly = words.length === 0 && parts.length > 0 ? [`In Part ${enumerate([...new Set(parts)], 1)}`] : [];
  return [...(info.class === null ? [] : [`Class ${info.class}`]), ...words, ...partly, ...(info.version === 4 && info.prefixLength === 31 ? ['PtP Link RFC 3021'] : [])];
}

const ipcalcWords: Readonly<Record<SpecialPurpose['name'], string>> = {
  '10.0.0.0/8': 'Private Internet',
  '172.16.0.0/12': 'Private Internet',
  '192.168.0.0/16': 'Private Internet',
  '169.254.0.0/16': 'APIPA',
};
