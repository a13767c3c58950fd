import { ipvlan, type IpvlanConfig } from '../../config/plugins/ipvlan.js';
import { findMaster } from '../find-master.js';
import type { Link } from '../machine.js';
import { attachOnMaster, checkOnMaster, detachOnMaster } from '../on-master.js';
import { askIpam, fail, type Invocation, type SimulatedPlugin } from '../plugin.js';

export const simulatedIpvlan: SimulatedPlugin<IpvlanConfig> = {
  plugin: ipvlan,
  add(config, invocation) {
    const { prevResult } = invocation;
    const master = masterOf(config, invocation);
    const given = config.ipam.type === '' && prevResult !== undefined && prevResult.ips.length > 0 ? prevResult : undefined;
    if (given === undefined && config.ipam.type === '') invocation.ipam('');
    return attachOnMaster(invocation, master, { kind: 'ipvlan', mtu: config.mtu, ipamType: config.ipam.type, dns: config.dns, ...(given && { given }) });
  },
  check: (config, invocation) => checkOnMaster(invocation, config.ipam.type, 'Required prevResult missing'),
  del(config, invocation) {
    masterNameOf(config, invocation);
    detachOnMaster(invocation, config.ipam.type);
  },
  status: askIpam,
};

function masterOf(config: IpvlanConfig, invocation: Invocation): Link {
  const name = masterNameOf(config, invocation);
  const { machine } = invocation;
  return (config.linkInContainer ? machine.container : machine.host).links.get(name) ?? fail(`failed to lookup master "${name}": Link not found`);
}

/** In a chain, the one interface of the plugin before it. */
function masterNameOf({ master, linkInContainer }: IpvlanConfig, invocation: Invocation): string {
  const { prevResult } = invocation;
  if (master !== '') return master;
  if (prevResult === undefined) return findMaster(invocation, '', linkInContainer).name;
  const [only, ...more] = prevResult.interfaces;
  return only !== undefined && more.length === 0 && only.name !== '' ? only.name : fail('chained master failure. PrevResult lacks a single named interface');
}
