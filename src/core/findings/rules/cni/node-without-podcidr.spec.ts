import { checkRule, pod } from '../../cluster.table.js';
import { amazon, calico, flannel, node } from './networks.table.js';
import { nodeWithoutPodcidr } from './node-without-podcidr.js';

checkRule(nodeWithoutPodcidr, [
  { name: 'a node without a range', cluster: [...flannel(), node('a', { podCIDRs: ['10.244.0.0/24'] }), node('b')], finds: ['error Node b: Node b has no range in spec.podCIDRs, out of which flannel would give its pods addresses.'] },
  { name: 'quiet: every node has one', cluster: [...flannel(), node('a', { podCIDRs: ['10.244.0.0/24'] })] },
  { name: 'quiet: pods run there, so that the range was left out of the source', cluster: [...flannel(), node('worker-1'), pod('web')] },
  { name: 'quiet: a virtual node', cluster: [...flannel(), node('v', { taints: [{ key: 'virtual-kubelet.io/provider', value: 'azure', effect: 'NoSchedule' }] })] },
  { name: 'quiet: Calico keeps blocks', cluster: [...calico({ cidr: '10.10.0.0/16' }), node('a')] },
  { name: 'quiet: a cloud gives the addresses', cluster: [amazon, node('a')] },
  { name: 'quiet: no plugin is known', cluster: [node('a')] },
]);
