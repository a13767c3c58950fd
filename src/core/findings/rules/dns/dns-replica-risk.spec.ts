import { checkRule, manifest, pod, service } from '../../cluster.table.js';
import { dnsReplicaRisk } from './dns-replica-risk.js';

const dns = service({ ports: [{ port: 53, protocol: 'UDP' }] }, 'kube-dns', { labels: { 'k8s-app': 'kube-dns' } });
const nodes = ['worker-1', 'worker-2'].map((name) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name } }));
const elsewhere = { spec: { nodeName: 'worker-2' } };

checkRule(dnsReplicaRisk, [
  { name: 'one replica', cluster: [dns, ...nodes, pod('coredns-1')], finds: ['warning Service shop/kube-dns: Only coredns-1 on node worker-1 is ready.'] },
  { name: 'two replicas on one node', cluster: [dns, ...nodes, pod('coredns-1'), pod('coredns-2')], finds: ['warning Service shop/kube-dns: All 2 ready pods run on node worker-1.'] },
  { name: 'the replica on the other node is not ready', cluster: [dns, ...nodes, pod('coredns-1'), pod('coredns-2', { ...elsewhere, ready: false })], finds: ['warning Service shop/kube-dns: Only coredns-1 on node worker-1 is ready.'] },
  { name: 'quiet: two nodes', cluster: [dns, ...nodes, pod('coredns-1'), pod('coredns-2', elsewhere)] },
  { name: 'quiet: the cluster has one node', cluster: [dns, ...nodes.slice(0, 1), pod('coredns-1')] },
  { name: 'quiet: none is ready, which another rule tells', cluster: [dns, ...nodes, pod('coredns-1', { ready: false })] },
  { name: 'quiet: plain manifests', cluster: [dns, ...nodes, manifest('Deployment', 'coredns')] },
  { name: 'quiet: another Service', cluster: [service(), ...nodes, pod('web-1')] },
  { name: 'quiet: the snapshot does not hold nodes', cluster: [dns, ...nodes, pod('coredns-1')], coverage: { Node: { state: 'forbidden' } } },
]);
