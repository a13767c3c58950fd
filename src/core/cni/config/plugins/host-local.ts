import { formatAddress, type IpAddress } from '../../../ip/index.js';
import { argOf, argsFault } from '../cni-args.js';
import { pointer, slice, string, struct, type DecodedAs } from '../go-decode.js';
import { containsIp, formatIpNet, networkOf, nextIp, parseIp, parseIpNet, sameIp, type IpNet } from '../go-net.js';
import { ipIp, ipNet, netIp, route } from '../go-types.js';
import type { CniPlugin, PluginCall, PluginFault } from '../plugin.js';
import { specVersions } from '../version.js';
import { allowsSeveral } from './static.js';

const rangeFields = { rangeStart: netIp, rangeEnd: netIp, subnet: ipNet, gateway: netIp };
const range = struct('allocator.Range', rangeFields);
const rangeSets = slice(slice(range, 'allocator.RangeSet'), '[]allocator.RangeSet');

const shape = struct('allocator.Net', {
  name: string,
  cniVersion: string,
  ipam: pointer(
    struct(
      'allocator.IPAMConfig',
      { ...rangeFields, Name: string, type: string, routes: slice(pointer(route), '[]*types.Route'), dataDir: string, resolvConf: string, ranges: rangeSets },
      { rangeStart: 'Range', rangeEnd: 'Range', subnet: 'Range', gateway: 'Range' },
    ),
  ),
  runtimeConfig: struct('struct { IPRanges []allocator.RangeSet "json:\\"ipRanges,omitempty\\""; IPs []*ip.IP "json:\\"ips,omitempty\\"" }', { ipRanges: rangeSets, ips: slice(pointer(ipIp), '[]*ip.IP') }),
  args: pointer(struct('struct { A *allocator.IPAMArgs "json:\\"cni\\"" }', { cni: pointer(struct('allocator.IPAMArgs', { ips: slice(pointer(ipIp), '[]*ip.IP') })) })),
});

export type HostLocalConfig = DecodedAs<typeof shape>;

type RangeConfig = DecodedAs<typeof range>;

/** A run of addresses that host-local gives from, all defaults filled in. */
export interface HostLocalRange {
  readonly subnet: IpNet;
  /** Never given. */
  readonly gateway: IpAddress;
  /** Both are given. */
  readonly rangeStart: IpAddress;
  readonly rangeEnd: IpAddress;
}

/** What host-local allocates from: one address of each set, whose ranges are tried in turn. */
export interface HostLocalRanges {
  /** At least one; each with at least one range, all of one family. */
  readonly sets: readonly (readonly HostLocalRange[])[];
  /** Those that the caller asks for. */
  readonly requested: readonly IpAddress[];
}

/** Addresses of ranges, kept in files on the node. Source: containernetworking/plugins v1.10.0 plugins/ipam/host-local/backend/allocator */
export const hostLocal: CniPlugin<HostLocalConfig> = {
  type: 'host-local',
  role: 'ipam',
  versions: specVersions,
  shape,
  decodingPrefix: '',
  *faults(config, call) {
    const read = hostLocalRanges(config, call);
    if ('message' in read) yield read;
  },
};

interface Placed {
  readonly pointer: string;
  readonly ranges: readonly { readonly pointer: string; readonly config: RangeConfig }[];
}

/** The ranges and the addresses asked for, or the first thing that host-local refuses. Those of `runtimeConfig` come first, then `subnet` beside `type`, then `ranges`. */
export function hostLocalRanges(config: HostLocalConfig, { args }: Pick<PluginCall, 'args'>): HostLocalRanges | PluginFault {
  const { ipam } = config;
  if (ipam === undefined) return { pointer: '/ipam', message: "IPAM config missing 'ipam' key" };
  const fault = argsFault(args, { IP: (value) => (value === '' || readIp(value) !== undefined ? undefined : `invalid IP address ${value}`) });
  if (fault !== undefined) return { pointer: '', message: fault };
  const requested = [readIp(argOf(args, 'IP') ?? '') ?? [], ...(config.args?.cni?.ips ?? []), ...(config.runtimeConfig.ips ?? [])].flat();
  if (requested.some((each) => each === undefined || each === 'none')) return { pointer: '/args/cni/ips', message: 'cannot understand ip: IP <nil> not v4 nor v6' };
  const placed = placesOf(config);
  if (placed.length === 0) return { pointer: '/ipam', message: 'no IP ranges specified', hint: 'give `ranges`, a list of lists of {"subnet": …}' };
  const sets: HostLocalRange[][] = [];
  for (const [i, set] of placed.entries()) {
    const read = canonicalSet(set);
    if ('message' in read) return { ...read, message: `invalid range set ${i}: ${read.message}` };
    sets.push(read);
  }
  return conflict(config, placed, sets) ?? { sets, requested: requested as readonly IpAddress[] };
}

function readIp(text: string): IpAddress | undefined {
  return text.includes('/') ? parseIpNet(text)?.address : parseIp(text);
}

function placesOf({ ipam, runtimeConfig }: HostLocalConfig): Placed[] {
  const listed = (sets: DecodedAs<typeof rangeSets>, at: string) =>
    (sets ?? []).map((set, i) => ({ pointer: `${at}/${i}`, ranges: (set ?? []).map((config, j) => ({ pointer: `${at}/${i}/${j}`, config })) }));
  if (ipam === undefined) return [];
  const { rangeStart, rangeEnd, subnet, gateway } = ipam;
  const alone = subnet === 'none' ? [] : [{ pointer: '/ipam', ranges: [{ pointer: '/ipam', config: { rangeStart, rangeEnd, subnet, gateway } }] }];
  return [...listed(runtimeConfig.ipRanges, '/runtimeConfig/ipRanges'), ...alone, ...listed(ipam.ranges, '/ipam/ranges')];
}

function canonicalSet({ pointer, ranges }: Placed): HostLocalRange[] | PluginFault {
  if (ranges.length === 0) return { pointer, message: 'empty range set' };
  const read: HostLocalRange[] = [];
  for (const each of ranges) {
    const canonical = canonicalRange(each.config, each.pointer);
    if ('message' in canonical) return canonical;
    if (read[0] !== undefined && read[0].rangeStart.family !== canonical.rangeStart.family) return { pointer: each.pointer, message: 'mixed address families', hint: 'a set gives one address: put the other family into a set of its own' };
    read.push(canonical);
  }
  for (const [i, a] of read.entries()) {
    const j = read.findIndex((b, at) => at > i && overlap(a, b));
    const b = read[j];
    if (b !== undefined) return { pointer: ranges[j]?.pointer ?? pointer, message: `subnets ${formatRange(a)} and ${formatRange(b)} overlap` };
  }
  return read;
}

function canonicalRange(config: RangeConfig, at: string): HostLocalRange | PluginFault {
  const { subnet } = config;
  if (subnet === 'none') return { pointer: `${at}/subnet`, message: 'IP <nil> not v4 nor v6', hint: 'every range needs a `subnet`' };
  const bits = subnet.mapped || subnet.address.family === 6 ? 128 : 32;
  if (subnet.prefixLength > bits - 2) return { pointer: `${at}/subnet`, message: `Network ${formatIpNet(subnet)} too small to allocate from`, hint: `a prefix of at most ${bits - 2}` };
  if (subnet.mapped) return { pointer: `${at}/subnet`, message: 'IPNet IP and Mask version mismatch' };
  const network = networkOf(subnet);
  if (!sameIp(network, subnet.address)) {
    return { pointer: `${at}/subnet`, message: `Network has host bits set. For a subnet mask of length ${subnet.prefixLength} the network address is ${formatAddress(network)}` };
  }
  const gateway = config.gateway === 'none' ? nextIp(network) : config.gateway;
  if (!containsIp(subnet, gateway)) return { pointer: `${at}/gateway`, message: `gateway ${formatAddress(gateway)} not in network ${formatIpNet(subnet)}` };
  const [start, end] = [given(config.rangeStart), given(config.rangeEnd)];
  if (start !== undefined && !lies(start, { subnet, end })) return { pointer: `${at}/rangeStart`, message: `RangeStart ${formatAddress(start)} not in network ${formatIpNet(subnet)}` };
  const rangeStart = start ?? nextIp(network);
  if (end !== undefined && !lies(end, { subnet, start: rangeStart })) return { pointer: `${at}/rangeEnd`, message: `RangeEnd ${formatAddress(end)} not in network ${formatIpNet(subnet)}` };
  const rangeEnd = end ?? lastOf(subnet);
  if (rangeStart.value > rangeEnd.value) {
    return { pointer: `${at}/rangeStart`, message: `RangeStart ${formatAddress(rangeStart)} is after RangeEnd ${formatAddress(rangeEnd)} in network ${formatIpNet(subnet)}` };
  }
  return { subnet, gateway, rangeStart, rangeEnd };
}

function given(address: IpAddress | 'none'): IpAddress | undefined {
  return address === 'none' ? undefined : address;
}

function lies(address: IpAddress, { subnet, start, end }: { readonly subnet: IpNet; readonly start?: IpAddress | undefined; readonly end?: IpAddress | undefined }): boolean {
  if (!containsIp(subnet, address)) return false;
  if (start !== undefined && address.value < start.value) return false;
  return end === undefined || end.family !== address.family || address.value <= end.value;
}

/** The last address but broadcast; of IPv6 the very last. */
function lastOf({ address, prefixLength }: IpNet): IpAddress {
  const hostBits = BigInt((address.family === 4 ? 32 : 128) - prefixLength);
  return { family: address.family, value: address.value + (1n << hostBits) - (address.family === 4 ? 2n : 1n) };
}

/** Whether `address` is one that the range may give, or its gateway. */
export function inRange(range: HostLocalRange, address: IpAddress): boolean {
  return lies(address, { subnet: range.subnet, start: range.rangeStart, end: range.rangeEnd });
}

function overlap(a: HostLocalRange, b: HostLocalRange): boolean {
  return inRange(a, b.rangeStart) || inRange(a, b.rangeEnd) || inRange(b, a.rangeStart) || inRange(b, a.rangeEnd);
}

/** `first-last`, as its errors name a range. */
export function formatRange({ rangeStart, rangeEnd }: HostLocalRange): string {
  return `${formatAddress(rangeStart)}-${formatAddress(rangeEnd)}`;
}

function conflict(config: HostLocalConfig, placed: readonly Placed[], sets: readonly (readonly HostLocalRange[])[]): PluginFault | undefined {
  for (const family of [4, 6]) {
    const several = sets.flatMap((set, i) => (set[0]?.rangeStart.family === family ? [placed[i]?.pointer ?? ''] : []));
    if (several.length > 1 && !allowsSeveral(config.cniVersion)) return { pointer: several[1] ?? '', message: `CNI version ${config.cniVersion} does not support more than 1 address per family`, hint: 'from 0.3.0 on it does' };
  }
  for (const [i, a] of sets.entries()) {
    const j = sets.findIndex((b, at) => at > i && a.some((one) => b.some((other) => overlap(one, other))));
    if (j >= 0) return { pointer: placed[j]?.pointer ?? '', message: `range set ${i} overlaps with ${j}` };
  }
  return undefined;
}
