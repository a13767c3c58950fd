import type { CniPlugin } from '../plugin.js';
import { bandwidth } from './bandwidth.js';
import { bridge } from './bridge.js';
import { dhcp } from './dhcp.js';
import { firewall } from './firewall.js';
import { hostDevice } from './host-device.js';
import { hostLocal } from './host-local.js';
import { ipvlan } from './ipvlan.js';
import { loopback } from './loopback.js';
import { macvlan } from './macvlan.js';
import { portmap } from './portmap.js';
import { ptp } from './ptp.js';
import { sbr } from './sbr.js';
import { staticIpam } from './static.js';
import { tuning } from './tuning.js';
import { vlan } from './vlan.js';
import { vrf } from './vrf.js';

/** Every plugin whose configuration is understood, by type. */
export const referencePlugins = [bandwidth, bridge, dhcp, firewall, hostDevice, hostLocal, ipvlan, loopback, macvlan, portmap, ptp, sbr, staticIpam, tuning, vlan, vrf] as unknown as readonly CniPlugin<never>[];
