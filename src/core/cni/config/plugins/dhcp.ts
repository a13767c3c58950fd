import { bool, int, pointer, slice, string, struct, type DecodedAs } from '../go-decode.js';
import { netConfEmbedded, netConfFields } from '../go-types.js';
import type { CniPlugin } from '../plugin.js';
import { specVersions } from '../version.js';

const ipam = struct('main.IPAMConfig', {
  type: string,
  daemonSocketPath: string,
  provide: slice(struct('main.ProvideOption', { option: string, value: string, fromArg: string })),
  request: slice(struct('main.RequestOption', { skipDefault: bool, option: string })),
  priority: int,
}, { type: 'IPAM' });

const shape = struct('main.NetConf', { ...netConfFields, ipam: pointer(ipam) }, { ...netConfEmbedded, ipam: undefined });

export type DhcpConfig = DecodedAs<typeof shape>;

/** Addresses from a DHCP server, by a daemon on the node. Source: containernetworking/plugins v1.10.0 plugins/ipam/dhcp/main.go */
export const dhcp: CniPlugin<DhcpConfig> = {
  type: 'dhcp',
  role: 'ipam',
  versions: specVersions,
  shape,
  decodingPrefix: 'error obtaining socketPath: error parsing socket path conf: ',
  faults: () => [],
};

/** Where its daemon listens unless the configuration says otherwise. */
export const defaultDhcpSocket = '/run/cni/dhcp.sock';
