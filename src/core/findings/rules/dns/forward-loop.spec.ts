import { checkRule } from '../../cluster.table.js';
import { block, coredns, kubernetes } from './coredns.table.js';
import { forwardLoop } from './forward-loop.js';

const to = (target: string, options: { readonly hostNetwork?: boolean } = {}) => coredns(block(kubernetes, `forward . ${target}`), options);
const where = 'critical ConfigMap kube-system/coredns: Queries for all names that the block does not answer itself go to';

checkRule(forwardLoop, [
  { name: 'its own Service', cluster: to('10.96.0.10'), finds: [`${where} 10.96.0.10:53, the address of kube-system/kube-dns, which leads back to CoreDNS.`] },
  { name: 'one of its pods', cluster: to('9.9.9.9 10.244.0.53'), finds: [`${where} 10.244.0.53:53, the address of one of its own pods.`] },
  { name: 'the stub of systemd-resolved, as its pod sees it', cluster: to('127.0.0.53'), finds: [`${where} 127.0.0.53:53, which in its pod is CoreDNS itself.`] },
  { name: 'loopback over IPv6', cluster: to('::1'), finds: [`${where} [::1]:53, which in its pod is CoreDNS itself.`] },
  { name: 'one zone', cluster: coredns(`corp.example {\n  forward corp.example 10.96.0.10\n}\n${block(kubernetes)}`), finds: ['critical ConfigMap kube-system/coredns: Queries for corp.example. that the block does not answer itself go to 10.96.0.10:53, the address of kube-system/kube-dns, which leads back to CoreDNS.'] },
  { name: 'quiet: a server of others', cluster: to('9.9.9.9 tls://1.1.1.1') },
  { name: 'quiet: the file of the node', cluster: to('/etc/resolv.conf') },
  { name: 'quiet: another server in the same pod', cluster: to('127.0.0.1:5353') },
  { name: 'quiet: the stub of a node whose network it shares', cluster: to('127.0.0.53', { hostNetwork: true }) },
  { name: 'quiet: a port of the Service’s address that leads nowhere', cluster: to('10.96.0.10:5353') },
]);
