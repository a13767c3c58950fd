import { checkRule, service } from '../../cluster.table.js';
import { configMap, daemonSet } from '../cni/networks.table.js';
import { clusterdnsIpMismatch } from './clusterdns-ip-mismatch.js';

const kubelet = (...addresses: string[]) => configMap('kubelet-config', { kubelet: `clusterDNS: [${addresses.join(', ')}]\n` });
const dns = (clusterIP = '10.96.0.10') => service({ clusterIP, ports: [{ port: 53, protocol: 'UDP' }], selector: {} }, 'kube-dns', { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } });
const cache = daemonSet('node-local-dns', [{ name: 'node-cache', image: 'registry.k8s.io/dns/k8s-dns-node-cache:1.23.1', args: ['-localip', '10.96.0.53'] }]);

checkRule(clusterdnsIpMismatch, [
  { name: 'an address that no Service has', cluster: [kubelet('10.96.0.2'), dns()], finds: ['critical ConfigMap kube-system/kubelet-config: clusterDNS is 10.96.0.2, and 10.96.0.2 is of no DNS Service; kube-dns has 10.96.0.10.'] },
  { name: 'the address of another Service', cluster: [kubelet('10.96.0.7'), dns(), service()], finds: ['critical ConfigMap kube-system/kubelet-config: clusterDNS is 10.96.0.7, and 10.96.0.7 is of no DNS Service; kube-dns has 10.96.0.10.'] },
  { name: 'one of two: the other answers', cluster: [kubelet('10.96.0.10', '10.96.0.2'), dns()], finds: ['info ConfigMap kube-system/kubelet-config: clusterDNS is 10.96.0.10 and 10.96.0.2, and 10.96.0.2 is of no DNS Service; kube-dns has 10.96.0.10.'] },
  { name: 'an address elsewhere may be a server outside', cluster: [kubelet('192.0.2.53'), dns()], finds: ['info ConfigMap kube-system/kubelet-config: clusterDNS is 192.0.2.53, and 192.0.2.53 is of no DNS Service; kube-dns has 10.96.0.10.'] },
  { name: 'quiet: the address of the Service', cluster: [kubelet('10.96.0.10'), dns()] },
  { name: 'quiet: a link-local address', cluster: [kubelet('169.254.20.10'), dns()] },
  { name: 'quiet: where NodeLocal DNSCache listens', cluster: [kubelet('10.96.0.53'), dns(), cache] },
  { name: 'quiet: another DNS server of the cluster', cluster: [kubelet('10.96.0.20'), dns(), service({ clusterIP: '10.96.0.20', ports: [{ port: 53, protocol: 'UDP' }] }, 'unbound')] },
  { name: 'quiet: nothing states it', cluster: [dns()] },
  { name: 'quiet: no DNS Service is known', cluster: [kubelet('10.96.0.2'), service()] },
  { name: 'quiet: the snapshot does not hold Services', cluster: [kubelet('10.96.0.2'), dns()], coverage: { Service: { state: 'forbidden' } } },
]);
