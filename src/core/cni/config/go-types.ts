import type { IpAddress } from '../../ip/index.js';
import { any, bool, int, jsonText, map, ownReader, pointer, slice, string, struct, text, type DecodedAs } from './go-decode.js';
import { parseIp, parseIpNet, type IpNet } from './go-net.js';

/** `net.IP`: undefined where the text is empty. */
export const netIp = text<IpAddress | 'none'>('net.IP', 'none', (value) => (value === '' ? 'none' : parseIp(value)), (value) => `invalid IP address: ${value}`);

/** `ip.IP` of the plugins: an address, or one with the length of its mask. */
export const ipIp = text<IpAddress | 'none'>('ip.IP', 'none', (value) => (value === '' ? 'none' : value.includes('/') ? parseIpNet(value)?.address : parseIp(value)), (value) => `invalid IP address ${value}`);

/** `types.IPNet`. */
export const ipNet = jsonText<IpNet | 'none'>('types.IPNet', 'none', parseIpNet, (value) => `invalid CIDR address: ${value}`);

/** A route of an IPAM configuration or of a result. Its own reader decodes it: its first error ends the decoding. */
export const route = ownReader(
  struct('types.route', { dst: ipNet, gw: netIp, mtu: int, advmss: int, priority: int, table: pointer(int), scope: pointer(int) }),
);

export type RouteConfig = DecodedAs<typeof route>;

export const dns = struct('types.DNS', { nameservers: slice(string), domain: string, search: slice(string), options: slice(string) });

export type DnsConfig = DecodedAs<typeof dns>;

/** What every plugin configuration may hold. Source: containernetworking/cni v1.3.1 pkg/types/types.go, PluginConf */
export const netConfFields = {
  cniVersion: string,
  name: string,
  type: string,
  capabilities: map(bool),
  ipam: struct('types.IPAM', { type: string }),
  dns,
  prevResult: map(any),
  'cni.dev/valid-attachments': slice(struct('types.GCAttachment', { containerID: string, ifname: string })),
};

/** As libcni itself reads a plugin configuration. */
export const pluginConf = struct('types.PluginConf', netConfFields);

/** How errors of the plugins' own structs lead to these fields. */
export const netConfEmbedded = Object.fromEntries(Object.keys(netConfFields).map((key) => [key, 'NetConf'])) as Record<keyof typeof netConfFields, string>;
