import { bool, int, string, struct, type DecodedAs } from '../go-decode.js';
import { goQuote } from '../go-json.js';
import { netConfEmbedded, netConfFields } from '../go-types.js';
import { addOnly, type CniPlugin } from '../plugin.js';
import { specVersions } from '../version.js';

const shape = struct('main.NetConf', { ...netConfFields, master: string, mode: string, mtu: int, linkInContainer: bool }, netConfEmbedded);

export type IpvlanConfig = DecodedAs<typeof shape>;

/** An interface that shares the hardware address of one of the host's; in a chain it builds on the one before. Source: containernetworking/plugins v1.10.0 plugins/main/ipvlan/ipvlan.go */
export const ipvlan: CniPlugin<IpvlanConfig> = {
  type: 'ipvlan',
  role: 'interface',
  versions: specVersions,
  shape,
  decodingPrefix: 'failed to load netconf: ',
  withoutIpam: 'fails',
  *faults({ mode }) {
    if (!['', 'l2', 'l3', 'l3s'].includes(mode)) yield { pointer: '/mode', message: `unknown ipvlan mode: ${goQuote(mode)}`, hint: 'l2, l3 or l3s', ...addOnly };
  },
};
