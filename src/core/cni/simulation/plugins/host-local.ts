import { hostLocal, hostLocalRanges, type HostLocalConfig, type HostLocalRanges } from '../../config/plugins/host-local.js';
import { decodeGo } from '../../config/go-decode.js';
import { pluginConf } from '../../config/go-types.js';
import { judge } from '../../config/judge.js';
import { allocate, holds, keepOnly, release } from '../host-local-store.js';
import { fail, NotModelled, type Invocation, type SimulatedPlugin } from '../plugin.js';
import { noDns, routesOf } from '../result.js';

export const simulatedHostLocal: SimulatedPlugin<HostLocalConfig> = {
  plugin: hostLocal,
  add(config, invocation) {
    if (config.ipam?.resolvConf) throw new NotModelled(`host-local reads ${config.ipam.resolvConf} of the node for the DNS part of its result`);
    const given = allocate(invocation.machine, rangesOf(config, invocation), invocation.containerId, invocation.ifName);
    if (typeof given === 'string') return fail(given);
    return { interfaces: [], ips: given.map(({ net, gateway }) => ({ address: net, gateway })), routes: routesOf(config.ipam?.routes ?? []), dns: noDns };
  },
  check(_, { machine, containerId, ifName }) {
    if (!holds(machine, containerId, ifName)) fail(`host-local: Failed to find address added by container ${containerId}`);
  },
  del(_, { machine, containerId, ifName }) {
    release(machine, containerId, ifName);
  },
  collect({ machine, stdin }) {
    const { faults } = judge(hostLocal, stdin, { chained: false, args: '', ifName: '' });
    if (faults[0] !== undefined) fail(faults[0].message);
    keepOnly(machine, decodeGo(pluginConf, stdin).value['cni.dev/valid-attachments'] ?? []);
  },
};

function rangesOf(config: HostLocalConfig, { args }: Invocation): HostLocalRanges {
  const ranges = hostLocalRanges(config, { args });
  return 'message' in ranges ? fail(ranges.message) : ranges;
}
