import { count, enumerate } from '../../../analysis/index.js';
import { refOf } from '../../../cluster/index.js';
import { droppedOfPod } from '../../../dns/index.js';
import type { Rule } from '../../rule.js';
import { representatives, workloadKinds } from './pods-of-workloads.js';

export const resolvconfLimits: Rule = {
  id: 'resolvconf-limits',
  code: 'DNS-012',
  severity: 'warning',
  title: 'The kubelet leaves a part of a pod’s dnsConfig out',
  checks:
    'The nameservers of the cluster DNS and of dnsConfig are more than three, or the search domains more, or longer together, than the kubelet keeps (32 and 2048 characters; before 1.26: 6 and 256). ' +
    'The search domains of the node are not in a snapshot and not counted. Quiet for repetitions, which the kubelet removes first.',
  why: 'What does not fit is cut from the end without any error: names in that domain do not resolve, that server is never asked.',
  fix: 'Remove what is not needed from spec.dnsConfig; the order in which the rest stands is the one in which it is kept.',
  source: 'kubernetes v1.37.2 pkg/kubelet/network/dns/dns.go formDNSConfigFitsLimits',
  reads: ['Pod'],
  consults: ['ConfigMap', 'Service', 'Node', ...workloadKinds],
  *check(view) {
    for (const found of representatives(view)) {
      yield;
      if (found === undefined || found.pod.spec.dnsConfig === undefined) continue;
      const { workload, pod } = found;
      const dropped = droppedOfPod(view, pod);
      const [first] = dropped;
      if (first === undefined) continue;
      yield {
        subject: workload,
        detail: `${count(dropped.length, 'entry', 'entries')} left out: ${enumerate(dropped.map(({ field, value }) => `${field} ${value.slice(0, 80)}`), 3)} (${first.reason}).`,
        evidence: [{ ...refOf(pod), field: `spec.dnsConfig.${first.field === 'search' ? 'searches' : 'nameservers'}` }],
      };
    }
  },
};
