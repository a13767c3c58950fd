import { checkRule } from '../../cluster.table.js';
import { configMap } from '../cni/networks.table.js';
import { block, coredns, kubernetes } from './coredns.table.js';
import { corefileRemovedDirective } from './corefile-removed-directive.js';

const tutorial = block('kubernetes cluster.local {\n      upstream\n    }', 'proxy . /etc/resolv.conf');
const forwarding = block('kubernetes cluster.local {\n      upstream\n    }', 'forward . /etc/resolv.conf');
const where = 'ConfigMap kube-system/coredns';

checkRule(corefileRemovedDirective, [
  { name: 'proxy on a release without it', cluster: coredns(tutorial, { tag: 'v1.5.0' }), finds: [`critical ${where}: CoreDNS 1.5.0 says: /etc/coredns/Corefile:5 - Error during parsing: Unknown directive 'proxy'`] },
  { name: 'upstream on a release without it', cluster: coredns(forwarding, { tag: '1.7.0' }), finds: [`critical ${where}: CoreDNS 1.7.0 says: plugin/kubernetes: /etc/coredns/Corefile:3 - Error during parsing: unknown property 'upstream'`] },
  { name: 'upstream on a release that ignores it', cluster: coredns(forwarding, { tag: '1.6.2' }), finds: [`warning ${where}: Option "upstream" in plugin "kubernetes" is ignored in 1.6.2.`] },
  { name: 'proxy on a release that deprecates it', cluster: coredns(tutorial, { tag: '1.4.0' }), finds: [`warning ${where}: Plugin "proxy" is deprecated in 1.4.0. It is replaced by "forward".`, ].map((line) => line.replace(': Plugin', ': Option "upstream" in plugin "kubernetes" is deprecated in 1.4.0. Plugin')) },
  { name: 'a slip of the pen', cluster: coredns(block(kubernetes, 'cache 30s 5 x', 'forwrd . 9.9.9.9')), finds: [`critical ${where}: CoreDNS 1.11.1 says: /etc/coredns/Corefile:7 - Error during parsing: Unknown directive 'forwrd'`] },
  { name: 'quiet: a Corefile of today', cluster: coredns(block('errors', 'health {\n      lameduck 5s\n    }', 'ready', kubernetes, 'prometheus :9153', 'forward . /etc/resolv.conf {\n      max_concurrent 1000\n    }', 'cache 30', 'loop', 'reload', 'loadbalance')) },
  { name: 'quiet: proxy on a release that has it', cluster: coredns(tutorial.replace('upstream', 'ttl 30'), { tag: '1.3.0' }) },
  { name: 'quiet: the tag names no release', cluster: coredns(tutorial, { tag: 'latest' }) },
  { name: 'quiet: an import that a volume may hold', cluster: coredns(block(kubernetes, 'import custom.conf')) },
  { name: 'quiet: a Corefile that nothing mounts', cluster: [configMap('other', { Corefile: tutorial })] },
]);
