import { checkRule, service } from '../../cluster.table.js';
import { configMap } from '../cni/networks.table.js';
import { zoneNotServed } from './zone-not-served.js';

const kubelet = (domain: string) => configMap('kubelet-config', { kubelet: `clusterDomain: ${domain}\n` });
const corefile = (zones: string, rest = '') => configMap('coredns', { Corefile: `.:53 {\n    kubernetes ${zones}\n    ${rest}\n}\n` });
const dns = service({ clusterIP: '10.96.0.10', ports: [{ port: 53, protocol: 'UDP' }], selector: {} }, 'kube-dns', { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } });

checkRule(zoneNotServed, [
  { name: 'another domain', cluster: [kubelet('corp.local'), corefile('cluster.local in-addr.arpa'), dns], finds: ['error ConfigMap kube-system/coredns: Pods search corp.local, and the plugin kubernetes serves cluster.local..'] },
  { name: 'a domain that kubeadm states', cluster: [configMap('kubeadm-config', { ClusterConfiguration: 'networking:\n  dnsDomain: corp.local\n' }), corefile('cluster.local'), dns], finds: ['error ConfigMap kube-system/coredns: Pods search corp.local, and the plugin kubernetes serves cluster.local..'] },
  { name: 'a domain that ends alike', cluster: [kubelet('mycluster.local'), corefile('cluster.local'), dns], finds: ['error ConfigMap kube-system/coredns: Pods search mycluster.local, and the plugin kubernetes serves cluster.local..'] },
  { name: 'quiet: the same domain', cluster: [kubelet('cluster.local'), corefile('cluster.local'), dns] },
  { name: 'quiet: in another case, with a dot', cluster: [kubelet('Cluster.Local.'), corefile('cluster.local'), dns] },
  { name: 'quiet: one of several zones', cluster: [kubelet('corp.local'), corefile('cluster.local corp.local'), dns] },
  { name: 'quiet: below a zone', cluster: [kubelet('k8s.corp.local'), corefile('corp.local'), dns] },
  { name: 'quiet: the root', cluster: [kubelet('corp.local'), corefile('.'), dns] },
  { name: 'quiet: another plugin answers for it', cluster: [kubelet('corp.local'), corefile('cluster.local', 'template IN A corp.local {\n answer "{{ .Name }} 60 IN A 192.0.2.1"\n }'), dns] },
  { name: 'quiet: nothing states the domain', cluster: [corefile('cluster.local'), dns] },
  { name: 'quiet: CoreDNS does not start', cluster: [kubelet('corp.local'), corefile('cluster.local', 'bogus'), dns] },
]);
