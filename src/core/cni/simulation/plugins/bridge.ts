import { bridge, type BridgeConfig } from '../../config/plugins/bridge.js';
import { argOf } from '../../config/cni-args.js';
import { containsIp, formatIpNet, networkOf, nextIp, type IpNet } from '../../config/go-net.js';
import type { IpAddress } from '../../../ip/index.js';
import { checkInterface, configureInterface } from '../configure-interface.js';
import type { Link, Machine } from '../machine.js';
import { masquerade, unmasquerade } from '../masquerade.js';
import { randomMac, randomVeth } from '../placeholders.js';
import { askIpam, fail, NotModelled, type Invocation, type SimulatedPlugin } from '../plugin.js';
import type { AttachmentResult, ResultIp, ResultRoute } from '../result.js';
import { makeVethPair } from '../veth.js';

export const simulatedBridge: SimulatedPlugin<BridgeConfig> = {
  plugin: bridge,
  add(config, invocation) {
    if (config.vlan !== 0 || config.vlanTrunk !== undefined || config.macspoofchk) throw new NotModelled('bridge with vlan, vlanTrunk or macspoofchk');
    const { machine, netns, ifName, ipam, releaseIpam } = invocation;
    const name = config.bridge === '' ? 'cni0' : config.bridge;
    const link = ensureBridge(machine, name, config);
    const { mac } = makeVethPair(invocation, { mtu: config.mtu, mac: macOf(config, invocation) });
    const port = machine.host.links.get(randomVeth) as Link;
    machine.host.addPort(port, name);
    machine.host.changeLink(port, { ...(config.hairpinMode && { hairpin: true }), ...(config.portIsolation && { isolated: true }) });
    const interfaces = [{ name, mac: link.mac }, { name: randomVeth, mac: randomMac }, { name: ifName, mac, sandbox: netns }];
    if (config.ipam.type === '') {
      if (!config.disableContainerInterface) machine.container.setUp(machine.container.links.get(ifName) as Link);
      return { interfaces, ips: [], routes: [], dns: config.dns };
    }
    const given = ipam(config.ipam.type);
    try {
      if (given.ips.length === 0) return fail('IPAM plugin returned missing IP config');
      const { ips, routes } = withGateways(config, given);
      const result = { interfaces, ips, routes, dns: isSet(config) ? config.dns : given.dns };
      configureInterface(invocation, result);
      if (isGateway(config)) becomeGateway(machine, link, ips, config.forceAddress);
      if (config.ipMasq) masquerade(invocation, ips.map(({ address }) => address), config.ipMasqBackend);
      return result;
    } catch (error) {
      releaseIpam(config.ipam.type);
      throw error;
    }
  },
  check(config, invocation) {
    if (config.ipam.type !== '') invocation.ipam(config.ipam.type);
    const { machine, prevResult, ifName, netns } = invocation;
    if (prevResult === undefined) return fail('Required prevResult missing');
    const name = config.bridge === '' ? 'cni0' : config.bridge;
    const known = prevResult.interfaces.find((each) => each.name === name);
    if (known === undefined) return fail('Interface name missing ');
    const link = machine.host.links.get(name) ?? fail(`Interface name ${name} not found`);
    if ((link.promisc ?? false) !== config.promiscMode) return fail(`Bridge interface ${name} configured Promisc Mode ${config.promiscMode} doesn't match current state: ${link.promisc ?? false} `);
    requireContainerInterface(invocation, prevResult, ifName, netns);
    checkInterface(invocation, prevResult);
  },
  del(config, invocation) {
    const { machine, ifName } = invocation;
    const held = machine.container.addresses.filter(({ dev }) => dev === ifName).map(({ net }) => net);
    machine.container.removeLink(ifName);
    if (config.ipam.type === '') return;
    invocation.ipam(config.ipam.type);
    if (config.ipMasq) unmasquerade(invocation, held);
  },
  status: askIpam,
};

function macOf({ args, runtimeConfig }: BridgeConfig, invocation: Invocation): string {
  return runtimeConfig.mac || args.cni.mac || argOf(invocation.args, 'MAC') || '';
}

function isGateway({ isGateway, isDefaultGateway }: BridgeConfig): boolean {
  return isGateway || isDefaultGateway;
}

function ensureBridge({ host }: Machine, name: string, { mtu, promiscMode }: BridgeConfig): Link {
  const there = host.links.get(name);
  if (there !== undefined && there.kind !== 'bridge') return fail(`failed to create bridge "${name}": "${name}" already exists but is not a bridge`);
  if (there === undefined && mtu !== 0 && (mtu < 68 || mtu > 65535)) return fail(`failed to create bridge "${name}": could not add "${name}": invalid argument`);
  const link = there ?? { name, kind: 'bridge', mtu: mtu === 0 ? 1500 : mtu, up: false, mac: randomMac };
  if (there === undefined) host.addLink(link);
  host.changeLink(link, promiscMode ? { promisc: true } : {});
  host.setUp(link);
  return link;
}

/** The gateway of each address, where IPAM names none and the bridge is to be it; and a default route of each family where that is wanted. */
function withGateways(config: BridgeConfig, { ips, routes }: AttachmentResult): { ips: ResultIp[]; routes: ResultRoute[] } {
  const all = [...routes];
  const found = new Set<4 | 6>();
  const placed = ips.map(({ address, gateway }): ResultIp => {
    const { family } = address.address;
    const via = gateway ?? (isGateway(config) ? nextIp(networkOf(address)) : undefined);
    if (config.isDefaultGateway && !found.has(family)) {
      found.add(family);
      const hasOne = all.some(({ dst, gw }) => gw !== undefined && dst.address.family === family && dst.prefixLength === 0);
      if (!hasOne) all.push({ dst: { address: { family, value: 0n }, prefixLength: 0, mapped: false }, ...(family === 4 && { printedMask: '00000000000000000000ffff00000000' }), ...(via !== undefined && { gw: via }) });
    }
    return { interface: 2, address, ...(via !== undefined && { gateway: via }) };
  });
  return { ips: placed, routes: all };
}

function becomeGateway(machine: Machine, link: Link, ips: readonly ResultIp[], force: boolean): void {
  for (const family of [4, 6] as const) {
    const own = ips.filter(({ address }) => address.address.family === family);
    for (const { address, gateway } of own) ensureAddress(machine, link, { address: gateway as IpAddress, prefixLength: address.prefixLength, mapped: false }, force);
    if (own.length > 0) machine.host.setSysctl(family === 4 ? 'net.ipv4.ip_forward' : 'net.ipv6.conf.all.forwarding', '1');
  }
}

function ensureAddress({ host }: Machine, link: Link, net: IpNet, force: boolean): void {
  const { family } = net.address;
  for (const { net: held } of host.addresses.filter(({ dev, net: each }) => dev === link.name && each.address.family === family)) {
    if (formatIpNet(held) === formatIpNet(net)) return;
    const clashes = family === 4 || containsIp(held, net.address) || containsIp(net, held.address);
    if (!clashes) continue;
    if (!force) return fail(`failed to set bridge addr: "${link.name}" already has an IP address different from ${formatIpNet(net)}`);
    host.removeAddress(link.name, held);
  }
  host.addAddress(link.name, net);
}

function isSet({ dns }: BridgeConfig): boolean {
  return dns.nameservers !== undefined || dns.search !== undefined || dns.options !== undefined || dns.domain !== '';
}

function requireContainerInterface({ machine }: Invocation, { interfaces }: AttachmentResult, ifName: string, netns: string): void {
  const known = interfaces.find((each) => each.name === ifName && each.sandbox === netns);
  if (known === undefined) return fail(`Sandbox in prevResult  doesn't match configured netns: ${netns}`);
  const link = machine.container.links.get(ifName);
  if (link === undefined) return fail(`Interface name ${ifName} not found`);
  if (known.mac !== undefined && known.mac !== link.mac) fail(`Interface ${ifName} Mac ${known.mac} doesn't match container Mac: ${link.mac}`);
}
