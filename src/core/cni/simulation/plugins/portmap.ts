import { containsIp, type IpNet } from '../../config/go-net.js';
import { portmap, type PortmapConfig } from '../../config/plugins/portmap.js';
import { countForwardedByNftables, forwardByIptables, forwardByNftables, isForwardedByIptables, mappingsFor, unforwardByIptables, unforwardByNftables } from '../port-forwarding.js';
import { fail, type Invocation, type SimulatedPlugin } from '../plugin.js';
import { chainName } from '../chain-names.js';
import type { AttachmentResult } from '../result.js';

export const simulatedPortmap: SimulatedPlugin<PortmapConfig> = {
  plugin: portmap,
  add(config, invocation) {
    const { machine, containerId } = invocation;
    const prevResult = invocation.prevResult as AttachmentResult;
    if ((config.runtimeConfig.portMappings ?? []).length === 0) return prevResult;
    for (const container of containerIps(invocation, prevResult)) {
      if (config.backend === 'nftables') forwardByNftables(machine, config, container, containerId);
      else forwardByIptables(machine, config, container, containerId);
      if (container.address.family === 4 && config.snat !== false) letLoopbackThrough(invocation, container);
    }
    return prevResult;
  },
  check(config, invocation) {
    const { machine, containerId, prevResult } = invocation;
    if (prevResult === undefined) return fail('Required prevResult missing');
    if ((config.runtimeConfig.portMappings ?? []).length === 0) return;
    for (const container of containerIps(invocation, prevResult)) {
      const { family } = container.address;
      if (config.backend === 'nftables') {
        if (countForwardedByNftables(machine, family, containerId) < mappingsFor(config, family).length) fail('missing hostport rules in "hostports" chain');
      } else if (!isForwardedByIptables(machine, config, container, containerId)) {
        fail(`could not check ipv${family} dnat: chain ${chainName(config.name, containerId, 'DN-')} not found in iptables table nat`);
      }
    }
  },
  del(config, { machine, containerId }) {
    if ((config.runtimeConfig.portMappings ?? []).length === 0) return;
    if (config.backend === 'nftables') unforwardByNftables(machine, containerId);
    else unforwardByIptables(machine, config, containerId);
  },
};

/** The first address of each family that lies in the container. */
function containerIps({ ifName }: Invocation, { ips, interfaces }: AttachmentResult): IpNet[] {
  return ([4, 6] as const).flatMap((family) => {
    const found = ips.find(({ address, interface: at }) => {
      if (address.address.family !== family) return false;
      const known = at === undefined ? undefined : interfaces[at];
      return known === undefined || (known.name === ifName && (known.sandbox ?? '') !== '');
    });
    return found === undefined ? [] : [found.address];
  });
}

/** What the node sends to itself has to cross from `lo` to the container. */
function letLoopbackThrough({ machine }: Invocation, container: IpNet): void {
  const { host } = machine;
  const towards = host.routes.filter(({ dst, table }) => table === undefined && containsIp(dst, container.address)).sort((a, b) => b.dst.prefixLength - a.dst.prefixLength)[0];
  if (towards !== undefined) host.setSysctl(`net.ipv4.conf.${towards.dev}.route_localnet`, '1');
}
