import { refOf } from '../../../cluster/index.js';
import { kubernetesConfigOf } from '../../../dns/index.js';
import type { Rule } from '../../rule.js';
import { blocksInForce, corefileConsults, corefileLine, lineOf } from './corefile-in-force.js';

export const podRecordsInsecure: Rule = {
  id: 'pod-records-insecure',
  code: 'DNS-014',
  severity: 'info',
  title: 'The cluster DNS names pods that need not exist',
  checks: 'The plugin kubernetes of the Corefile in force has `pods insecure`, as kubeadm writes it. Quiet with `pods verified` and `pods disabled`.',
  why: 'Any address is given a name under a namespace’s pod domain, whether or not a pod has it: who trusts these names, as a wildcard certificate would, trusts whoever asks.',
  fix: 'If nobody uses such names, write `pods disabled`; if somebody does, `pods verified`, which costs CoreDNS a watch on all pods.',
  source: 'coredns/coredns 1.14.7 plugin/kubernetes/README.md, pods POD-MODE',
  reads: ['ConfigMap'],
  consults: corefileConsults,
  *check(view) {
    for (const { dns, block } of blocksInForce(view)) {
      yield;
      const config = kubernetesConfigOf(block);
      if (config?.podMode !== 'insecure') continue;
      yield { subject: refOf(dns.configMap), detail: `Every name like 10-0-0-1.<namespace>.pod.${config.primaryZone} resolves, whatever pods there are.`, evidence: [corefileLine(dns, lineOf(block, 'kubernetes'))] };
    }
  },
};
