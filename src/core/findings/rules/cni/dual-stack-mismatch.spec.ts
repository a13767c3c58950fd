import { checkRule, pod } from '../../cluster.table.js';
import { dualStackMismatch } from './dual-stack-mismatch.js';
import { calico, flannel, node, serviceRange } from './networks.table.js';

const both = pod('b', { status: { podIP: '10.244.1.6', podIPs: [{ ip: '10.244.1.6' }, { ip: 'fd00:244::6' }] } });
const dual = ['10.244.0.0/24', 'fd00:244::/64'];

checkRule(dualStackMismatch, [
  { name: 'Services of both families, pods of one', cluster: [serviceRange('10.96.0.0/16,fd00:96::/112'), pod('a')], finds: ['warning Pod kube-system/kube-apiserver-cp: Services have fd00:96::/112 (apiserver-flag), and every running pod has IPv4 alone.'] },
  { name: 'Services of the other family', cluster: [serviceRange('10.96.0.0/16'), pod('a', { ip: 'fd00:244::5' })], finds: ['warning Pod kube-system/kube-apiserver-cp: Services have 10.96.0.0/16 (apiserver-flag), and every running pod has IPv6 alone.'] },
  { name: 'a node of before the second range', cluster: [...flannel(), node('a', { podCIDRs: dual }), node('b', { podCIDRs: ['10.244.1.0/24'] })], finds: ['warning Node b: 1 node has ranges of both families, and one has one alone: b (IPv4).'] },
  { name: 'quiet: all of both', cluster: [...flannel(), serviceRange('10.96.0.0/16,fd00:96::/112'), both, node('a', { podCIDRs: dual })] },
  { name: 'quiet: all of one', cluster: [...flannel(), serviceRange('10.96.0.0/16'), pod('a'), node('a', { podCIDRs: ['10.244.0.0/24'] })] },
  { name: 'quiet: pods of both families, Services of one', cluster: [serviceRange('10.96.0.0/16'), both] },
  { name: 'quiet: some pods of both, as others began before', cluster: [serviceRange('10.96.0.0/16,fd00:96::/112'), pod('a'), both] },
  { name: 'quiet: only pods on the network of their node run', cluster: [serviceRange('10.96.0.0/16,fd00:96::/112'), pod('a', { spec: { hostNetwork: true } })] },
  { name: 'quiet: the pod has ended', cluster: [serviceRange('fd00:96::/112'), pod('a', { status: { phase: 'Succeeded' } })] },
  { name: 'quiet: Calico does not use the ranges of the nodes', cluster: [...calico({ cidr: '10.244.0.0/16' }), node('a', { podCIDRs: dual }), node('b', { podCIDRs: ['10.244.1.0/24'] })] },
  { name: 'quiet: a node without a range has another finding', cluster: [...flannel(), node('a', { podCIDRs: dual }), node('b')] },
]);
