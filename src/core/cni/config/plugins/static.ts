import type { IpAddress } from '../../../ip/index.js';
import { argOf, argsFault, takesAnything } from '../cni-args.js';
import { pointer, slice, string, struct, type DecodedAs } from '../go-decode.js';
import { containsIp, parseIp, parseIpNet, type IpNet } from '../go-net.js';
import { dns, netIp, route } from '../go-types.js';
import type { CniPlugin, PluginCall, PluginFault } from '../plugin.js';
import { isLater, specVersions, VersionFault } from '../version.js';

const address = struct('main.Address', { address: string, gateway: netIp });

const shape = struct('main.Net', {
  name: string,
  cniVersion: string,
  ipam: pointer(struct('main.IPAMConfig', { Name: string, type: string, routes: slice(pointer(route), '[]*types.Route'), addresses: slice(address, '[]main.Address'), dns })),
  runtimeConfig: struct('struct { IPs []string "json:\\"ips,omitempty\\"" }', { ips: slice(string) }),
  args: pointer(struct('struct { A *main.IPAMArgs "json:\\"cni\\"" }', { cni: pointer(struct('main.IPAMArgs', { ips: slice(string) })) })),
});

export type StaticConfig = DecodedAs<typeof shape>;

/** An address that static gives, with its gateway if it has one. */
export interface StaticAddress {
  readonly net: IpNet;
  readonly gateway?: IpAddress;
}

/** The same addresses for everyone. Source: containernetworking/plugins v1.10.0 plugins/ipam/static/main.go */
export const staticIpam: CniPlugin<StaticConfig> = {
  type: 'static',
  role: 'ipam',
  versions: specVersions,
  shape,
  decodingPrefix: '',
  readsNothingOn: ['DEL'],
  *faults(config, call) {
    const read = staticAddresses(config, call);
    if ('message' in read) yield read;
  },
};

/** The addresses that it gives, or the first thing that it refuses. Those of `runtimeConfig` stand in for those of `args`, and these for those of the file and of CNI_ARGS. */
export function staticAddresses(config: StaticConfig, { args }: Pick<PluginCall, 'args'>): readonly StaticAddress[] | PluginFault {
  if (config.ipam === undefined) return { pointer: '/ipam', message: "IPAM config missing 'ipam' key" };
  const fault = argsFault(args, { IP: takesAnything, GATEWAY: takesAnything });
  if (fault !== undefined) return { pointer: '', message: fault };
  const given = config.runtimeConfig.ips ?? config.args?.cni?.ips;
  const asked = given === undefined || given.length === 0 ? fromFileAndArgs(config.ipam.addresses ?? [], args) : fromList(given, config.runtimeConfig.ips === given ? '/runtimeConfig/ips' : '/args/cni/ips');
  if ('message' in asked) return asked;
  for (const family of [4, 6]) {
    if (asked.filter(({ net }) => net.address.family === family).length > 1 && !allowsSeveral(config.cniVersion)) {
      return { pointer: '/ipam/addresses', message: `CNI version ${config.cniVersion} does not support more than 1 address per family` };
    }
  }
  return asked;
}

function fromList(texts: readonly string[], pointer: string): readonly StaticAddress[] | PluginFault {
  const read: StaticAddress[] = [];
  for (const [i, text] of texts.entries()) {
    const net = parseIpNet(text);
    if (net === undefined) return { pointer: `${pointer}/${i}`, message: `an entry in the 'ips' field is NOT in CIDR notation, got: '${text}'` };
    read.push({ net });
  }
  return read;
}

function fromFileAndArgs(addresses: readonly DecodedAs<typeof address>[], args: string): readonly StaticAddress[] | PluginFault {
  const ofArgs: StaticAddress[] = [];
  for (const text of listOf(argOf(args, 'IP'))) {
    const net = parseIpNet(text);
    if (net === undefined) return { pointer: '', message: `the 'ip' field is expected to be in CIDR notation, got: '${text}'` };
    ofArgs.push({ net });
  }
  const gateways: IpAddress[] = [];
  for (const text of (argOf(args, 'GATEWAY') || undefined)?.split(',') ?? []) {
    const gateway = parseIp(text.trim());
    if (gateway === undefined) return { pointer: '', message: `invalid gateway address: ${text}` };
    gateways.push(gateway);
  }
  const ofFile: StaticAddress[] = [];
  for (const [i, { address: text, gateway }] of addresses.entries()) {
    const net = parseIpNet(text);
    if (net === undefined) return { pointer: `/ipam/addresses/${i}/address`, message: `the 'address' field is expected to be in CIDR notation, got: '${text}'` };
    ofFile.push({ net, ...(gateway !== 'none' && { gateway }) });
  }
  // The addresses of the file are not read yet when it looks for those that a gateway of CNI_ARGS lies with.
  return [...ofFile, ...ofArgs.map((each) => ({ ...each, ...gatewayFor(each.net, gateways) }))];
}

function gatewayFor(net: IpNet, gateways: readonly IpAddress[]): { gateway?: IpAddress } {
  const gateway = gateways.findLast((each) => containsIp(net, each));
  return gateway === undefined ? {} : { gateway };
}

function listOf(texts: string | undefined): string[] {
  return texts === undefined || texts === '' ? [] : texts.split(',').map((each) => each.trim());
}

/** Before 0.3.0 a result holds one address of each family. */
export function allowsSeveral(cniVersion: string): boolean {
  try {
    return !isLater('0.3.0', cniVersion);
  } catch (error) {
    if (error instanceof VersionFault) return false;
    throw error;
  }
}
