import { checkRule, service } from '../../cluster.table.js';
import { flannel, node, serviceRange } from '../cni/networks.table.js';
import { externalipUnowned } from './externalip-unowned.js';

const external = (...externalIPs: readonly string[]) => service({ externalIPs });
const a = node('a', { address: '192.168.10.11' });
const metallb = (...addresses: readonly string[]) => ({ apiVersion: 'metallb.io/v1beta1', kind: 'IPAddressPool', metadata: { name: 'pool', namespace: 'metallb-system', uid: 'p' }, spec: { addresses } });
const cilium = (spec: object) => ({ apiVersion: 'cilium.io/v2', kind: 'CiliumLoadBalancerIPPool', metadata: { name: 'pool', uid: 'p' }, spec });

checkRule(externalipUnowned, [
  { name: 'the ClusterIP of another', cluster: [a, external('10.96.0.10'), service({ clusterIP: '10.96.0.10' }, 'dns')], finds: ['warning Service shop/web: Its external IP 10.96.0.10 is the ClusterIP of shop/dns.'] },
  { name: 'of the range of the Services', cluster: [a, serviceRange('10.96.0.0/16'), external('10.96.5.5')], finds: ['warning Service shop/web: Its external IP 10.96.5.5 lies in 10.96.0.0/16 (apiserver-flag), a range of the cluster itself.'] },
  { name: 'of the range of the pods', cluster: [a, ...flannel('10.244.0.0/16'), external('10.244.3.3')], finds: ['warning Service shop/web: Its external IP 10.244.3.3 lies in 10.244.0.0/16 (net-conf.json), a range of the cluster itself.'] },
  { name: 'of nobody that is seen', cluster: [a, external('203.0.113.7')], finds: ['info Service shop/web: Its external IP 203.0.113.7 is of no node and of no pool: it answers only if something outside the cluster brings it to a node.'] },
  { name: 'quiet: of a node', cluster: [a, external('192.168.10.11')] },
  { name: 'quiet: of a pool of MetalLB, by range and by CIDR', cluster: [a, metallb('203.0.113.5-203.0.113.9', '198.51.100.0/24'), external('203.0.113.7', '198.51.100.1')] },
  { name: 'quiet: of a pool of Cilium', cluster: [a, cilium({ blocks: [{ start: '203.0.113.5', stop: '203.0.113.9' }, { cidr: '198.51.100.0/24' }] }), external('203.0.113.7', '198.51.100.1')] },
  { name: 'quiet: a load balancer gave it', cluster: [a, external('203.0.113.7'), service({ type: 'LoadBalancer', clusterIP: '10.96.0.9' }, 'lb', {}), { apiVersion: 'v1', kind: 'Service', metadata: { name: 'lb2', namespace: 'shop', uid: 'l' }, spec: { type: 'LoadBalancer', clusterIP: '10.96.0.8', ports: [{ port: 80 }] }, status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } } }] },
  { name: 'quiet: no external IP', cluster: [a, service()] },
  { name: 'quiet: the Nodes are not there to see', cluster: [external('203.0.113.7')], coverage: { Node: { state: 'forbidden' } } },
]);
