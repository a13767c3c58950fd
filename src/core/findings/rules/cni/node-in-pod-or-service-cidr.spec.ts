import { checkRule } from '../../cluster.table.js';
import { amazon, calico, configMap, controlPlanePod, flannel, node, serviceRange } from './networks.table.js';
import { nodeInPodOrServiceCidr } from './node-in-pod-or-service-cidr.js';

checkRule(nodeInPodOrServiceCidr, [
  {
    name: 'Calico’s default pool on a network of 192.168',
    cluster: [...calico({ cidr: '192.168.0.0/16' }), node('a', { address: '192.168.49.2' }), node('b', { address: '192.168.49.3' }), node('c', { address: '172.20.0.3' })],
    finds: ['critical IPPool pool-0: 192.168.0.0/16 of the pods (IPPool) holds the address of 2 nodes: a (192.168.49.2) and b (192.168.49.3).'],
  },
  {
    name: 'a node among the Services',
    cluster: [...flannel(), serviceRange('10.96.0.0/12'), node('a', { address: '10.97.0.1' })],
    finds: ['critical Pod kube-system/kube-apiserver-cp: 10.96.0.0/12 of the services (apiserver-flag) holds the address of 1 node: a (10.97.0.1).'],
  },
  { name: 'quiet: a network of its own', cluster: [...flannel(), serviceRange('10.96.0.0/12'), node('a', { address: '192.168.1.1' })] },
  { name: 'quiet: pods have addresses of the nodes’ network', cluster: [amazon, controlPlanePod('kube-controller-manager', ['--cluster-cidr=10.0.0.0/8']), node('a', { address: '10.1.0.1' })] },
  { name: 'quiet: only kube-proxy takes so wide a range', cluster: [...flannel(), configMap('kube-proxy', { 'config.conf': 'clusterCIDR: 10.0.0.0/8' }), node('a', { address: '10.1.0.1' })] },
  { name: 'quiet: the address is no address', cluster: [...flannel('10.0.0.0/8'), node('a', { address: 'x.x.x.x' })] },
]);
