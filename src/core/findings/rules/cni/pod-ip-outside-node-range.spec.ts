import { checkRule, pod } from '../../cluster.table.js';
import { amazon, calico, flannel, node } from './networks.table.js';
import { podIpOutsideNodeRange } from './pod-ip-outside-node-range.js';

const nodes = [node('worker-1', { podCIDRs: ['10.244.1.0/24'] }), node('worker-2', { podCIDRs: ['10.244.2.0/24'] })];

checkRule(podIpOutsideNodeRange, [
  { name: 'of another node', cluster: [...flannel(), ...nodes, pod('web', { ip: '10.244.2.5' })], finds: ['warning Pod shop/web: The pod runs on worker-1 and has 10.244.2.5, which is of the range of worker-2.'] },
  { name: 'of none', cluster: [...flannel(), ...nodes, pod('web', { ip: '10.88.0.5' })], finds: ['warning Pod shop/web: The pod runs on worker-1 and has 10.88.0.5, which is of no node’s range.'] },
  { name: 'quiet: of its own', cluster: [...flannel(), ...nodes, pod('web', { ip: '10.244.1.5' })] },
  { name: 'quiet: on the network of its node', cluster: [...flannel(), ...nodes, pod('web', { ip: '192.168.10.11', spec: { hostNetwork: true } })] },
  { name: 'quiet: the same, where hostNetwork was left out', cluster: [...flannel(), ...nodes, pod('web', { ip: '192.168.10.11' })] },
  { name: 'quiet: it has ended', cluster: [...flannel(), ...nodes, pod('web', { ip: '10.244.2.5', status: { phase: 'Failed' } })] },
  { name: 'quiet: it ends', cluster: [...flannel(), ...nodes, pod('web', { ip: '10.244.2.5', metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } })] },
  { name: 'quiet: its node tells no range', cluster: [...flannel(), node('worker-1'), pod('web', { ip: '10.88.0.5' })] },
  { name: 'quiet: of the second family the node has no range', cluster: [...flannel(), ...nodes, pod('web', { status: { podIP: '10.244.1.5', podIPs: [{ ip: '10.244.1.5' }] } })] },
  { name: 'quiet: Calico lets nodes borrow', cluster: [...calico({ cidr: '10.244.0.0/16' }), ...nodes, pod('web', { ip: '10.244.2.5' })] },
  { name: 'quiet: a cloud gives the addresses', cluster: [amazon, ...nodes, pod('web', { ip: '10.88.0.5' })] },
]);
