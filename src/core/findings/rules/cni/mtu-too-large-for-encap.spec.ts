import { checkRule } from '../../cluster.table.js';
import { mtuTooLargeForEncap } from './mtu-too-large-for-encap.js';
import { calico, configMap, daemonSet, flannel, node } from './networks.table.js';

/** What `ip addr` prints on node `a`. */
const addr = (...links: readonly (readonly [name: string, mtu: number, address?: string])[]) => ({
  node: 'a',
  format: 'ip-addr',
  text: links.map(([name, mtu, address], i) => `${i + 1}: ${name}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu ${mtu} qdisc noqueue state UP group default \n    link/ether 02:00:5e:00:00:0${i} brd ff:ff:ff:ff:ff:ff\n${address === undefined ? '' : `    inet ${address} scope global ${name}\n       valid_lft forever preferred_lft forever\n`}`).join(''),
});
const a = node('a', { address: '192.168.10.11' });
const eth0 = (mtu: number) => ['eth0', mtu, '192.168.10.11/24'] as const;
const withMtu = (mtu: string) => [
  daemonSet('calico-node', [{ name: 'calico-node', image: 'calico/node:v3.26.3' }, { name: 'install-cni', image: 'calico/cni:v3.26.3' }]),
  configMap('calico-config', { veth_mtu: mtu, cni_network_config: '{"ipam": {"type": "calico-ipam"}}' }),
];
const pool = (spec: object) => ({ apiVersion: 'crd.projectcalico.org/v1', kind: 'IPPool', metadata: { name: 'p', uid: 'p' }, spec: { cidr: '10.10.0.0/16', ...spec } });

checkRule(mtuTooLargeForEncap, [
  { name: 'the tunnel of flannel is as large as the interface', cluster: [...flannel(), a], readouts: [addr(eth0(1450), ['flannel.1', 1450])], finds: ['warning Node a: flannel.1 of node a takes packets of 1450 bytes, which VXLAN makes 50 longer: eth0 takes 1450.'] },
  { name: 'the written MTU of Calico with VXLAN', cluster: [...withMtu('1500'), pool({ vxlanMode: 'Always' }), a], readouts: [addr(eth0(1500))], finds: ['warning Node a: Calico gives pods an MTU of 1500, and vxlan makes packets at least 50 bytes longer: eth0 of node a takes 1500.'] },
  { name: 'the written MTU of Calico with IPIP between subnets', cluster: [...withMtu('1481'), pool({ ipipMode: 'CrossSubnet' }), a], readouts: [addr(eth0(1500))], finds: ['warning Node a: Calico gives pods an MTU of 1481, and ipip-cross-subnet makes packets at least 20 bytes longer: eth0 of node a takes 1500.'] },
  { name: 'quiet: exactly as large as may be', cluster: [...flannel(), a], readouts: [addr(eth0(1500), ['flannel.1', 1450])] },
  { name: 'quiet: of IPIP too', cluster: [...withMtu('1480'), pool({ ipipMode: 'Always' }), a], readouts: [addr(eth0(1500))] },
  { name: 'quiet: nothing is wrapped', cluster: [...withMtu('1500'), pool({}), a], readouts: [addr(eth0(1500))] },
  { name: 'quiet: Calico finds it by itself', cluster: [...withMtu('0'), pool({ vxlanMode: 'Always' }), a], readouts: [addr(eth0(1500))] },
  { name: 'quiet: the network takes jumbo frames', cluster: [...withMtu('1500'), pool({ vxlanMode: 'Always' }), a], readouts: [addr(eth0(9001))] },
  { name: 'quiet: nobody has read out the interfaces', cluster: [...withMtu('9000'), pool({ vxlanMode: 'Always' }), a] },
  { name: 'quiet: another interface is the one of the node', cluster: [...flannel(), a], readouts: [addr(['eth1', 1400, '10.0.0.5/24'], eth0(1500), ['flannel.1', 1450])] },
  { name: 'quiet: no interface has the address of the node', cluster: [...flannel(), a], readouts: [addr(['eth0', 1400, '10.0.0.5/24'], ['flannel.1', 1450])] },
  { name: 'quiet: that of Cilium is of the device', cluster: [daemonSet('cilium', [{ name: 'cilium-agent', image: 'quay.io/cilium/cilium:v1.18.1', command: ['cilium-agent'] }]), configMap('cilium-config', { mtu: '1500', tunnel: 'vxlan' }), a], readouts: [addr(eth0(1500), ['cilium_vxlan', 1500])] },
  { name: 'quiet: Calico’s pools, without a written MTU', cluster: [...calico({ cidr: '10.10.0.0/16', vxlanMode: 'Always' }), a], readouts: [addr(eth0(1450), ['vxlan.calico', 1400])] },
]);
