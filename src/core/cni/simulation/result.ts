import { formatAddress, type IpAddress } from '../../ip/index.js';
import { decodeGo, int, pointer, slice, string, struct } from '../config/go-decode.js';
import { formatIpNet, type IpNet } from '../config/go-net.js';
import { dns, ipNet, netIp, route, type DnsConfig, type RouteConfig } from '../config/go-types.js';
import { compareVersions, currentVersion } from '../config/version.js';

/** A JSON value that plugins print and take. */
export type JsonObject = Readonly<Record<string, unknown>>;

export interface ResultInterface {
  readonly name: string;
  readonly mac?: string;
  /** The container's network namespace; absent for one of the host's. */
  readonly sandbox?: string;
}

export interface ResultIp {
  /** Its place in `interfaces`. */
  readonly interface?: number;
  readonly address: IpNet;
  readonly gateway?: IpAddress;
}

export interface ResultRoute {
  readonly dst: IpNet;
  readonly gw?: IpAddress;
  readonly mtu?: number;
  readonly advmss?: number;
  readonly priority?: number;
  readonly table?: number;
  readonly scope?: number;
  /** The mask as Go prints it, where that is odd. */
  readonly printedMask?: string;
}

/** What an attachment came to, as 1.1.0 of the specification has it. */
export interface AttachmentResult {
  readonly interfaces: readonly ResultInterface[];
  readonly ips: readonly ResultIp[];
  readonly routes: readonly ResultRoute[];
  readonly dns: DnsConfig;
}

export const noDns: DnsConfig = { nameservers: undefined, domain: '', search: undefined, options: undefined };

/**
 * A result as a plugin prints it and libcni hands it on, in the form of that version.
 *
 * Source: containernetworking/cni v1.3.1 pkg/types/{020,040,100}/types.go
 */
export function printResult(result: AttachmentResult, version: string): JsonObject {
  const cniVersion = version === '' ? '0.1.0' : version;
  if (compareVersions(cniVersion, '0.3.0') < 0) return printOld(result, cniVersion);
  const isCurrent = compareVersions(cniVersion, '1.0.0') >= 0;
  const ips = result.ips.map(({ interface: at, address, gateway }) => ({
    ...(!isCurrent && { version: String(address.address.family) }),
    ...(at !== undefined && { interface: at }),
    address: formatIpNet(address),
    ...(gateway !== undefined && { gateway: formatAddress(gateway) }),
  }));
  const names = printDns(result.dns);
  return {
    cniVersion,
    ...(result.interfaces.length > 0 && { interfaces: result.interfaces }),
    ...(ips.length > 0 && { ips }),
    ...(result.routes.length > 0 && { routes: result.routes.map(printRoute) }),
    ...((!isCurrent || Object.keys(names).length > 0) && { dns: names }),
  };
}

/** The newest form, under another version. */
export function currentForm(result: AttachmentResult, version: string): JsonObject {
  return { ...printResult(result, currentVersion), cniVersion: version === '' ? '0.1.0' : version };
}

/** One address of each family, the first; no interfaces. */
function printOld({ ips, routes, dns: names }: AttachmentResult, cniVersion: string): JsonObject {
  const of = (family: 4 | 6) => {
    const first = ips.find(({ address }) => address.address.family === family);
    if (first === undefined) return undefined;
    const own = routes.filter(({ dst }) => dst.address.family === family).map(printRoute);
    return { ip: formatIpNet(first.address), ...(first.gateway !== undefined && { gateway: formatAddress(first.gateway) }), ...(own.length > 0 && { routes: own }) };
  };
  const [ip4, ip6] = [of(4), of(6)];
  return { cniVersion, ...(ip4 && { ip4 }), ...(ip6 && { ip6 }), dns: printDns(names) };
}

function printRoute({ dst, gw, mtu, advmss, priority, table, scope }: ResultRoute): JsonObject {
  const set = Object.entries({ mtu, advmss, priority, table, scope }).filter(([key, value]) => value !== undefined && (value !== 0 || key === 'table' || key === 'scope'));
  return { dst: formatIpNet(dst), ...(gw !== undefined && { gw: formatAddress(gw) }), ...Object.fromEntries(set) };
}

function printDns({ nameservers, domain, search, options }: DnsConfig): JsonObject {
  return { ...(nameservers?.length && { nameservers }), ...(domain !== '' && { domain }), ...(search?.length && { search }), ...(options?.length && { options }) };
}

const oldIp = struct('types020.IPConfig', { ip: ipNet, gateway: netIp, routes: slice(route) });

const printed = struct('types100.Result', {
  cniVersion: string,
  interfaces: slice(pointer(struct('types100.Interface', { name: string, mac: string, sandbox: string }))),
  ips: slice(pointer(struct('types100.ipConfig', { version: string, interface: pointer(int), address: ipNet, gateway: netIp }))),
  routes: slice(pointer(route)),
  ip4: pointer(oldIp),
  ip6: pointer(oldIp),
  dns,
});

/** Reads a result that a plugin printed, of any version. Undefined for what is none. */
export function readResult(value: unknown): AttachmentResult | undefined {
  const { value: read, faults } = decodeGo(printed, value);
  if (faults.length > 0) return undefined;
  const old = [read.ip4, read.ip6].flatMap((each) => each ?? []);
  const ips = [...(read.ips ?? []).flatMap((each) => each ?? []), ...old.map(({ ip, gateway }) => ({ address: ip, gateway, interface: undefined }))];
  return {
    interfaces: (read.interfaces ?? []).flatMap((each) => (each === undefined ? [] : [{ name: each.name, ...(each.mac !== '' && { mac: each.mac }), ...(each.sandbox !== '' && { sandbox: each.sandbox }) }])),
    ips: ips.flatMap(({ interface: at, address, gateway }) => (address === 'none' ? [] : [{ ...(at !== undefined && { interface: at }), address, ...(gateway !== 'none' && { gateway }) }])),
    routes: routesOf([...(read.routes ?? []), ...old.flatMap(({ routes }) => routes ?? [])]),
    dns: read.dns,
  };
}

/** Routes of a configuration as those of a result. */
export function routesOf(routes: readonly (RouteConfig | undefined)[]): ResultRoute[] {
  return routes.flatMap((each) => {
    if (each === undefined || each.dst === 'none') return [];
    const { dst, gw, mtu, advmss, priority, table, scope } = each;
    return [{ dst, ...(gw !== 'none' && { gw }), mtu, advmss, priority, ...(table !== undefined && { table }), ...(scope !== undefined && { scope }) }];
  });
}

/** What libcni makes of what a plugin printed: it reads it by the version and prints it anew. */
export function reprint(output: JsonObject, version: string): JsonObject {
  const cniVersion = version === '' ? '0.1.0' : version;
  if (compareVersions(cniVersion, '0.3.0') < 0) {
    const { ip4, ip6, dns: names = {} } = output;
    return { cniVersion, ...(ip4 !== undefined && { ip4 }), ...(ip6 !== undefined && { ip6 }), dns: names };
  }
  if (compareVersions(cniVersion, '1.0.0') >= 0) return output;
  const { ips, dns: names = {} } = output;
  return { ...output, ...(Array.isArray(ips) && { ips: ips.map((each: JsonObject) => ({ version: '', ...each })) }), dns: names };
}
