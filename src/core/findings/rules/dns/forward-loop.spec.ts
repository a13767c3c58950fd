import { checkRule } from '../../cluster.table.js';
import { configMap } from '../cni/networks.table.js';
import { block, coredns, kubernetes } from './coredns.table.js';
import { forwardLoop } from './forward-loop.js';

const to = (target: string, options: { readonly hostNetwork?: boolean } = {}) => coredns(block(kubernetes, `forward . ${target}`), options);
/** The DNS, its pod of this policy on node n-1, forwarding to the servers of its own file. */
const ownFile = (dnsPolicy: string, spec: object = {}) => coredns(block(kubernetes, 'forward . /etc/resolv.conf'), { spec: { dnsPolicy, nodeName: 'n-1', ...spec } });
const kubelet = (more = '', address = '10.96.0.10') => configMap('kubelet-config', { kubelet: `clusterDNS: [${address}]\nclusterDomain: cluster.local\n${more}` });
const file = (text: string, node = 'n-1') => ({ node, format: 'resolv-conf', text });
const stub = file('nameserver 127.0.0.53\noptions edns0\n');
const setting = (resolvConf: string) => ({ node: 'n-1', format: 'kubelet-config', text: `kind: KubeletConfiguration\nclusterDNS: [10.96.0.10]\nresolvConf: ${resolvConf}\n` });
const where = 'critical ConfigMap kube-system/coredns: Queries for all names that the block does not answer itself go to';

checkRule(forwardLoop, [
  { name: 'its own Service', cluster: to('10.96.0.10'), finds: [`${where} 10.96.0.10:53, the address of kube-system/kube-dns, which leads back to CoreDNS.`] },
  { name: 'one of its pods', cluster: to('9.9.9.9 10.244.0.53'), finds: [`${where} 10.244.0.53:53, the address of one of its own pods.`] },
  { name: 'the stub of systemd-resolved, as its pod sees it', cluster: to('127.0.0.53'), finds: [`${where} 127.0.0.53:53, which in its pod is CoreDNS itself.`] },
  { name: 'loopback over IPv6', cluster: to('::1'), finds: [`${where} [::1]:53, which in its pod is CoreDNS itself.`] },
  { name: 'one zone', cluster: coredns(`corp.example {\n  forward corp.example 10.96.0.10\n}\n${block(kubernetes)}`), finds: ['critical ConfigMap kube-system/coredns: Queries for corp.example. that the block does not answer itself go to 10.96.0.10:53, the address of kube-system/kube-dns, which leads back to CoreDNS.'] },
  { name: 'the file of its pods, which names its own Service', cluster: [...ownFile('ClusterFirst'), kubelet()], finds: [`${where} the nameserver of its pods’ /etc/resolv.conf: 10.96.0.10:53, the address of kube-system/kube-dns, which leads back to CoreDNS.`] },
  { name: 'the same, where only the Service tells its address', cluster: ownFile('ClusterFirst'), finds: [`${where.replace('critical', 'warning')} the nameserver of its pods’ /etc/resolv.conf: 10.96.0.10:53, the address of kube-system/kube-dns, which leads back to CoreDNS.`] },
  { name: 'the file of its node, which names the stub of systemd-resolved', cluster: [...ownFile('Default'), kubelet('resolvConf: /etc/resolv.conf\n')], readouts: [stub], finds: [`${where} the nameserver in the file of node n-1: 127.0.0.53:53, which in its pod is CoreDNS itself.`] },
  { name: 'the same, where nothing says which file the kubelet reads', cluster: [...ownFile('Default'), kubelet()], readouts: [stub], finds: [`${where.replace('critical', 'warning')} the nameserver in the file of node n-1: 127.0.0.53:53, which in its pod is CoreDNS itself.`] },
  { name: 'the file of its node, which names the cluster DNS', cluster: [...ownFile('Default'), kubelet('resolvConf: /etc/resolv.conf\n')], readouts: [file('nameserver 10.96.0.10\nnameserver 9.9.9.9\n')], finds: [`${where} the nameserver in the file of node n-1: 10.96.0.10:53, the address of kube-system/kube-dns, which leads back to CoreDNS.`] },
  { name: 'quiet: a kubelet that reads the file behind the stub', cluster: [...ownFile('Default'), kubelet('resolvConf: /run/systemd/resolve/resolv.conf\n')], readouts: [stub] },
  { name: 'quiet: the kubelet of its very node does, by its readout', cluster: [...ownFile('Default'), kubelet()], readouts: [stub, setting('/run/systemd/resolve/resolv.conf')] },
  { name: 'quiet: the file of another node', cluster: [...ownFile('Default'), kubelet('resolvConf: /etc/resolv.conf\n')], readouts: [{ ...stub, node: 'n-2' }] },
  { name: 'quiet: a file that names others', cluster: [...ownFile('Default'), kubelet('resolvConf: /etc/resolv.conf\n')], readouts: [file('nameserver 192.0.2.53\n')] },
  { name: 'quiet: a cache on the node, to which its pods are sent', cluster: [...ownFile('ClusterFirst'), kubelet('', '169.254.20.10')] },
  { name: 'quiet: the stub, for pods that use the network of their node', cluster: [...ownFile('Default', { hostNetwork: true }), kubelet('resolvConf: /etc/resolv.conf\n')], readouts: [stub] },
  { name: 'quiet: a server of others', cluster: to('9.9.9.9 tls://1.1.1.1') },
  { name: 'quiet: the file of the node, which is not known', cluster: ownFile('Default') },
  { name: 'quiet: another server in the same pod', cluster: to('127.0.0.1:5353') },
  { name: 'quiet: the stub of a node whose network it shares', cluster: to('127.0.0.53', { hostNetwork: true }) },
  { name: 'quiet: a port of the Service’s address that leads nowhere', cluster: to('10.96.0.10:5353') },
]);
