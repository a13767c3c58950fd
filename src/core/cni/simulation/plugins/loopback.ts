import { loopback, type LoopbackConfig } from '../../config/plugins/loopback.js';
import { fail, type SimulatedPlugin } from '../plugin.js';
import { noDns } from '../result.js';

export const simulatedLoopback: SimulatedPlugin<LoopbackConfig> = {
  plugin: loopback,
  printsNewest: true,
  add(_, { machine, netns, prevResult }) {
    const { container } = machine;
    const lo = container.links.get('lo') ?? fail('Link not found');
    if (!lo.up) {
      for (const net of loopbackAddresses) if (!container.addresses.some((each) => each.dev === 'lo' && each.net.address.value === net.address.value)) container.addAddress('lo', net);
      container.setUp(lo);
    }
    if (prevResult !== undefined) return prevResult;
    return { interfaces: [{ name: 'lo', mac: '00:00:00:00:00:00', sandbox: netns }], ips: loopbackAddresses.map((address) => ({ interface: 0, address })), routes: [], dns: noDns };
  },
  check(_, { machine }) {
    if (machine.container.links.get('lo')?.up !== true) fail('loopback interface is down');
  },
  del(_, { machine }) {
    const lo = machine.container.links.get('lo');
    if (lo !== undefined) machine.container.setDown(lo);
  },
};

/** Those that the kernel gives to `lo` as it comes up. */
const loopbackAddresses = [
  { address: { family: 4, value: 0x7f000001n }, prefixLength: 8, mapped: false },
  { address: { family: 6, value: 1n }, prefixLength: 128, mapped: false },
] as const;
