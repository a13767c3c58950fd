import type { IpAddress } from '../../../ip/index.js';
import { networkOf } from '../../config/go-net.js';
import { ptp, type PtpConfig } from '../../config/plugins/ptp.js';
import { checkInterface, configureInterface } from '../configure-interface.js';
import { masquerade, unmasquerade } from '../masquerade.js';
import { randomMac, randomVeth } from '../placeholders.js';
import { fail, NotModelled, type Invocation, type SimulatedPlugin } from '../plugin.js';
import type { AttachmentResult, ResultIp } from '../result.js';
import { makeVethPair } from '../veth.js';

export const simulatedPtp: SimulatedPlugin<PtpConfig> = {
  plugin: ptp,
  add(config, invocation) {
    const { machine, netns, ifName, ipam, releaseIpam } = invocation;
    const given = ipam(config.ipam.type);
    try {
      if (given.ips.length === 0) return fail('IPAM plugin returned missing IP config');
      for (const { address } of given.ips) machine.host.setSysctl(address.address.family === 4 ? 'net.ipv4.ip_forward' : 'net.ipv6.conf.all.forwarding', '1');
      const { mac } = makeVethPair(invocation, { mtu: config.mtu });
      const ips = given.ips.map((ip) => ({ ...ip, interface: 1 }));
      const { dns } = config;
      const names = dns.nameservers !== undefined || dns.search !== undefined || dns.options !== undefined || dns.domain !== '' ? dns : given.dns;
      const result: AttachmentResult = { interfaces: [{ name: randomVeth, mac: randomMac }, { name: ifName, mac, sandbox: netns }], ips, routes: given.routes, dns: names };
      configureInterface(invocation, result);
      for (const ip of ips) routeThroughGateway(invocation, ip);
      for (const ip of ips) routeFromHost(invocation, ip);
      if (config.ipMasq) masquerade(invocation, ips.map(({ address }) => address), config.ipMasqBackend);
      return result;
    } catch (error) {
      releaseIpam(config.ipam.type);
      throw error;
    }
  },
  check(config, invocation) {
    invocation.ipam(config.ipam.type);
    const { prevResult, ifName, netns } = invocation;
    if (prevResult === undefined) return fail('ptp: Required prevResult missing');
    if (!prevResult.interfaces.some(({ name, sandbox }) => name === ifName && sandbox === netns)) return fail(`Sandbox in prevResult  doesn't match configured netns: ${netns}`);
    const known = prevResult.interfaces.find(({ name }) => name === ifName);
    const link = invocation.machine.container.links.get(ifName);
    if (link === undefined) return fail(`ptp: Container Interface name in prevResult: ${ifName} not found`);
    if (known?.mac !== undefined && known.mac !== link.mac) return fail(`ptp: Interface ${ifName} Mac ${known.mac} doesn't match container Mac: ${link.mac}`);
    checkInterface(invocation, prevResult);
  },
  del(config, invocation) {
    const { machine, ifName } = invocation;
    invocation.ipam(config.ipam.type);
    const held = machine.container.addresses.filter(({ dev }) => dev === ifName).map(({ net }) => net);
    machine.container.removeLink(ifName);
    if (held.length > 0 && config.ipMasq) unmasquerade(invocation, held);
  },
  status(config, invocation) {
    invocation.ipam(config.ipam.type);
  },
};

/** Even its own subnet the container reaches through the gateway, which is the host's end of the pair. */
function routeThroughGateway({ machine, ifName }: Invocation, { address, gateway }: ResultIp): void {
  if (gateway === undefined) throw new NotModelled('ptp with an IPAM plugin that names no gateway');
  const { container } = machine;
  const made = container.routes.find(({ kernel, dev, dst }) => kernel === true && dev === ifName && dst.address.family === address.address.family && dst.prefixLength === address.prefixLength);
  if (made === undefined) throw new NotModelled('ptp with an address that is its whole subnet');
  container.removeRoute(made);
  const src = address.address;
  const isOld = src.family === 4;
  container.addRoute({ dst: hostBlock(gateway), dev: ifName, src, ...(isOld && { scope: 'link' as const }) });
  container.addRoute({ dst: { address: networkOf(address), prefixLength: address.prefixLength, mapped: false }, dev: ifName, via: gateway, src });
}

function routeFromHost({ machine }: Invocation, { address, gateway }: ResultIp): void {
  machine.host.addAddress(randomVeth, hostBlock(gateway as IpAddress));
  machine.host.addRoute({ dst: hostBlock(address.address), dev: randomVeth, ...(address.address.family === 4 && { scope: 'host' as const }) });
}

function hostBlock(address: IpAddress): { address: IpAddress; prefixLength: number; mapped: boolean } {
  return { address, prefixLength: address.family === 4 ? 32 : 128, mapped: false };
}
