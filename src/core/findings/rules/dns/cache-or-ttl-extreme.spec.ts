import { checkRule } from '../../cluster.table.js';
import { daemonSet } from '../cni/networks.table.js';
import { cacheOrTtlExtreme } from './cache-or-ttl-extreme.js';
import { block, coredns, kubernetes } from './coredns.table.js';

const ttl = (seconds: number) => `kubernetes cluster.local {\n      ttl ${seconds}\n    }`;
const nodeCache = daemonSet('node-local-dns', [{ name: 'node-cache', image: 'registry.k8s.io/dns/k8s-dns-node-cache:1.23.0', args: ['-localip', '169.254.20.10,10.96.0.10'] }]);

checkRule(cacheOrTtlExtreme, [
  { name: 'no cache', cluster: coredns(block(kubernetes, 'forward . 9.9.9.9')), finds: ['info ConfigMap kube-system/coredns: The server block of . forwards, and keeps nothing of what it is answered.'] },
  { name: 'a long TTL', cluster: coredns(block(ttl(600), 'cache 30')), finds: ['info ConfigMap kube-system/coredns: The names of cluster.local. have a TTL of 600 seconds.'] },
  { name: 'a cache in another block', cluster: coredns(`corp.example {\n  forward . 10.0.0.1\n}\n${block(kubernetes, 'forward . 9.9.9.9', 'cache')}`), finds: ['info ConfigMap kube-system/coredns: The server block of corp.example. forwards, and keeps nothing of what it is answered.'] },
  { name: 'quiet: as kubeadm writes it', cluster: coredns(block(ttl(30), 'forward . 9.9.9.9', 'cache 30')) },
  { name: 'quiet: the longest TTL that is not long', cluster: coredns(block(ttl(120), 'cache')) },
  { name: 'quiet: nothing is forwarded', cluster: coredns(block(kubernetes)) },
  { name: 'quiet: a cache on each node', cluster: [...coredns(block(kubernetes, 'forward . 9.9.9.9')), nodeCache] },
]);
