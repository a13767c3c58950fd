import { any, bool, int, map, pointer, slice, string, struct, type DecodedAs } from '../go-decode.js';
import { parseIp } from '../go-net.js';
import { formatAddress } from '../../../ip/index.js';
import { netConfEmbedded, netConfFields } from '../go-types.js';
import { addOnly, type CniPlugin } from '../plugin.js';
import { specVersions } from '../version.js';

const shape = struct('main.PluginConf', { ...netConfFields, prevResult: pointer(map(any)), table: pointer(int), gateways: slice(string), addSourceHints: bool }, { ...netConfEmbedded, prevResult: undefined });

export type SbrConfig = DecodedAs<typeof shape>;

/** Routes by source: a table for each address. Source: containernetworking/plugins v1.10.0 plugins/meta/sbr/main.go */
export const sbr: CniPlugin<SbrConfig> = {
  type: 'sbr',
  role: 'meta',
  versions: specVersions,
  shape,
  readsNothingOn: ['CHECK'],
  decodingPrefix: 'failed to parse network configuration: ',
  *faults({ table, gateways = [] }, { chained }) {
    if (!chained) yield { pointer: '', message: 'This plugin must be called as chained plugin', ...addOnly };
    if (table !== undefined) return;
    if (gateways.length > 2) yield { pointer: '/gateways', message: 'gateways list cannot contain more than 2 entries (one IPv4, one IPv6)', ...addOnly };
    const seen = new Map<4 | 6, string>();
    for (const [i, text] of gateways.entries()) {
      const address = parseIp(text);
      if (address === undefined) yield { pointer: `/gateways/${i}`, message: `invalid static gateway IP address: ${text}`, ...addOnly };
      else {
        const before = seen.get(address.family);
        if (before !== undefined) yield { pointer: `/gateways/${i}`, message: `gateways list contains multiple IPv${address.family} addresses: ${before} and ${text}`, ...addOnly };
        seen.set(address.family, formatAddress(address));
      }
    }
  },
};
