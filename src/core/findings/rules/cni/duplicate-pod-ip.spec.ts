import { checkRule, pod } from '../../cluster.table.js';
import { duplicatePodIp } from './duplicate-pod-ip.js';

checkRule(duplicatePodIp, [
  {
    name: 'two running pods on two nodes',
    cluster: [pod('a'), pod('b', { spec: { nodeName: 'worker-2' } })],
    finds: ['critical Pod shop/a: 10.244.1.5 is the address of shop/a on worker-1 and shop/b on worker-2.'],
  },
  {
    name: 'the second family only',
    cluster: [
      pod('a', { status: { podIP: '10.244.1.5', podIPs: [{ ip: '10.244.1.5' }, { ip: 'fd00::5' }] } }),
      pod('b', { status: { podIP: '10.244.1.6', podIPs: [{ ip: '10.244.1.6' }, { ip: 'fd00::5' }] } }),
    ],
    finds: ['critical Pod shop/a: fd00::5 is the address of shop/a on worker-1 and shop/b on worker-1.'],
  },
  {
    name: 'three, of which each tells its address twice',
    cluster: ['a', 'b', 'c'].map((name) => pod(name, { status: { podIP: '10.244.1.5', podIPs: [{ ip: '10.244.1.5' }, { ip: '10.244.1.5' }] } })),
    finds: ['critical Pod shop/a: 10.244.1.5 is the address of shop/a on worker-1, shop/b on worker-1 and shop/c on worker-1.'],
  },
  {
    name: 'quiet: one pod that tells its address twice',
    cluster: [pod('a', { status: { podIP: '10.244.1.5', podIPs: [{ ip: '10.244.1.5' }, { ip: '10.244.1.5' }] } })],
  },
  {
    name: 'quiet: the node of one is lost, and its address given to a new node',
    cluster: [pod('a'), pod('b', { spec: { nodeName: 'lost' } }), { apiVersion: 'v1', kind: 'Node', metadata: { name: 'lost' }, status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }],
  },
  { name: 'quiet: every pod has its own', cluster: [pod('a'), pod('b', { ip: '10.244.1.6' })] },
  { name: 'quiet: pods on the network of their node', cluster: [pod('a', { spec: { hostNetwork: true } }), pod('b', { spec: { hostNetwork: true } })] },
  { name: 'quiet: the address of the node, where hostNetwork was left out', cluster: [pod('a', { ip: '192.168.10.11' }), pod('b', { ip: '192.168.10.11' })] },
  { name: 'quiet: one has succeeded and keeps an address that is free', cluster: [pod('a', { status: { phase: 'Succeeded' } }), pod('b')] },
  { name: 'quiet: one was evicted', cluster: [pod('a', { status: { phase: 'Failed', reason: 'Evicted' } }), pod('b')] },
  { name: 'quiet: one is being deleted', cluster: [pod('a', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }), pod('b')] },
  { name: 'quiet: pods without an address', cluster: [pod('a', { status: { podIP: '' } }), pod('b', { status: { podIP: undefined } })] },
]);
