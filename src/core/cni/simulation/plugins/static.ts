import { formatAddress } from '../../../ip/index.js';
import { formatIpNet, sameIp } from '../../config/go-net.js';
import { staticAddresses, staticIpam, type StaticAddress, type StaticConfig } from '../../config/plugins/static.js';
import { fail, type Invocation, type SimulatedPlugin } from '../plugin.js';
import { noDns, routesOf } from '../result.js';

export const simulatedStatic: SimulatedPlugin<StaticConfig> = {
  plugin: staticIpam,
  add(config, invocation) {
    const ips = addressesOf(config, invocation).map(({ net, gateway }) => ({ address: net, ...(gateway !== undefined && { gateway }) }));
    return { interfaces: [], ips, routes: routesOf(config.ipam?.routes ?? []), dns: config.ipam?.dns ?? noDns };
  },
  check(config, invocation) {
    const { prevResult, ifName } = invocation;
    const addresses = addressesOf(config, invocation);
    if (prevResult === undefined) return fail('Required prevResult missing');
    for (const { net } of addresses) {
      const found = prevResult.ips.some(({ address }) => sameIp(address.address, net.address));
      if (!found) fail(`static: Failed to match addr ${formatAddress(net.address)} on interface ${ifName} (${formatIpNet(net)})`);
    }
  },
  del: () => undefined,
};

function addressesOf(config: StaticConfig, { args }: Invocation): readonly StaticAddress[] {
  const addresses = staticAddresses(config, { args });
  return 'message' in addresses ? fail(addresses.message) : addresses;
}
