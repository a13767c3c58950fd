import type { ObjectRef } from '../../../analysis/index.js';
import type { ClusterView } from '../../../cluster/index.js';
import { detectCni, type DetectedPlugin } from '../../../cni/index.js';
import { readingsOf, type FormatName, type NodeReading } from '../../node-readouts.js';
import type { Rule, Violation } from '../../rule.js';
import { certainPlugin, consultedBeside } from './in-force.js';

type HostLink = NodeReading<'ip-addr'>['parsed']['links'][number];

/** Tunnels of which the device has the MTU of what it takes in, and by how much that grows on the way out over IPv4; over IPv6 it is 20 more. */
const tunnels: readonly { readonly name: RegExp; readonly overhead: number; readonly as: string }[] = [
  { name: /^flannel\.\d+$/, overhead: 50, as: 'VXLAN' },
  { name: /^flannel-v6\.\d+$/, overhead: 70, as: 'VXLAN over IPv6' },
  { name: /^vxlan\.calico$/, overhead: 50, as: 'VXLAN' },
  { name: /^vxlan-v6\.calico$/, overhead: 70, as: 'VXLAN over IPv6' },
  { name: /^wireguard\.cali$|^flannel-wg$/, overhead: 60, as: 'WireGuard' },
];

/** The least by which a packet grows, over IPv4. */
const overheads: Readonly<Record<string, number>> = { vxlan: 50, geneve: 50, ipip: 20, wireguard: 60 };

/** Plugins whose setting is the MTU of the interface of a pod; that of others is of the node’s, or is lessened by them. */
const setsThatOfPods = ['antrea', 'calico', 'ovn-kubernetes', 'weave-net'];

export const mtuTooLargeForEncap: Rule = {
  id: 'mtu-too-large-for-encap',
  code: 'CNI-010',
  severity: 'warning',
  title: 'Packets are too large for the network of the node once they are wrapped',
  checks:
    'On a node of which the interfaces were read out (`ip-addr`): a tunnel of flannel or Calico, or the MTU that is written for the pods, is larger than the MTU of the interface that has the InternalIP of the node, less what the encapsulation adds (VXLAN and Geneve 50 bytes, IPIP 20, ' +
    'WireGuard 60). Quiet without a readout, where the plugin finds the MTU by itself, where nothing is wrapped, and about plugins whose setting is not that of the pods.',
  why: 'Small packets pass, so that a connection opens; large ones are cut into fragments or vanish, and transfers hang.',
  fix: 'Lower the MTU of the plugin (Calico: `veth_mtu` or `spec.calicoNetwork.mtu`; flannel: take `Backend.MTU` out) to that of the interface less what the encapsulation adds, and restart the pods; or raise the MTU of the network.',
  source: 'https://docs.tigera.io/calico/latest/networking/configuring/mtu; flannel pkg/backend/vxlan/device.go v0.28.9, which takes 50 off; RFC 7348 section 4.3',
  reads: ['DaemonSet', 'Node'],
  consults: consultedBeside('DaemonSet', 'Node', 'IPAMBlock', 'CiliumNode'),
  readouts: ['ip-addr'] satisfies FormatName[],
  *check(view, readouts = []) {
    const plugin = certainPlugin(detectCni(view));
    for (const { node, parsed } of readingsOf(readouts, 'ip-addr')) {
      const outer = outerLink(view, node, parsed.links);
      if (outer === undefined) continue;
      const found = ofTunnel(node, outer, parsed.links) ?? (plugin && ofSetting(node, outer, plugin));
      if (found !== undefined) yield found;
    }
  },
};

interface Outer { readonly name: string; readonly mtu: number }

/** The interface by which the node reaches the others. */
function outerLink(view: ClusterView, node: string, links: readonly HostLink[]): Outer | undefined {
  const own = new Set((view.get('Node', '', node)?.status?.addresses ?? []).flatMap(({ type, address }) => (type === 'InternalIP' ? [address] : [])));
  const link = links.find(({ addresses }) => addresses.some(({ address }) => own.has(address)));
  return link?.mtu === undefined ? undefined : { name: link.name, mtu: link.mtu };
}

function ofTunnel(node: string, outer: Outer, links: readonly HostLink[]): Violation | undefined {
  for (const { name, mtu } of links) {
    const tunnel = tunnels.find((each) => each.name.test(name));
    if (tunnel === undefined || mtu === undefined || mtu <= outer.mtu - tunnel.overhead) continue;
    return violation(node, `${name} of node ${node} takes packets of ${mtu} bytes, which ${tunnel.as} makes ${tunnel.overhead} longer: ${outer.name} takes ${outer.mtu}.`, { [outer.name]: outer.mtu, [name]: mtu });
  }
  return undefined;
}

function ofSetting(node: string, outer: Outer, { name, title, mtu, encapsulation, defaults }: DetectedPlugin): Violation | undefined {
  const overhead = overheads[encapsulation?.replace('-cross-subnet', '') ?? ''];
  const isWritten = !defaults.some(({ field }) => field === 'mtu');
  if (overhead === undefined || mtu === null || !isWritten || !setsThatOfPods.includes(name) || mtu <= outer.mtu - overhead) return undefined;
  return violation(node, `${title} gives pods an MTU of ${mtu}, and ${encapsulation} makes packets at least ${overhead} bytes longer: ${outer.name} of node ${node} takes ${outer.mtu}.`, { [outer.name]: outer.mtu, [name]: mtu });
}

function violation(node: string, detail: string, value: Readonly<Record<string, number>>): Violation {
  const subject: ObjectRef = { kind: 'Node', name: node };
  return { subject, detail, evidence: [{ ...subject, field: 'readout ip-addr: mtu', value }] };
}
