import { checkRule } from '../../cluster.table.js';
import { cidrMalformedOrHostBits } from './cidr-malformed-or-host-bits.js';
import { calico, configMap, flannel, serviceRange } from './networks.table.js';

checkRule(cidrMalformedOrHostBits, [
  { name: 'host bits', cluster: flannel('10.244.1.0/16'), finds: ['error ConfigMap kube-flannel/kube-flannel-cfg: In net-conf.json: “10.244.1.0/16” is not a CIDR: it has host bits set; its network is 10.244.0.0/16.'] },
  { name: 'a prefix that is too long', cluster: calico({ cidr: '10.244.0.0/33' }), finds: ['error IPPool pool-0: In IPPool: “10.244.0.0/33” is not a CIDR: prefix length 33 is too long for IPv4: 0 to 32.'] },
  { name: 'a leading zero, in the second of two', cluster: [serviceRange('10.96.0.0/12,fd00::/0112')], finds: ['error Pod kube-system/kube-apiserver-cp: In apiserver-flag: “fd00::/0112” is not a CIDR: “0112” is not a prefix length: 0 to 128.'] },
  { name: 'quiet: well-formed ones', cluster: [...flannel(), serviceRange('10.96.0.0/12,fd00::/112')] },
  { name: 'quiet: a template', cluster: flannel('{{ .PodCIDR }}') },
  { name: 'quiet: none at all', cluster: [configMap('kube-flannel-cfg', { 'net-conf.json': 'no JSON' })] },
]);
