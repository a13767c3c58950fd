import { checkRule, pod, service } from '../../cluster.table.js';
import { configMap } from '../cni/networks.table.js';
import { ndotsAmplification } from './ndots-amplification.js';

const caller = (value: string, spec: object = {}) => pod('web-1', { owner: 'StatefulSet/web', spec: { containers: [{ name: 'app', image: 'registry.example/web:1', env: [{ name: 'API_URL', value }] }], ...spec } });
const kubelet = configMap('kubelet-config', { kubelet: 'clusterDNS: [10.96.0.10]\nclusterDomain: cluster.local\n' });
const told = (detail: string) => [`info StatefulSet shop/web: ${detail}`];

checkRule(ndotsAmplification, [
  { name: 'a name beyond the cluster', cluster: [kubelet, caller('https://api.vendor.com/v1')], finds: told('With ndots:5 and 3 search domains each lookup of api.vendor.com costs at least 8 queries instead of 2.') },
  { name: 'once for all pods of a workload', cluster: [kubelet, caller('https://api.vendor.com'), pod('web-2', { owner: 'StatefulSet/web', spec: { containers: [{ name: 'app', env: [{ name: 'API_URL', value: 'https://api.vendor.com' }] }] } })], finds: told('With ndots:5 and 3 search domains each lookup of api.vendor.com costs at least 8 queries instead of 2.') },
  { name: 'a search domain of the pod counts', cluster: [kubelet, caller('https://api.vendor.com', { dnsConfig: { searches: ['vendor.com'] } })], finds: told('With ndots:5 and 4 search domains each lookup of api.vendor.com costs at least 10 queries instead of 2.') },
  { name: 'quiet: as many dots as ndots', cluster: [kubelet, caller('https://api.vendor.com', { dnsConfig: { options: [{ name: 'ndots', value: '2' }] } })] },
  { name: 'quiet: a name of a Service', cluster: [kubelet, caller('http://cart.dev:80'), service({}, 'cart', { namespace: 'dev' })] },
  { name: 'quiet: a whole name of the cluster', cluster: [kubelet, caller('http://cart.dev.svc.cluster.local')] },
  { name: 'quiet: an address', cluster: [kubelet, caller('http://192.0.2.1:80')] },
  { name: 'quiet: a short name', cluster: [kubelet, caller('http://cart')] },
  { name: 'quiet: on the network of the node', cluster: [kubelet, caller('https://api.vendor.com', { hostNetwork: true })] },
  { name: 'quiet: dnsPolicy None', cluster: [kubelet, caller('https://api.vendor.com', { dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.1'], searches: ['a.example'] } })] },
  { name: 'quiet: nothing tells the cluster DNS', cluster: [caller('https://api.vendor.com')] },
  { name: 'quiet: a pod that has ended', cluster: [kubelet, pod('web-1', { status: { phase: 'Succeeded' }, spec: { containers: [{ name: 'app', env: [{ name: 'API_URL', value: 'https://api.vendor.com' }] }] } })] },
]);
