import type { SimulatedPlugin } from '../plugin.js';
import { simulatedBandwidth } from './bandwidth.js';
import { simulatedBridge } from './bridge.js';
import { simulatedDhcp } from './dhcp.js';
import { simulatedFirewall } from './firewall.js';
import { simulatedHostDevice } from './host-device.js';
import { simulatedHostLocal } from './host-local.js';
import { simulatedIpvlan } from './ipvlan.js';
import { simulatedLoopback } from './loopback.js';
import { simulatedMacvlan } from './macvlan.js';
import { simulatedPortmap } from './portmap.js';
import { simulatedPtp } from './ptp.js';
import { simulatedSbr } from './sbr.js';
import { simulatedStatic } from './static.js';
import { simulatedTuning } from './tuning.js';
import { simulatedVlan } from './vlan.js';
import { simulatedVrf } from './vrf.js';

/** Every plugin that can be simulated, by type. */
export const simulatedPlugins = [
  simulatedBandwidth,
  simulatedBridge,
  simulatedDhcp,
  simulatedFirewall,
  simulatedHostDevice,
  simulatedHostLocal,
  simulatedIpvlan,
  simulatedLoopback,
  simulatedMacvlan,
  simulatedPortmap,
  simulatedPtp,
  simulatedSbr,
  simulatedStatic,
  simulatedTuning,
  simulatedVlan,
  simulatedVrf,
] as unknown as readonly SimulatedPlugin<never>[];
