import { argOf } from '../../config/cni-args.js';
import { parseMac } from '../../config/go-net.js';
import { macvlan, type MacvlanConfig } from '../../config/plugins/macvlan.js';
import { findMaster, requireMtu } from '../find-master.js';
import { attachOnMaster, checkOnMaster, detachOnMaster } from '../on-master.js';
import { askIpam, type SimulatedPlugin } from '../plugin.js';

export const simulatedMacvlan: SimulatedPlugin<MacvlanConfig> = {
  plugin: macvlan,
  add(config, invocation) {
    const master = findMaster(invocation, config.master, config.linkInContainer);
    requireMtu(config.mtu, master);
    const mac = parseMac(config.runtimeConfig.mac || argOf(invocation.args, 'MAC') || config.mac);
    return attachOnMaster(invocation, master, { kind: 'macvlan', mtu: config.mtu, ...(mac !== undefined && { mac }), ipamType: config.ipam.type, dns: config.dns });
  },
  check(config, invocation) {
    requireMtu(config.mtu, findMaster(invocation, config.master, config.linkInContainer));
    checkOnMaster(invocation, config.ipam.type, 'required prevResult missing');
  },
  del: (config, invocation) => detachOnMaster(invocation, config.ipam.type),
  status: askIpam,
};
