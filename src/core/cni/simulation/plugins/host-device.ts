import { hostDevice, type HostDeviceConfig } from '../../config/plugins/host-device.js';
import { checkInterface, configureInterface } from '../configure-interface.js';
import type { Link } from '../machine.js';
import { askIpam, fail, NotModelled, type Invocation, type SimulatedPlugin } from '../plugin.js';
import { noDns, type AttachmentResult } from '../result.js';

/** The name on the host of what was moved into a container; the kernel keeps it as an alias. */
const moved = new WeakMap<Link, string>();

export const simulatedHostDevice: SimulatedPlugin<HostDeviceConfig> = {
  plugin: hostDevice,
  add(config, invocation) {
    const { machine, ifName, netns, ipam, releaseIpam } = invocation;
    const device = deviceOf(config, invocation);
    const link = moveIn(invocation, device);
    const interfaces = [{ name: ifName, mac: link.mac, sandbox: netns }];
    if (config.ipam.type === '') return { interfaces, ips: [], routes: [], dns: noDns };
    const given = ipam(config.ipam.type);
    try {
      if (given.ips.length === 0) return fail('IPAM plugin returned missing IP config');
      const result: AttachmentResult = { interfaces, ips: given.ips.map((ip) => ({ ...ip, interface: 0 })), routes: given.routes, dns: config.dns };
      configureInterface(invocation, result);
      return result;
    } catch (error) {
      releaseIpam(config.ipam.type);
      machine.container.told('link', 'change', `${ifName} stays in the container`);
      throw error;
    }
  },
  check(config, invocation) {
    if (config.ipam.type !== '') invocation.ipam(config.ipam.type);
    const { prevResult, ifName, netns } = invocation;
    if (prevResult === undefined) return fail('Required prevResult missing');
    if (!prevResult.interfaces.some(({ name, sandbox }) => name === ifName && sandbox === netns)) return fail(`Sandbox in prevResult  doesn't match configured netns: ${netns}`);
    checkInterface(invocation, prevResult);
  },
  del(config, invocation) {
    if (config.ipam.type !== '') invocation.ipam(config.ipam.type);
    moveOut(invocation);
  },
  status: askIpam,
};

function deviceOf({ device, runtimeConfig, useInterfaceNetwork }: HostDeviceConfig, { machine }: Invocation): Link {
  if (device === '' || runtimeConfig.deviceID !== '') throw new NotModelled('host-device finds its device by hardware address, kernel path or bus: what the node has there is not known');
  if (useInterfaceNetwork) throw new NotModelled('host-device with useInterfaceNetwork');
  return machine.host.links.get(device) ?? fail('failed to find host device: Link not found');
}

function moveIn({ machine, ifName }: Invocation, device: Link): Link {
  const { host, container } = machine;
  if (container.links.has(ifName)) return fail(`failed to move link failed to move "${ifName}" (host: "${device.name}") to container NS: file exists`);
  host.links.delete(device.name);
  host.addresses.splice(0, host.addresses.length, ...host.addresses.filter(({ dev }) => dev !== device.name));
  host.routes = host.routes.filter(({ dev }) => dev !== device.name);
  host.told('link', 'remove', `${device.name}, moved into the container`);
  const link: Link = { ...device, name: ifName, up: true };
  delete link.master;
  moved.set(link, device.name);
  container.addLink(link);
  return link;
}

function moveOut({ machine, ifName }: Invocation): void {
  const link = machine.container.links.get(ifName);
  const name = link === undefined ? undefined : moved.get(link);
  if (link === undefined || name === undefined) return fail(`failed to find "${ifName}" in containerNS: Link not found`);
  const { container, host } = machine;
  container.links.delete(ifName);
  container.addresses.splice(0, container.addresses.length, ...container.addresses.filter(({ dev }) => dev !== ifName));
  container.routes = container.routes.filter(({ dev }) => dev !== ifName);
  container.told('link', 'remove', `${ifName}, moved back to the host`);
  host.addLink({ ...link, name, up: false });
}
