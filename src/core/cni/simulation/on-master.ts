import { checkInterface, configureInterface } from './configure-interface.js';
import type { Link } from './machine.js';
import { randomMac } from './placeholders.js';
import { fail, type Invocation } from './plugin.js';
import type { AttachmentResult } from './result.js';
import type { DnsConfig } from '../config/go-types.js';

/** An interface of the container that stands on one of the host's. */
export interface OnMaster {
  readonly kind: 'macvlan' | 'ipvlan' | 'vlan';
  readonly mtu: number;
  readonly mac?: string;
  readonly ipamType: string;
  readonly dns: DnsConfig;
  /** What stands before an error of the IPAM plugin. */
  readonly ipamPrefix?: string;
  /** The result to build on instead of asking an IPAM plugin. */
  readonly given?: AttachmentResult;
}

/** Makes the interface, asks for addresses, and gives them to it. Takes all of it back on failure. */
export function attachOnMaster(invocation: Invocation, master: Link, wanted: OnMaster): AttachmentResult {
  const { machine, ifName, netns, ipam, releaseIpam } = invocation;
  const { container } = machine;
  if (container.links.has(ifName)) fail(`failed to rename ${wanted.kind} to "${ifName}": file exists`);
  const mac = wanted.kind === 'macvlan' ? (wanted.mac ?? randomMac) : master.mac;
  container.addLink({ name: ifName, kind: wanted.kind, mtu: wanted.mtu === 0 ? master.mtu : wanted.mtu, up: false, mac });
  const interfaces = [{ name: ifName, mac, sandbox: netns }];
  if (wanted.ipamType === '' && wanted.given === undefined) {
    container.setUp(container.links.get(ifName) as Link);
    return { interfaces, ips: [], routes: [], dns: wanted.dns };
  }
  const given = wanted.given ?? ipam(wanted.ipamType);
  try {
    if (given.ips.length === 0) return fail('IPAM plugin returned missing IP config');
    const result = { interfaces, ips: given.ips.map((ip) => ({ ...ip, interface: 0 })), routes: given.routes, dns: wanted.dns };
    configureInterface(invocation, result);
    return result;
  } catch (error) {
    if (wanted.given === undefined) releaseIpam(wanted.ipamType);
    throw error;
  }
}

/** As CHECK of these plugins. */
export function checkOnMaster(invocation: Invocation, ipamType: string, missing: string): void {
  const { machine, prevResult, ifName, netns, ipam } = invocation;
  if (ipamType !== '') ipam(ipamType);
  if (prevResult === undefined) return fail(missing);
  if (!prevResult.interfaces.some(({ name, sandbox }) => name === ifName && sandbox === netns)) return fail(`Sandbox in prevResult  doesn't match configured netns: ${netns}`);
  if (!machine.container.links.has(ifName)) return fail(`Container Interface name in prevResult: ${ifName} not found`);
  checkInterface(invocation, prevResult);
}

export function detachOnMaster({ machine, ifName, ipam }: Invocation, ipamType: string): void {
  if (ipamType !== '') ipam(ipamType);
  machine.container.removeLink(ifName);
}
