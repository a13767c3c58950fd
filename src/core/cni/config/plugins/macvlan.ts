import { argsFault, takesAnything } from '../cni-args.js';
import { bool, int, string, struct, uint32, type DecodedAs } from '../go-decode.js';
import { goQuote } from '../go-json.js';
import { parseMac } from '../go-net.js';
import { netConfEmbedded, netConfFields } from '../go-types.js';
import { addOnly, type CniPlugin } from '../plugin.js';
import { specVersions } from '../version.js';

const shape = struct(
  'main.NetConf',
  { ...netConfFields, master: string, mode: string, mtu: int, mac: string, linkInContainer: bool, bcqueuelen: uint32, runtimeConfig: struct('struct { Mac string "json:\\"mac,omitempty\\"" }', { mac: string }) },
  netConfEmbedded,
);

export type MacvlanConfig = DecodedAs<typeof shape>;

/** An interface with a hardware address of its own on one of the host's. Source: containernetworking/plugins v1.10.0 plugins/main/macvlan/macvlan.go */
export const macvlan: CniPlugin<MacvlanConfig> = {
  type: 'macvlan',
  role: 'interface',
  versions: specVersions,
  shape,
  decodingPrefix: 'failed to load netconf: ',
  decodingPrefixOnDel: 'failed to load netConf: ',
  withoutIpam: 'no address',
  *faults({ mode, mac, runtimeConfig }, { args }) {
    const fault = argsFault(args, { MAC: takesAnything });
    if (fault !== undefined) yield { pointer: '', message: fault, notOn: ['DEL'] };
    if (!['', 'bridge', 'private', 'vepa', 'passthru'].includes(mode)) yield { pointer: '/mode', message: `unknown macvlan mode: ${goQuote(mode)}`, hint: 'bridge, private, vepa or passthru', ...addOnly };
    const wanted = runtimeConfig.mac === '' ? mac : runtimeConfig.mac;
    if (wanted !== '' && parseMac(wanted) === undefined) yield { pointer: '/mac', message: `invalid args ${wanted} for MAC addr: address ${wanted}: invalid MAC address`, ...addOnly };
  },
};
