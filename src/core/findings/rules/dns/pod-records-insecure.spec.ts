import { checkRule } from '../../cluster.table.js';
import { block, coredns } from './coredns.table.js';
import { podRecordsInsecure } from './pod-records-insecure.js';

const pods = (mode: string) => coredns(block(`kubernetes cluster.local {\n      pods ${mode}\n    }`));

checkRule(podRecordsInsecure, [
  { name: 'as kubeadm writes it', cluster: pods('insecure'), finds: ['info ConfigMap kube-system/coredns: Every name like 10-0-0-1.<namespace>.pod.cluster.local. resolves, whatever pods there are.'] },
  { name: 'quiet: verified', cluster: pods('verified') },
  { name: 'quiet: disabled', cluster: pods('disabled') },
  { name: 'quiet: nothing is said', cluster: coredns(block('kubernetes cluster.local')) },
  { name: 'quiet: CoreDNS does not start', cluster: coredns(block('kubernetes cluster.local {\n      pods insecure\n    }', 'bogus')) },
]);
