import { checkRule, service } from '../../cluster.table.js';
import { configMap, serviceRange } from '../cni/networks.table.js';
import { clusteripOutsideRange } from './clusterip-outside-range.js';

const cidr = (...cidrs: readonly string[]) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR', metadata: { name: cidrs.join('-').replace(/[^0-9a-f]/g, '-'), uid: cidrs.join() }, spec: { cidrs } });
const at = (...clusterIPs: readonly string[]) => service({ clusterIP: clusterIPs[0], clusterIPs });

checkRule(clusteripOutsideRange, [
  { name: 'outside of the flag', cluster: [serviceRange('10.100.0.0/16'), at('10.96.0.7')], finds: ['error Service shop/web: Its ClusterIP 10.96.0.7 is in none of the ranges of Services: 10.100.0.0/16 (apiserver-flag).'] },
  { name: 'the second family', cluster: [cidr('10.96.0.0/16', 'fd00:96::/112'), at('10.96.0.7', 'fd00:97::7')], finds: ['error Service shop/web: Its ClusterIP fd00:97::7 is in none of the ranges of Services: 10.96.0.0/16 (ServiceCIDR) and fd00:96::/112 (ServiceCIDR).'] },
  { name: 'given twice', cluster: [service({ clusterIP: '10.96.0.7' }, 'a'), service({ clusterIP: '10.96.0.7' }, 'b')], finds: ['error Service shop/b: Its ClusterIP 10.96.0.7 is that of shop/a too.'] },
  { name: 'quiet: within', cluster: [serviceRange('10.96.0.0/16'), at('10.96.0.7')] },
  { name: 'quiet: within a further range', cluster: [cidr('10.96.0.0/24'), cidr('10.97.0.0/24'), at('10.97.0.7')] },
  { name: 'quiet: headless', cluster: [serviceRange('10.96.0.0/16'), at('None'), service({ clusterIP: 'None' }, 'b')] },
  { name: 'quiet: only kubeadm says otherwise', cluster: [configMap('kubeadm-config', { ClusterConfiguration: 'networking: {serviceSubnet: 10.100.0.0/16}' }), at('10.96.0.7')] },
  { name: 'quiet: no range of the family', cluster: [serviceRange('10.96.0.0/16'), at('fd00:96::7')] },
  { name: 'quiet: a range that cannot be read', cluster: [serviceRange('10.100.0.0/99'), at('10.96.0.7')] },
  { name: 'quiet: nothing states a range', cluster: [at('10.96.0.7')] },
]);
