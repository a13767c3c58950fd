import { bool, int, string, struct, type DecodedAs } from '../go-decode.js';
import { netConfEmbedded, netConfFields } from '../go-types.js';
import type { CniPlugin } from '../plugin.js';
import { specVersions } from '../version.js';

const shape = struct('main.NetConf', { ...netConfFields, master: string, vlanId: int, mtu: int, linkInContainer: bool }, netConfEmbedded);

export type VlanConfig = DecodedAs<typeof shape>;

/** An interface for one VLAN of one of the host's. Its words allow 4095, its check does not. Source: containernetworking/plugins v1.10.0 plugins/main/vlan/vlan.go */
export const vlan: CniPlugin<VlanConfig> = {
  type: 'vlan',
  role: 'interface',
  versions: specVersions,
  shape,
  decodingPrefix: 'failed to load netconf: ',
  withoutIpam: 'no address',
  *faults({ master, vlanId }) {
    if (master === '') yield { pointer: '/master', message: '"master" field is required. It specifies the host interface name to create the VLAN for', notOn: ['CHECK'] };
    if (vlanId < 0 || vlanId > 4094) yield { pointer: '/vlanId', message: `invalid VLAN ID ${vlanId} (must be between 0 and 4095 inclusive)`, hint: '0 to 4094', notOn: ['CHECK'] };
  },
};
