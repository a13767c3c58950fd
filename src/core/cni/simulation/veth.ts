import { parseMac } from '../config/go-net.js';
import { fail, type Invocation } from './plugin.js';
import { randomMac, randomVeth } from './placeholders.js';

/**
 * A veth pair: one end in the container under the name that it is to have, one on the host under a random name.
 *
 * @throws PluginFailure where the name is taken
 * Source: containernetworking/plugins v1.10.0 pkg/ip/link_linux.go, SetupVeth
 */
export function makeVethPair({ machine, ifName }: Invocation, { mtu, mac = '', hostName = randomVeth }: { readonly mtu: number; readonly mac?: string; readonly hostName?: string }): { readonly mac: string } {
  const { host, container } = machine;
  const address = mac === '' ? randomMac : parseMac(mac);
  if (address === undefined) return fail(`failed to make veth pair: address ${mac}: invalid MAC address`);
  if (mtu !== 0 && (mtu < 68 || mtu > 65535)) return fail('failed to make veth pair: invalid argument');
  if (container.links.has(ifName)) return fail(`container veth name ("${ifName}") peer provided ("${hostName}") already exists`);
  const size = mtu === 0 ? 1500 : mtu;
  container.addLink({ name: ifName, kind: 'veth', mtu: size, up: false, mac: address, peer: { namespace: host, name: hostName } });
  host.addLink({ name: hostName, kind: 'veth', mtu: size, up: true, mac: randomMac, peer: { namespace: container, name: ifName } });
  return { mac: address };
}
