import { checkRule, pod } from '../../cluster.table.js';
import { configMap, node } from '../cni/networks.table.js';
import { resolvconfLimits } from './resolvconf-limits.js';

const kubelet = configMap('kubelet-config', { kubelet: 'clusterDNS: [10.96.0.10]\nclusterDomain: cluster.local\n' });
const chooser = (dnsConfig: object, spec: object = {}) => pod('web-1', { owner: 'StatefulSet/web', spec: { dnsConfig, ...spec } });
const servers = (n: number) => ({ nameservers: Array.from({ length: n }, (_, i) => `192.0.2.${i + 1}`) });
const searches = (n: number) => ({ searches: Array.from({ length: n }, (_, i) => `d${i}.example`) });

checkRule(resolvconfLimits, [
  { name: 'a fourth nameserver', cluster: [kubelet, chooser(servers(3))], finds: ['warning StatefulSet shop/web: 1 entry left out: nameserver 192.0.2.3 (only the first 3 nameservers are kept).'] },
  { name: 'too many domains', cluster: [kubelet, chooser(searches(31))], finds: ['warning StatefulSet shop/web: 2 entries left out: search d29.example and search d30.example (only the first 32 search domains are kept).'] },
  { name: 'too many for an old kubelet', cluster: [kubelet, node('worker-1', { kubelet: 'v1.25.3' }), chooser(searches(4), { nodeName: 'worker-1' })], kubernetesVersion: 'v1.25.3', finds: ['warning StatefulSet shop/web: 1 entry left out: search d3.example (only the first 6 search domains are kept).'] },
  { name: 'quiet: as many as are kept', cluster: [kubelet, chooser({ ...servers(2), ...searches(29) })] },
  { name: 'quiet: repetitions', cluster: [kubelet, chooser({ nameservers: ['10.96.0.10', '192.0.2.1', '192.0.2.1', '192.0.2.2'] })] },
  { name: 'quiet: a pod of its own', cluster: [kubelet, chooser(servers(3), { dnsPolicy: 'None' })] },
  { name: 'quiet: nothing of its own', cluster: [kubelet, pod('web-1')] },
]);
