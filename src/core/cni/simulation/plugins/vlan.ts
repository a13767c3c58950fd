import { vlan, type VlanConfig } from '../../config/plugins/vlan.js';
import { findMaster, requireMtu } from '../find-master.js';
import { attachOnMaster, checkOnMaster, detachOnMaster } from '../on-master.js';
import { askIpam, PluginFailure, type Invocation, type SimulatedPlugin } from '../plugin.js';

export const simulatedVlan: SimulatedPlugin<VlanConfig> = {
  plugin: vlan,
  add(config, invocation) {
    const master = findMaster(invocation, config.master, config.linkInContainer);
    requireMtu(config.mtu, master);
    return attachOnMaster(withPrefix(invocation), master, { kind: 'vlan', mtu: config.mtu, ipamType: config.ipam.type, dns: config.dns });
  },
  check: (config, invocation) => checkOnMaster(invocation, config.ipam.type, 'vlan: Required prevResult missing'),
  del(config, invocation) {
    requireMtu(config.mtu, findMaster(invocation, config.master, config.linkInContainer));
    detachOnMaster(invocation, config.ipam.type);
  },
  status: askIpam,
};

/** It wraps what its IPAM plugin says into an error of its own. */
function withPrefix(invocation: Invocation): Invocation {
  return {
    ...invocation,
    ipam: (type) => {
      try {
        return invocation.ipam(type);
      } catch (error) {
        if (!(error instanceof PluginFailure)) throw error;
        const { msg, details } = error.error;
        throw new PluginFailure({ code: 999, msg: `failed to execute IPAM delegate: ${msg}${details === undefined ? '' : `; ${details}`}` });
      }
    },
  };
}
