import { checkRule, pod } from '../../cluster.table.js';
import { amazon, calico, flannel, node } from './networks.table.js';
import { podRangeExhausted } from './pod-range-exhausted.js';

const pods = (many: number, prefix: string) => Array.from({ length: many }, (_, i) => pod(`web-${i}`, { ip: `${prefix}${i + 2}` }));
const block = (many: number) => ({ apiVersion: 'crd.projectcalico.org/v1', kind: 'IPAMBlock', metadata: { name: 'b', uid: 'b' }, spec: { cidr: '10.10.0.0/28', affinity: 'host:worker-1', allocations: Array.from({ length: 16 }, (_, i) => (i < many ? 0 : null)), unallocated: [], attributes: [{}] } });

checkRule(podRangeExhausted, [
  { name: 'no address of a node is left', cluster: [...flannel(), node('worker-1', { podCIDRs: ['10.244.0.0/28'] }), ...pods(13, '10.244.0.')], finds: ['critical Node worker-1: 0 of 13 addresses of 10.244.0.0/28 are free.'] },
  { name: 'nearly none', cluster: [...flannel(), node('worker-1', { podCIDRs: ['10.244.0.0/28'] }), ...pods(12, '10.244.0.')], finds: ['warning Node worker-1: 1 of 13 addresses of 10.244.0.0/28 are free.'] },
  { name: 'a pool that all nodes share', cluster: [...calico({ cidr: '10.10.0.0/28', blockSize: 28 }), node('worker-1'), block(16)], finds: ['critical IPPool pool-0: 16 of 16 addresses of 10.10.0.0/28 are in use.'] },
  { name: 'quiet: two left of thirteen', cluster: [...flannel(), node('worker-1', { podCIDRs: ['10.244.0.0/28'] }), ...pods(11, '10.244.0.')] },
  { name: 'quiet: the node takes no more pods than it has addresses', cluster: [...flannel(), node('worker-1', { podCIDRs: ['10.244.0.0/28'], pods: '13' }), ...pods(12, '10.244.0.')] },
  { name: 'quiet: those that have ended have given theirs back', cluster: [...flannel(), node('worker-1', { podCIDRs: ['10.244.0.0/28'] }), ...pods(13, '10.244.0.').map((each) => ({ ...each, status: { phase: 'Succeeded', podIP: '10.244.0.2' } }))] },
  { name: 'quiet: a full block, while the pool has room', cluster: [...calico({ cidr: '10.10.0.0/16', blockSize: 28 }), node('worker-1'), block(16)] },
  { name: 'quiet: a pool that is disabled', cluster: [...calico({ cidr: '10.10.0.0/28', disabled: true }), node('worker-1'), block(16)] },
  { name: 'quiet: a cloud gives the addresses', cluster: [amazon, node('worker-1', { podCIDRs: ['10.244.0.0/28'] }), ...pods(13, '10.244.0.')] },
]);
