import { string, struct, uint32, type DecodedAs } from '../go-decode.js';
import { netConfEmbedded, netConfFields } from '../go-types.js';
import type { CniPlugin } from '../plugin.js';
import { versionsFrom } from '../version.js';

const shape = struct('main.VRFNetConf', { ...netConfFields, vrfname: string, table: uint32 }, netConfEmbedded);

export type VrfConfig = DecodedAs<typeof shape>;

/** Puts the interface into a virtual routing domain. Source: containernetworking/plugins v1.10.0 plugins/meta/vrf/main.go */
export const vrf: CniPlugin<VrfConfig> = {
  type: 'vrf',
  role: 'meta',
  versions: versionsFrom('0.3.1'),
  shape,
  decodingPrefix: 'failed to load netconf: ',
  *faults({ vrfname }, { chained }) {
    if (vrfname === '') yield { pointer: '/vrfname', message: 'configuration is expected to have a valid vrf name' };
    if (!chained) yield { pointer: '', message: 'missing prevResult from earlier plugin', notOn: ['DEL'] };
  },
};
