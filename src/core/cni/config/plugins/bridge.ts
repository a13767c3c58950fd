import { argsFault, takesAnything } from '../cni-args.js';
import { bool, int, pointer, slice, string, struct, type DecodedAs } from '../go-decode.js';
import { netConfEmbedded, netConfFields } from '../go-types.js';
import { addOnly, type CniPlugin, type PluginFault } from '../plugin.js';
import { specVersions } from '../version.js';

const vlanTrunk = struct('main.VlanTrunk', { minID: pointer(int), maxID: pointer(int), id: pointer(int) });

const shape = struct(
  'main.NetConf',
  {
    ...netConfFields,
    bridge: string,
    isGateway: bool,
    isDefaultGateway: bool,
    forceAddress: bool,
    ipMasq: bool,
    ipMasqBackend: pointer(string),
    mtu: int,
    hairpinMode: bool,
    promiscMode: bool,
    vlan: int,
    vlanTrunk: slice(pointer(vlanTrunk), '[]*main.VlanTrunk'),
    preserveDefaultVlan: bool,
    macspoofchk: bool,
    enabledad: bool,
    disableContainerInterface: bool,
    portIsolation: bool,
    args: struct('struct { Cni main.BridgeArgs "json:\\"cni,omitempty\\"" }', { cni: struct('main.BridgeArgs', { mac: string }) }),
    runtimeConfig: struct('struct { Mac string "json:\\"mac,omitempty\\"" }', { mac: string }),
  },
  netConfEmbedded,
);

export type BridgeConfig = DecodedAs<typeof shape>;

/** A bridge on the host, with a veth pair to each container. Source: containernetworking/plugins v1.10.0 plugins/main/bridge/bridge.go */
export const bridge: CniPlugin<BridgeConfig> = {
  type: 'bridge',
  role: 'interface',
  versions: specVersions,
  shape,
  decodingPrefix: 'failed to load netconf: ',
  withoutIpam: 'no address',
  *faults(config, { args }) {
    if (config.vlan < 0 || config.vlan > 4094) yield { pointer: '/vlan', message: `invalid VLAN ID ${config.vlan} (must be between 0 and 4094)` };
    for (const [i, trunk] of (config.vlanTrunk ?? []).entries()) {
      if (trunk !== undefined) yield* trunkFaults(trunk, `/vlanTrunk/${i}`);
    }
    const fault = argsFault(args, { MAC: takesAnything });
    if (fault !== undefined) yield { pointer: '', message: fault };
    if (config.ipam.type !== '' && config.disableContainerInterface) yield { pointer: '/disableContainerInterface', message: 'cannot use IPAM when DisableContainerInterface flag is set', ...addOnly };
    if (config.hairpinMode && config.promiscMode) yield { pointer: '/promiscMode', message: 'cannot set hairpin mode and promiscuous mode at the same time', ...addOnly };
    // A link of such a name cannot be, so there is none yet that it would use.
    if (config.bridge.length > 15) yield { pointer: '/bridge', message: `failed to create bridge "${config.bridge}": could not add "${config.bridge}": numerical result out of range`, hint: 'at most 15 characters', ...addOnly };
  },
};

function* trunkFaults({ minID, maxID, id }: DecodedAs<typeof vlanTrunk>, at: string): Iterable<PluginFault> {
  const isVlan = (value: number) => value > 0 && value <= 4094;
  if (minID !== undefined && maxID !== undefined) {
    if (!isVlan(minID)) yield { pointer: `${at}/minID`, message: 'incorrect trunk minID parameter', hint: '1 to 4094' };
    else if (!isVlan(maxID)) yield { pointer: `${at}/maxID`, message: 'incorrect trunk maxID parameter', hint: '1 to 4094' };
    else if (maxID < minID) yield { pointer: `${at}/minID`, message: 'minID is greater than maxID in trunk parameter' };
  } else if (maxID !== undefined) yield { pointer: at, message: 'minID and maxID should be configured simultaneously, minID is missing' };
  else if (minID !== undefined) yield { pointer: at, message: 'minID and maxID should be configured simultaneously, maxID is missing' };
  if (id !== undefined && !isVlan(id)) yield { pointer: `${at}/id`, message: 'incorrect trunk id parameter', hint: '1 to 4094' };
}
