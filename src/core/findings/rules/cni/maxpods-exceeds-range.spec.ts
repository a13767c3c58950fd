import { checkRule, pod } from '../../cluster.table.js';
import { amazon, calico, flannel, node } from './networks.table.js';
import { maxpodsExceedsRange } from './maxpods-exceeds-range.js';

checkRule(maxpodsExceedsRange, [
  { name: 'a /26 for 110 pods', cluster: [...flannel(), node('a', { podCIDRs: ['10.244.0.0/26'] })], finds: ['warning Node a: Node a takes 110 pods, and 10.244.0.0/26 can give addresses to 61.'] },
  { name: 'the smaller of two families counts', cluster: [...flannel(), node('a', { podCIDRs: ['10.244.0.0/26', 'fd00::/64'] })], finds: ['warning Node a: Node a takes 110 pods, and 10.244.0.0/26 and fd00::/64 can give addresses to 61.'] },
  { name: 'quiet: a /25', cluster: [...flannel(), node('a', { podCIDRs: ['10.244.0.0/25'] })] },
  { name: 'quiet: as many as it has', cluster: [...flannel(), node('a', { podCIDRs: ['10.244.0.0/26'], pods: '61' })] },
  { name: 'quiet: the rest is on the network of the node', cluster: [...flannel(), node('worker-1', { podCIDRs: ['10.244.0.0/26'], pods: '62' }), pod('proxy', { ip: '192.168.10.11', spec: { hostNetwork: true } })] },
  { name: 'quiet: Calico takes a further block', cluster: [...calico({ cidr: '10.10.0.0/16' }), node('a', { podCIDRs: ['10.244.0.0/26'] })] },
  { name: 'quiet: a cloud gives the addresses', cluster: [amazon, node('a', { podCIDRs: ['10.244.0.0/26'] })] },
  { name: 'quiet: the limit is not told', cluster: [...flannel(), node('a', { podCIDRs: ['10.244.0.0/26'], pods: '' })] },
]);
