import { formatAddress } from '../../ip/index.js';
import { formatIpNet } from '../config/go-net.js';
import type { NetworkConfig } from '../config/network-config.js';
import { tellLink, type Machine } from './machine.js';
import type { AttachmentQuestion } from './question.js';
import type { AttachmentResult } from './result.js';

/** One act of Docker's model beside what stands for it here. */
export interface CnmStep {
  /** In the words of the Container Network Model. */
  readonly cnm: string;
  /** What is done under CNI. */
  readonly cni: string;
}

/**
 * An attachment in the words of the Container Network Model: a container with a sandbox and no network, to which an endpoint is joined.
 *
 * Source: moby/libnetwork docs/design.md; the shell form `bridge add <container> <netns>` is of CNI before 0.1.0
 */
export interface CnmTelling {
  /** The network stack of the container. */
  readonly sandbox: { readonly id: string; readonly key: string };
  /** What endpoints of which can talk to each other. */
  readonly network: { readonly name: string; readonly driver: string; readonly ipamDriver: string | null };
  /** What joins the sandbox to the network. */
  readonly endpoint: { readonly interface: string; readonly macAddress: string | null; readonly addresses: readonly string[]; readonly gateways: readonly string[]; readonly hostSide: string | null };
  /** In order. */
  readonly sequence: readonly CnmStep[];
}

export function tellAsCnm({ containerId, netns, ifName }: AttachmentQuestion, { name, plugins }: NetworkConfig, result: AttachmentResult | undefined, machine: Machine): CnmTelling {
  const driver = plugins[0]?.type ?? '';
  const ipam = plugins[0]?.raw['ipam'] as { readonly type?: unknown } | undefined;
  const link = machine.container.links.get(ifName);
  const hostSide = link?.peer === undefined ? undefined : machine.host.links.get(link.peer.name);
  const addresses = machine.container.addresses.filter(({ dev }) => dev === ifName).map(({ net }) => formatIpNet(net));
  const gateways = [...new Set((result?.ips ?? []).flatMap(({ gateway }) => (gateway === undefined ? [] : [formatAddress(gateway)])))];
  const publishes = plugins.some(({ type }) => type === 'portmap');
  return {
    sandbox: { id: containerId, key: netns },
    network: { name, driver, ipamDriver: typeof ipam?.type === 'string' && ipam.type !== '' ? ipam.type : null },
    endpoint: { interface: ifName, macAddress: link?.mac ?? null, addresses, gateways, hostSide: hostSide === undefined ? null : tellLink(hostSide) },
    sequence: [
      { cnm: 'CreateNetwork: the driver makes the network before any container is there', cni: `nothing is made: “${name}” is a file on the node until the first ADD` },
      { cnm: `docker run --network=none: the container starts with a sandbox that has only lo (${netns})`, cni: `the runtime starts the pod's sandbox ${containerId} in a fresh network namespace, with no network` },
      { cnm: `CreateEndpoint: ${typeof ipam?.type === 'string' ? 'the IPAM driver gives an address, ' : ''}the driver makes both ends`, cni: `ADD: ${driver} makes ${ifName}${addresses.length === 0 ? '' : ` with ${addresses.join(', ')}`}` },
      { cnm: 'Join: the endpoint is put into the sandbox, with routes and DNS', cni: `the same ADD puts it into ${netns} (once written: ${driver} add ${containerId} ${netns})` },
      ...(publishes ? [{ cnm: 'ports are published by the driver', cni: 'ADD of portmap, chained' }] : []),
      { cnm: 'Leave and DeleteEndpoint; the network stays until DeleteNetwork', cni: `DEL, plugins in reverse order; what is shared${driver === 'bridge' ? ' (the bridge)' : ''} stays` },
    ],
  };
}
