import { bool, int, pointer, string, struct, type DecodedAs } from '../go-decode.js';
import { netConfEmbedded, netConfFields } from '../go-types.js';
import type { CniPlugin } from '../plugin.js';
import { specVersions } from '../version.js';

const shape = struct('main.NetConf', { ...netConfFields, ipMasq: bool, ipMasqBackend: pointer(string), mtu: int }, netConfEmbedded);

export type PtpConfig = DecodedAs<typeof shape>;

/** A veth pair without a bridge. Source: containernetworking/plugins v1.10.0 plugins/main/ptp/ptp.go */
export const ptp: CniPlugin<PtpConfig> = {
  type: 'ptp',
  role: 'interface',
  versions: specVersions,
  shape,
  decodingPrefix: 'failed to load netconf: ',
  withoutIpam: 'fails',
  faults: () => [],
};
