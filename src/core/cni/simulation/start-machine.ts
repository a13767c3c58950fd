import { InputError } from '../../errors.js';
import { isAddress } from '../../ip/index.js';
import { isRecord } from '../../record.js';
import { parseIpNet } from '../config/go-net.js';
import { judge } from '../config/judge.js';
import type { NetworkConfig } from '../config/network-config.js';
import { hostLocal, hostLocalRanges } from '../config/plugins/host-local.js';
import { fillStore } from './host-local-store.js';
import { Machine } from './machine.js';
import { randomMac } from './placeholders.js';
import type { AttachmentQuestion, HostInterface } from './question.js';

const assumedInterfaces: readonly HostInterface[] = [{ name: 'eth0', mtu: 1500, defaultRoute: true }];

/** Plugins that build on an interface of the node. */
const needsInterfaces = new Set(['macvlan', 'ipvlan', 'vlan', 'host-device']);

/**
 * The node and the container before anything is attached.
 *
 * @throws InputError `invalid-request` for an address that is none
 */
export function startMachine(question: AttachmentQuestion, config: NetworkConfig, assume: (what: string) => void): Machine {
  const machine = new Machine();
  const { host, container, changes } = machine;
  container.addLink({ name: 'lo', kind: 'device', mtu: 65536, up: false, mac: '00:00:00:00:00:00' });
  const { hostInterfaces } = question;
  if (hostInterfaces === undefined && config.plugins.some(({ type }) => needsInterfaces.has(type))) assume('the node has eth0, with MTU 1500 and the default route; give `hostInterfaces` if it has others');
  for (const [i, each] of (hostInterfaces ?? assumedInterfaces).entries()) addInterface(machine, each, `/hostInterfaces/${i}`);
  host.sysctls.set('net.ipv4.ip_forward', '0');
  host.sysctls.set('net.ipv6.conf.all.forwarding', '0');
  occupy(machine, question, config, assume);
  changes.length = 0;
  return machine;
}

function addInterface({ host }: Machine, { name, kind = 'device', mtu = 1500, addresses = [], defaultRoute = false }: HostInterface, pointer: string): void {
  host.addLink({ name, kind, mtu, up: true, mac: randomMac });
  for (const [i, text] of addresses.entries()) host.addAddress(name, parseIpNet(text) ?? refuse(`${pointer}/addresses/${i}`, `“${text}” is not an address with the length of its prefix, as in 10.244.1.1/24`));
  if (defaultRoute) host.routes.push({ dst: { address: { family: 4, value: 0n }, prefixLength: 0, mapped: false }, dev: name, kernel: true });
}

function occupy(machine: Machine, { existingAllocations = [], cniArgs = '', capabilityArgs = {} }: AttachmentQuestion, config: NetworkConfig, assume: (what: string) => void): void {
  for (const [i, { addresses }] of existingAllocations.entries()) {
    for (const [j, text] of addresses.entries()) if (!isAddress(text)) refuse(`/existingAllocations/${i}/addresses/${j}`, `“${text}” is not an address, as in 10.244.1.2`);
  }
  if (existingAllocations.length === 0) return;
  const user = config.plugins.find(({ raw }) => isRecord(raw['ipam']) && raw['ipam']['type'] === 'host-local');
  if (user === undefined) return assume('the existing allocations do not matter: no plugin has host-local give addresses');
  const given = Object.fromEntries(Object.entries(capabilityArgs).filter(([name]) => user.capabilities.get(name) === true));
  const stdin = { ...user.raw, name: config.name, cniVersion: config.cniVersion, ...(Object.keys(given).length > 0 && { runtimeConfig: given }) };
  const ranges = hostLocalRanges(judge(hostLocal, stdin, { chained: false, args: '', ifName: '' }).config, { args: cniArgs });
  fillStore(machine, 'message' in ranges ? undefined : ranges, existingAllocations);
}

function refuse(pointer: string, detail: string): never {
  throw new InputError('invalid-request', detail, [{ pointer, detail }]);
}
