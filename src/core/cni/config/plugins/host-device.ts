import { bool, string, struct, type DecodedAs } from '../go-decode.js';
import { netConfEmbedded, netConfFields } from '../go-types.js';
import type { CniPlugin } from '../plugin.js';
import { specVersions } from '../version.js';

const shape = struct(
  'main.NetConf',
  {
    ...netConfFields,
    device: string,
    hwaddr: string,
    DPDKMode: bool,
    kernelpath: string,
    pciBusID: string,
    runtimeConfig: struct('struct { DeviceID string "json:\\"deviceID,omitempty\\"" }', { deviceID: string }),
    useInterfaceNetwork: bool,
  },
  netConfEmbedded,
);

export type HostDeviceConfig = DecodedAs<typeof shape>;

/** Moves an interface of the host into the container. Source: containernetworking/plugins v1.10.0 plugins/main/host-device/host-device.go */
export const hostDevice: CniPlugin<HostDeviceConfig> = {
  type: 'host-device',
  role: 'interface',
  versions: specVersions,
  shape,
  decodingPrefix: 'failed to load netconf: ',
  withoutIpam: 'no address',
  *faults({ device, hwaddr, kernelpath, pciBusID, runtimeConfig }) {
    if ([device, hwaddr, kernelpath, pciBusID, runtimeConfig.deviceID].every((each) => each === '')) yield { pointer: '', message: 'specify either "device", "hwaddr", "kernelpath" or "pciBusID"' };
  },
};
