import { checkRule } from '../../cluster.table.js';
import { block, coredns, kubernetes } from './coredns.table.js';
import { corefileUnreachablePlugin } from './corefile-unreachable-plugin.js';

const finds = (plugin: string, zone: string, by: string, above: string) => [`warning ConfigMap kube-system/coredns: The ${plugin} of ${zone} is never asked: the ${by} of ${above} takes all queries for it.`];

checkRule(corefileUnreachablePlugin, [
  { name: 'a forward behind one for all names', cluster: coredns(block('forward . 9.9.9.9', 'forward corp.example 10.0.0.1')), finds: finds('forward', 'corp.example.', 'forward', '.') },
  { name: 'a forward behind hosts', cluster: coredns(block('forward . 9.9.9.9', 'hosts /none {\n      10.0.0.1 a.example\n    }')), finds: finds('forward', '.', 'hosts', '.') },
  { name: 'a forward of a part of the cluster zone', cluster: coredns(block('kubernetes cluster.local', 'forward shop.svc.cluster.local 10.0.0.1')), finds: finds('forward', 'shop.svc.cluster.local.', 'kubernetes', 'cluster.local.') },
  { name: 'a forward of reverse names without fallthrough', cluster: coredns(block('kubernetes cluster.local in-addr.arpa', 'forward 10.in-addr.arpa 10.0.0.1')), finds: finds('forward', '10.in-addr.arpa.', 'kubernetes', 'in-addr.arpa.') },
  { name: 'quiet: the narrower one first', cluster: coredns(block('forward corp.example 10.0.0.1', 'forward . 9.9.9.9')) },
  { name: 'quiet: the first leaves the zone out', cluster: coredns(block('forward . 9.9.9.9 {\n      except corp.example\n    }', 'forward corp.example 10.0.0.1')) },
  { name: 'quiet: the first hands on what it does not find', cluster: coredns(block('forward . 9.9.9.9 {\n      next NXDOMAIN\n    }', 'forward . 10.0.0.1'), { tag: '1.12.0' }) },
  { name: 'quiet: as kubeadm writes it', cluster: coredns(block(kubernetes, 'forward . /etc/resolv.conf', 'cache 30')) },
  { name: 'quiet: hosts that fall through', cluster: coredns(block('hosts /none {\n      10.0.0.1 a.example\n      fallthrough\n    }', 'forward . 9.9.9.9')) },
]);
